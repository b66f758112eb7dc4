import type { StudyRecord } from '../../src/registry/study-record.ts';
import { aRecord } from '../support/record-builder.ts';

const LOCATIONS = 20;

const summary = `Hives that come back for months wear people down, and not everyone gets better on tablets.

This study asks whether a **monthly injection** of slowmab calms the skin better than an injection without medicine,
and whether people *sleep through the night* again. Everyone may keep taking a tablet against itching, and everyone is
offered slowmab once the study is over.`;

const detail = `The study has three parts:

1. **Getting ready** (two weeks): the doctor asks about the skin, takes blood and hands out a diary.
2. **Treatment** (24 weeks): one injection under the skin every four weeks; a lot decides what is in it, and neither
   the participant nor the doctor knows.
3. **Follow-up** (16 weeks): three visits without injections.

People fill in the diary every evening. A board of doctors who do not belong to the study looks at unwanted effects
every eight weeks and can stop it.`;

const criteria = `Inclusion Criteria:

* Age of 18 years or older when the consent is signed, and able to understand what taking part means
* Hives on most days for at least six weeks, in spite of tablets against itching at the usual dose
* A diary score of 16 or more in the week before the first injection, on a scale from 0 to 42
* Able to come to all visits at one of the clinics, and to
    * keep the diary every evening, without help or with the help of someone in the same household
    * be reached by telephone on the day after each injection
* Women who can become pregnant: a reliable method of contraception until 16 weeks after the last injection
* Written consent before anything is done for the study

Exclusion Criteria:

* Hives with a known trigger as the main complaint, such as
    * cold
    * pressure
    * sunlight
* Any other disease of the skin that itches, such as eczema, or that could be taken for hives
* Treatment with slowmab at any time before, in this or in another study
* Treatment within the last three months with
    * cyclosporine, methotrexate or another medicine that holds back the defences of the body
    * another antibody against hives
* Worms in the bowel within the last six months, or travel to places where they are common
* A severe allergic reaction to an injection at any time before, whatever it was given for
* Cancer within the last five years, other than of the skin and removed as a whole
* Pregnancy, breastfeeding, or the wish to become pregnant before the study is over
* Blood values that make taking part unsafe:
    * fewer than 1,500 neutrophils in a microlitre
    * liver values more than three times the upper limit
* Another study with a medicine within the last 30 days, or within five half-lives of that medicine
* Anything else that in the opinion of the doctor makes it unsafe or impossible to take part to the end`;

const arms = ['Slowmab', 'Placebo'].map((label, i) => ({
  label,
  type: i === 0 ? 'EXPERIMENTAL' : 'PLACEBO_COMPARATOR',
  description: `One injection of ${label.toLowerCase()} under the skin every four weeks, six in all.`,
  interventionNames: [`Drug: ${label}`],
}));

const interventions = [
  {
    type: 'DRUG',
    name: 'Slowmab',
    description: 'A solution for injection, 150 mg in 1 mL.',
    armGroupLabels: ['Slowmab'],
    otherNames: ['SLW-77', 'Lentimumab'],
  },
  {
    type: 'DRUG',
    name: 'Placebo',
    description: 'The same solution without the antibody.',
    armGroupLabels: ['Placebo'],
  },
];

const outcome = (measure: string, timeFrame: string) => ({
  measure,
  timeFrame,
  description:
    'Read from the diary that people fill in every evening. The least is 0 and means no complaints; **higher** values mean more of them, and 42 is the most.',
});

const isRecruiting = (i: number): boolean => i % 3 === 0;

const location = (i: number) => ({
  facility: `Skin Clinic ${i + 1} of the University Hospital`,
  status: isRecruiting(i) ? 'RECRUITING' : 'ACTIVE_NOT_RECRUITING',
  city: `Town ${i + 1}`,
  state: 'Lake District',
  zip: String(10_000 + i),
  country: i % 2 === 0 ? 'Switzerland' : 'Austria',
  geoPoint: { lat: 46.5 + i / 10, lon: 7.25 + i / 10 },
  ...(isRecruiting(i) && {
    contacts: [
      {
        name: `Study Nurse ${i + 1}`,
        role: 'CONTACT',
        phone: '+41 00 000 00 00',
        email: `nurse${i}@example.org`,
      },
    ],
  }),
});

/**
 * A study of 20 locations whose every section has something to show; its lists and texts are about as long as those of
 * the middle one among real studies of that many locations.
 */
