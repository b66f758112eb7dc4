import { Int } from 'type-graphql';
import { Computed, From, FromEnum, Part, RecordType } from '../mapping.ts';
import { View, valueAt } from '../view.ts';
import { ARMS } from './arms-interventions.ts';
import {
  Allocation,
  BioSpecRetention,
  EnrollmentType,
  InterventionModel,
  Masking,
  ObservationalModel,
  Phase,
  PrimaryPurpose,
  StudyType,
  TimePerspective,
  WhoMasked,
} from './enums.ts';
import { Markdown } from './text.ts';
import { Duration } from './time-span.ts';

const AT = 'protocolSection.designModule';
/** Stands in records for a number of participants that nobody gave. */
export const UNKNOWN_ENROLLMENT = 99_999_999;
const known = (count: unknown) => (count === UNKNOWN_ENROLLMENT ? null : count);

@RecordType('Design', {
  at: `${AT}.designInfo`,
  description: 'How the study is set up. The observational fields and the others exclude each other.',
})
export class Design extends View {
  @FromEnum(() => Allocation, 'allocation', 'How participants are assigned to arm groups.')
  allocation?: string | null;

  @FromEnum(() => InterventionModel, 'interventionModel', 'How interventions are given to the arm groups.')
  interventionModel?: string | null;

  @From(
    () => Markdown,
    'interventionModelDescription',
    'More about how interventions are given to the arm groups.',
  )
  interventionModelDescription?: Markdown | null;

  @FromEnum(() => PrimaryPurpose, 'primaryPurpose', 'The main reason for the interventions.')
  primaryPurpose?: string | null;

  @FromEnum(
    () => ObservationalModel,
    'observationalModel',
    'How the participants of an observational study are chosen and followed.',
  )
  observationalModel?: string | null;

  @FromEnum(() => TimePerspective, 'timePerspective', 'Which way an observational study looks in time.')
  timePerspective?: string | null;

  @FromEnum(() => Masking, 'maskingInfo.masking', 'How many parties are kept from knowing who receives what.')
  masking?: string | null;

  @From(() => Markdown, 'maskingInfo.maskingDescription', 'More about who is kept from knowing and how.')
  maskingDescription?: Markdown | null;

  @FromEnum(() => [WhoMasked], 'maskingInfo.whoMasked', 'The parties kept from knowing who receives what.')
  whoMasked!: string[];
}

@RecordType('Enrollment', { at: `${AT}.enrollmentInfo`, description: 'How many people take part.' })
export class Enrollment extends View {
  @From(
    () => Int,
    'count',
    'The number of participants. `null` where none was given, also where the record has 99999999, which stands for unknown.',
    { read: known },
  )
  count?: number | null;

  @FromEnum(() => EnrollmentType, 'type', 'Whether the number was reached or is aimed at.')
  type?: string | null;
}

@RecordType('ExpandedAccessTypes', {
  at: `${AT}.expandedAccessTypes`,
  description: 'For whom an expanded access programme is meant.',
})
export class ExpandedAccessTypes extends View {
  @From(() => Boolean, 'individual', 'For single patients, emergencies included.')
  individual?: boolean | null;

  @From(() => Boolean, 'intermediate', 'For a group of patients too small for a treatment protocol.')
  intermediate?: boolean | null;

  @From(() => Boolean, 'treatment', 'For many patients, under a treatment protocol.')
  treatment?: boolean | null;
}

@RecordType('BioSpec', {
  at: `${AT}.bioSpec`,
  description: 'Samples of blood, tissue or the like that the study keeps.',
})
export class BioSpec extends View {
  @FromEnum(
    () => BioSpecRetention,
    'retention',
    'Whether samples are kept, and whether DNA can be got from them.',
  )
  retention?: string | null;

  @From(() => Markdown, 'description', 'What is kept, such as whole blood or biopsies.')
  description?: Markdown | null;
}

/** Kind, phase, size and set-up. */
@Part(AT)
export class DesignPart extends View {
  @FromEnum(
    () => StudyType,
    'studyType',
    'Trial, observational study or expanded access; absent only in withheld records.',
  )
  studyType?: string | null;

  @From(
    () => Int,
    'nPtrsToThisExpAccNctId',
    'How many studies refer to this one as their expanded access programme.',
  )
  nPtrsToThisExpAccNctId?: number | null;

  @From(() => ExpandedAccessTypes, 'expandedAccessTypes', 'For whom this expanded access programme is meant.')
  expandedAccessTypes?: ExpandedAccessTypes | null;

  @From(
    () => Boolean,
    'patientRegistry',
    'The study is also a patient registry, which collects data on people with a condition over time.',
  )
  patientRegistry?: boolean | null;

  @From(
    () => Duration,
    'targetDuration',
    'How long each participant of a patient registry is to be followed.',
  )
  targetDuration?: Duration | null;

  @FromEnum(
    () => [Phase],
    'phases',
    'The stages of drug development; two where a trial spans both. Empty for studies that are no trials.',
  )
  phases!: string[];

  @From(() => Design, 'designInfo', 'How the study is set up: allocation, masking, purpose, model.')
  design?: Design | null;

  @From(() => BioSpec, 'bioSpec', 'Samples that an observational study keeps.')
  bioSpec?: BioSpec | null;

  @From(() => Enrollment, 'enrollmentInfo', 'How many people take part.')
  enrollment?: Enrollment | null;

  @Computed(
    () => String,
    ['enrollmentInfo.count'],
    'The size of the study in words, such as `13 participants in 1 patient group`; `null` where the number is unknown.',
    { study: [`${ARMS}.label`] },
  )
  get participantSummary(): string | null {
    const count = this.enrollment?.count;
    if (count == null) return null;
    const arms = valueAt(this.root.record, ARMS.split('.')) as readonly unknown[] | undefined;
    const participants = counted(count, 'participant');
    return arms?.length ? `${participants} in ${counted(arms.length, 'patient group')}` : participants;
  }
}

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
