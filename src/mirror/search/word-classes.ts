import { fieldNamed, type RecordField } from '../../registry/record-fields.ts';

/**
 * The words a study is found by are kept as lexemes of one text search vector, each with a letter before it that says
 * in which field it stands. Fields that every search area takes together share a letter; what is asked of one of them
 * alone is then looked up in the record.
 */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  a: ['Acronym'],
  b: ['BriefTitle'],
  t: ['OfficialTitle'],
  c: ['Condition'],
  k: ['Keyword'],
  m: ['ConditionMeshTerm'],
  n: ['ConditionAncestorTerm'],
  i: ['InterventionName'],
  j: ['InterventionOtherName'],
  u: ['InterventionMeshTerm'],
  v: ['InterventionAncestorTerm'],
  g: ['ArmGroupLabel'],
  d: ['InterventionDescription', 'ArmGroupDescription'],
  p: ['PrimaryOutcomeMeasure'],
  s: ['SecondaryOutcomeMeasure'],
  o: ['OtherOutcomeMeasure'],
  e: ['PrimaryOutcomeDescription', 'SecondaryOutcomeDescription', 'OtherOutcomeDescription'],
  r: ['OutcomeMeasureTitle'],
  q: ['OutcomeMeasureDescription'],
  x: ['OutcomeMeasurePopulationDescription'],
  l: ['LeadSponsorName'],
  w: ['CollaboratorName'],
  y: ['OrgFullName'],
  F: ['LocationFacility'],
  C: ['LocationCity'],
  S: ['LocationState'],
  K: ['LocationCountry'],
  Z: ['LocationZip'],
  P: ['LocationContactName'],
  B: ['BriefSummary'],
  E: ['EligibilityCriteria'],
  U: ['StudyPopulation'],
  V: ['BioSpecDescription'],
  I: ['NCTId'],
  A: ['NCTIdAlias'],
  O: ['OrgStudyId'],
  D: ['SecondaryId'],
  N: ['OverallOfficialName'],
  H: ['OverallOfficialAffiliation'],
  L: ['CentralContactName'],
  R: ['ResponsiblePartyInvestigatorFullName'],
  T: ['ResponsiblePartyInvestigatorTitle'],
  Q: ['ResponsiblePartyInvestigatorAffiliation'],
  W: ['ResponsiblePartyOldNameTitle', 'ResponsiblePartyOldOrganization'],
  // Values of closed lists: two letters, the first of which no other class has.
  '0s': ['OverallStatus'],
  '0p': ['Phase'],
  '0t': ['StudyType'],
  '0a': ['DesignAllocation'],
  '0i': ['DesignInterventionModel'],
  '0m': ['DesignMasking'],
  '0w': ['DesignWhoMasked'],
  '0o': ['DesignObservationalModel'],
  '0u': ['DesignPrimaryPurpose'],
  '0e': ['DesignTimePerspective'],
  '0x': ['Sex'],
  '0d': ['StdAge'],
  '0l': ['LocationStatus'],
  '0y': ['InterventionType'],
  '0g': ['ArmGroupType'],
  '0c': ['LeadSponsorClass'],
  '0b': ['CollaboratorClass'],
  '0r': ['OverallOfficialRole'],
  '0n': ['OrgStudyIdType'],
  '0k': ['SecondaryIdType'],
  '0v': ['HealthyVolunteers'],
  '0h': ['HasResults'],
  '1p': ['LargeDocHasProtocol'],
  '1s': ['LargeDocHasSAP'],
  '1i': ['LargeDocHasICF'],
  '1c': ['ConditionMeshId'],
  '1u': ['InterventionMeshId'],
  '1n': ['ConditionAncestorId'],
  '1v': ['InterventionAncestorId'],
};

/** Fields of which the whole value is kept as one lexeme too, so that a name is found and not a part of it. */
const WHOLE = [
  'Condition',
  'InterventionName',
  'LeadSponsorName',
  'CollaboratorName',
  'LocationCountry',
  'LocationState',
  'LocationCity',
];

export interface WordClass {
  readonly code: string;
  readonly fields: readonly RecordField[];
  /** One of a closed list, a number of a thesaurus: compared whole, not by its stem. */
  readonly isValue: boolean;
  readonly keepsWhole: boolean;
}

export const WORD_CLASSES: readonly WordClass[] = Object.entries(CLASSES).map(([code, pieces]) => ({
  code,
  fields: pieces.map(piece => fieldNamed(piece)!),
  isValue: /^\d/.test(code),
  keepsWhole: pieces.some(piece => WHOLE.includes(piece)),
}));

const BY_PIECE = new Map(
  WORD_CLASSES.flatMap(each => each.fields.map(({ piece }) => [piece, each] as const)),
);

/** The class whose lexemes hold the words of a field; undefined for a field that is looked up in the record. */
export const wordClassOf = ({ piece }: RecordField): WordClass | undefined => BY_PIECE.get(piece);