export const studyPageRecord: StudyRecord = aRecord({
  nctId: 'NCT01000077',
  orgStudyId: 'SLW77-301',
  briefTitle: 'Slowmab for Hives That Keep Coming Back',
  officialTitle: 'A Randomised, Double-blind Study of Slowmab at Two Doses in Adults With Chronic Urticaria',
  acronym: 'CALMSKIN',
  briefSummary: summary,
  detailedDescription: detail,
  status: 'RECRUITING',
  phases: ['PHASE2', 'PHASE3'],
  enrollment: 312,
  sponsor: 'Institute of Slow Medicine',
  sponsorClass: 'OTHER',
  collaborators: [
    { name: 'Calm Skin Foundation', class: 'OTHER' },
    { name: 'Slow Pharma', class: 'INDUSTRY' },
  ],
  conditions: ['Chronic Urticaria'],
  keywords: ['hives', 'itch', 'antibody'],
  arms,
  interventions,
  primaryOutcomes: [outcome('Change of the weekly diary score', 'Week 12')],
  secondaryOutcomes: [
    outcome('Change of the weekly itch score', 'Week 12'),
    outcome('Share of people without hives', 'Week 12'),
    outcome('Share of people without hives', 'Week 24'),
    outcome('Nights with disturbed sleep', 'Weeks 1 to 24'),
    outcome('Days without a tablet against itching', 'Weeks 1 to 24'),
    outcome('Change in quality of life', 'Weeks 12 and 24'),
    outcome('Change in days missed at work', 'Weeks 12 and 24'),
    outcome('People with swelling of the face', 'Weeks 1 to 24'),
    outcome('People with unwanted effects', 'Up to week 40'),
  ],
  otherOutcomes: [outcome('Level of slowmab in the blood', 'Weeks 4, 12 and 24')],
  eligibilityCriteria: criteria,
  maximumAge: '75 Years',
  locations: Array.from({ length: LOCATIONS }, (_, i) => location(i)),
  raw: {
    protocolSection: {
      identificationModule: {
        secondaryIdInfos: [{ id: '2025-500001-11-00', type: 'CTIS' }],
      },
      sponsorCollaboratorsModule: {
        responsibleParty: {
          type: 'PRINCIPAL_INVESTIGATOR',
          investigatorFullName: 'Beat Beispiel',
          investigatorTitle: 'Professor',
          investigatorAffiliation: 'Institute of Slow Medicine',
        },
      },
      oversightModule: { oversightHasDmc: true, isFdaRegulatedDrug: true, isFdaRegulatedDevice: false },
      designModule: {
        designInfo: {
          interventionModelDescription: 'Three groups side by side, of equal size.',
          maskingInfo: {
            masking: 'QUADRUPLE',
            maskingDescription: 'The pharmacy alone knows who receives what.',
            whoMasked: ['PARTICIPANT', 'CARE_PROVIDER', 'INVESTIGATOR', 'OUTCOMES_ASSESSOR'],
          },
        },
      },
      contactsLocationsModule: {
        centralContacts: [
          {
            name: 'Study Desk',
            role: 'CONTACT',
            phone: '+41 00 000 00 01',
            phoneExt: '7',
            email: 'desk@example.org',
          },
        ],
        overallOfficials: [
          { name: 'Beat Beispiel, MD', affiliation: 'Institute of Slow Medicine', role: 'STUDY_CHAIR' },
        ],
      },
      referencesModule: {
        references: Array.from({ length: 2 }, (_, i) => ({
          pmid: String(30_000_000 + i),
          type: i === 0 ? 'BACKGROUND' : 'RESULT',
          citation: `Beispiel B, Arzt A. What slowmab does, part ${i + 1}. J Slow Med. 2025;${i + 1}:77.`,
        })),
        seeAlsoLinks: [{ label: 'The page of the study', url: 'https://example.org/calmskin' }],
      },
      ipdSharingStatementModule: {
        ipdSharing: 'YES',
        description: 'Data of single participants behind the published tables, without names.',
        infoTypes: ['STUDY_PROTOCOL', 'SAP', 'ANALYTIC_CODE'],
        timeFrame: 'From six months after publication, for five years.',
        accessCriteria: 'Researchers with a protocol that an ethics committee approved.',
        url: 'https://example.org/calmskin/data',
      },
    },
    documentSection: {
      largeDocumentModule: {
        largeDocs: [
          {
            typeAbbrev: 'Prot_SAP',
            hasProtocol: true,
            hasSap: true,
            hasIcf: false,
            label: 'Study Protocol and Statistical Analysis Plan',
            date: '2025-11-03',
            uploadDate: '2026-01-12T08:30',
            filename: 'Prot_SAP_000.pdf',
            size: 1_234_567,
          },
        ],
      },
    },
    derivedSection: {
      conditionBrowseModule: {
        meshes: [{ id: 'D000080223', term: 'Chronic Urticaria' }],
      },
    },
  },
});
