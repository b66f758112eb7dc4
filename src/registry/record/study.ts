import { Node } from '../../shared/node.ts';
import { RecordType } from '../mapping.ts';
import type { FoundRecord } from '../study.source.ts';
import { View } from '../view.ts';
import { AnnotationPart } from './annotations.ts';
import { ArmsInterventionsPart } from './arms-interventions.ts';
import { ConditionsPart } from './conditions.ts';
import { ContactsLocationsPart } from './contacts-locations.ts';
import { DescriptionPart } from './description.ts';
import { DesignPart } from './design.ts';
import { DocumentPart } from './documents.ts';
import { EligibilityPart } from './eligibility.ts';
import { IdentificationPart } from './identification.ts';
import { IpdSharingPart } from './ipd-sharing.ts';
import { MeshPart } from './mesh.ts';
import { MiscInfoPart } from './misc-info.ts';
import { OversightPart } from './oversight.ts';
import { ReferencesPart } from './references.ts';
import { ResultsPart } from './results.ts';
import { SponsorsPart } from './sponsors.ts';
import { StatusPart } from './status.ts';

export interface Study
  extends IdentificationPart,
    StatusPart,
    SponsorsPart,
    OversightPart,
    DescriptionPart,
    ConditionsPart,
    DesignPart,
    ArmsInterventionsPart,
    EligibilityPart,
    ContactsLocationsPart,
    ReferencesPart,
    IpdSharingPart,
    ResultsPart,
    DocumentPart,
    AnnotationPart,
    MiscInfoPart,
    MeshPart {}

@RecordType('Study', {
  at: '',
  description: 'A clinical study as its public record tells it, module by module.',
  interfaces: [Node],
  parts: [
    IdentificationPart,
    StatusPart,
    SponsorsPart,
    OversightPart,
    DescriptionPart,
    ConditionsPart,
    DesignPart,
    ArmsInterventionsPart,
    EligibilityPart,
    ContactsLocationsPart,
    ReferencesPart,
    IpdSharingPart,
    ResultsPart,
    DocumentPart,
    AnnotationPart,
    MiscInfoPart,
    MeshPart,
  ],
})
export class Study extends View {
  /** Where the record was found; unknown to a view made of a bare record. */
  found?: FoundRecord;
}
