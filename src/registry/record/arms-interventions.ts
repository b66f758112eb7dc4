import { Computed, From, FromEnum, Link, Part, RecordType } from '../mapping.ts';
import { View, valueAt, viewsOf } from '../view.ts';
import { ArmGroupType, InterventionType } from './enums.ts';
import { MeshTerm } from './mesh.ts';
import { meshLink, meshTermsOf } from './mesh-match.ts';
import { Markdown } from './text.ts';

const AT = 'protocolSection.armsInterventionsModule';
export const ARMS = `${AT}.armGroups`;
const INTERVENTIONS = `${AT}.interventions`;

/** Raw nodes: interventions name the labels of their arm groups, which is what joins the two. */
interface RawIntervention {
  readonly type?: string;
  readonly name?: string;
  readonly armGroupLabels?: readonly string[];
}
interface RawArm {
  readonly label?: string;
}
const listAt = <T>(root: View, path: string) => (valueAt(root.record, path.split('.')) ?? []) as readonly T[];

@RecordType('Arm', {
  at: ARMS,
  description: 'A group of participants who are treated or observed alike (arm group).',
})
export class Arm extends View {
  @From(() => String, 'label', 'The name of the arm group, by which interventions refer to it.')
  label?: string | null;

  @FromEnum(() => ArmGroupType, 'type', 'The role of the arm group; observational studies give none.')
  type?: string | null;

  @From(() => Markdown, 'description', 'Who is in the arm group and what happens to them.')
  description?: Markdown | null;

  @From(
    () => [String],
    'interventionNames',
    'The interventions of the arm group as type and name, such as `Drug: Aspirin`.',
  )
  interventionNames!: string[];

  @Link(
    () => [Intervention],
    { target: [INTERVENTIONS], needs: ['label'], study: [`${INTERVENTIONS}.armGroupLabels`] },
    'The interventions that name this arm group.',
  )
  get interventions(): readonly Intervention[] {
    const { label } = this.record as RawArm;
    const own = listAt<RawIntervention>(this.root, INTERVENTIONS).filter(
      each => label !== undefined && each.armGroupLabels?.includes(label),
    );
    return viewsOf(Intervention, own, this.root);
  }
}

@RecordType('Intervention', {
  at: INTERVENTIONS,
  description: 'What is given to, done with or observed in participants: a drug, a device, a procedure.',
})
export class Intervention extends View {
  @FromEnum(() => InterventionType, 'type', 'The kind of the intervention.')
  type?: string | null;

  @From(() => String, 'name', 'The name of the intervention.')
  name?: string | null;

  @From(() => Markdown, 'description', 'Details, such as dose, form, frequency and duration.')
  description?: Markdown | null;

  @From(() => [String], 'armGroupLabels', 'The labels of the arm groups that receive the intervention.')
  armGroupLabels!: string[];

  @From(() => [String], 'otherNames', 'Other names: brands, serial numbers, former names.')
  otherNames!: string[];

  @Computed(
    () => String,
    ['type', 'name'],
    'Type and name as the registry displays them, such as `Drug: Aspirin`.',
  )
  get label(): string | null {
    return labelOf(this.record as RawIntervention);
  }

  @Link(
    () => [Arm],
    { target: [ARMS], needs: ['armGroupLabels'], study: [`${ARMS}.label`] },
    'The arm groups that receive the intervention.',
  )
  get arms(): readonly Arm[] {
    const own = listAt<RawArm>(this.root, ARMS).filter(
      ({ label }) => label !== undefined && this.armGroupLabels.includes(label),
    );
    return viewsOf(Arm, own, this.root);
  }

  @Link(
    () => [MeshTerm],
    meshLink('interventionBrowseModule', ['name']),
    'MeSH terms that the registry found under this very name. Other matches of the study are in `interventionBrowse`.',
  )
  get meshTerms(): readonly MeshTerm[] {
    return this.name == null ? [] : meshTermsOf(this.root, 'interventionBrowseModule', this.name);
  }
}

/** Arm groups and what they receive. */
@Part(AT)
export class ArmsInterventionsPart extends View {
  @From(() => [Arm], 'armGroups', 'The groups into which participants are divided (arm groups).')
  arms!: Arm[];

  @From(() => [Intervention], 'interventions', 'What is given to, done with or observed in participants.')
  interventions!: Intervention[];

  @Computed(
    () => [String],
    ['interventions.type', 'interventions.name'],
    'The interventions in words, one for each, such as `Drug: Aspirin`.',
  )
  get treatments(): readonly string[] {
    return listAt<RawIntervention>(this.root, INTERVENTIONS).flatMap(each => labelOf(each) ?? []);
  }
}

/** The registry displays a type by its words: `DIETARY_SUPPLEMENT` as `Dietary Supplement`. */
function labelOf({ type, name }: RawIntervention): string | null {
  const words = type
    ?.toLowerCase()
    .replace(/(^|_)(\w)/g, (_, gap: string, first: string) => `${gap && ' '}${first.toUpperCase()}`);
  return words && name ? `${words}: ${name}` : (name ?? words ?? null);
}
