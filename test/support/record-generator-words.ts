const words = (text: string): readonly string[] => text.trim().split(/\s+/);
export const phrases = (text: string): readonly string[] => text.trim().split(/\s*[\n;]\s*/);

export const NOUNS = words(`
  patient participant dose treatment therapy response symptom pain fever cough fatigue sleep weight height pressure
  pulse breathing blood plasma serum urine tissue sample biopsy tumour lesion wound bone muscle joint tendon nerve skin
  eye ear throat lung heart liver kidney bladder stomach bowel brain spine vein artery valve stent graft implant device
  catheter needle tablet capsule infusion injection inhaler cream patch drop syrup vaccine antibody antigen protein
  enzyme hormone insulin glucose lipid cholesterol vitamin mineral iron calcium sodium infection virus bacterium fungus
  parasite inflammation allergy rash swelling oedema bleeding clot stroke seizure tremor migraine anxiety depression
  mood memory attention speech gait balance exercise diet nutrition education counselling visit follow-up baseline
  screening consent questionnaire scale score index rate ratio change time week month interval cycle course clinic
  hospital ward nurse physician surgeon caregiver family child adult infant mother pregnancy birth surgery procedure
  anaesthesia recovery relapse remission survival mortality safety tolerability efficacy adherence quality burden risk
  marker imaging scan ultrasound radiograph test assay culture genotype mutation receptor pathway cell platelet
`);
export const ADJECTIVES = words(`
  acute chronic severe mild moderate early late primary secondary stable unstable persistent recurrent refractory
  resistant newly-diagnosed untreated metastatic local regional systemic topical oral nasal intravenous subcutaneous
  intramuscular daily weekly monthly nightly clinical mean median total maximal minimal partial complete overall
  functional cognitive physical social renal hepatic cardiac pulmonary vascular gastric intestinal ocular dental dermal
  neural muscular skeletal metabolic hormonal bacterial viral fungal genetic familial congenital acquired elderly young
  healthy eligible randomised blinded open-label controlled standard low high normal abnormal baseline
`);
export const VERBS = words(`
  improves reduces increases prevents delays predicts follows precedes measures shows supports limits changes compares
  receives completes reports requires includes excludes affects relieves worsens restores controls
`);
export const PATTERNS = phrases(`
  The a n v the n of the n; a n and n in n with a n; Each n v the a n at the n; The n of n v a n after n;
  When the n is a and the n v n; n of a n, n or n; This n v whether a n v the n in a n; n v no a n during the n
`);
export const ESCAPED = phrases(String.raw`
  body weight \> 50 kg; HbA1c \>= 7.5 %; a count \< 100,000/mm3; age \[in years\]; marked with \*; score \<= 4;
  5\~10 mg; ≥ 18 years; ≤ 2.5 × ULN; 37 °C; 10 µg; a p\_value
`);

export const SITES = words(`
  Renal Hepatic Pulmonary Cardiac Gastric Colonic Pancreatic Thyroid Adrenal Ovarian Uterine Prostatic Bladder Breast
  Cutaneous Ocular Retinal Corneal Auditory Dental Spinal Cerebral Peripheral-Nerve Muscular Articular Vertebral
  Vascular Lymphatic Splenic Esophageal
`).map(word => word.replace('-', ' '));
export const DISORDERS = words(`
  Fibrosis Carcinoma Infection Inflammation Failure Ischemia Hypertrophy Atrophy Edema Hemorrhage Neuropathy Dysplasia
  Injury Stenosis Lymphoma Ulcer Hypoplasia Tuberculosis
`);
export const DRUG_STARTS = words(`
  Zol Ver Amo Tri Lam Cef Dap Eri Flu Gal Hex Iso Keta Lor Mira Nor Oxa Pra Qua Rif Sul Tel Uro Val Xan Bro
`);
export const DRUG_ENDS = words(
  `tamab limumab tinib vastatin floxacin cillin prazole sartan gliptin setron caine zepam dronate`,
);
export const ACTS = phrases(`
  Walking Programme; Breathing Exercise; Laser Therapy; Ultrasound Guidance; Compression Stocking; Telephone Coaching;
  Light Box; Hearing Aid; Suture Repair; Cold Pack; Nurse Visit; Mobile Application; Balance Training; Saline Rinse;
  Nerve Stimulation; Music Listening; Blood Test; Pressure Monitor; Mindfulness Course; Fasting Diet
`);
export const SYMPTOMS = phrases(`
  Nausea; Vomiting; Headache; Dizziness; Fatigue; Pyrexia; Rash; Pruritus; Cough; Dyspnoea; Back pain; Arthralgia;
  Insomnia; Anaemia; Constipation; Diarrhoea; Hypertension; Hypotension; Fall; Pneumonia; Oedema peripheral; Sepsis;
  Abdominal pain upper; Urinary tract infection; Neutrophil count decreased; Alanine aminotransferase increased
`);
export const ORGAN_SYSTEMS = phrases(`
  Gastrointestinal disorders; Infections and infestations; General disorders; Nervous system disorders;
  Musculoskeletal and connective tissue disorders; Respiratory, thoracic and mediastinal disorders; Investigations;
  Cardiac disorders; Skin and subcutaneous tissue disorders; Vascular disorders; Renal and urinary disorders
`);
export const GIVEN = words(`
  Anna Björn Chiara Dmitri Élodie François Grace Hiroshi Inés Jürgen Kwame Łucja Mehmet Noor Olga Priya Quentin Rosa
  Søren Thabo Umar Věra Wei Ximena Yuki Zoë Maria John Emily Michael Sarah David
`);
export const FAMILY = words(`
  Almeida Berg Costa Dvořák Eriksson Fischer García Hansen Ito Jensen Kowalska Lefèvre Müller Nguyen Okafor Petrov
  Quispe Rossi Schmidt Takahashi Urban Vargas Weber Xu Yılmaz Zhang Brown Clark Davis Evans Miller Wilson
`);
export const FACILITIES = phrases(`
  University Hospital; General Hospital; Medical Center; Cancer Institute; Research Unit; Children's Hospital; Clinic;
  Investigational Site; Universitätsklinikum; Hôpital Général; Hospital Clínico; Szpital Uniwersytecki; Ospedale Civile;
  Fakultní nemocnice; Health Centre; Clínica São Lucas; 大学病院
`);
export const COMPANIES = phrases(
  'Pharma; Therapeutics; Biotech; Co., Ltd.; GmbH; Laboratories; S.A.; Medical Devices, Inc.',
);
export const TIMES = phrases(`
  baseline; day 1; week 4; week 12; month 6; 1 year; end of treatment; 30 minutes after the dose; discharge; 24 hours
`);
export const METHODS = phrases(`
  ANCOVA; ANOVA; Chi-squared; Fisher Exact; Log Rank; Regression, Cox; Regression, Logistic; t-test, 2 sided;
  Wilcoxon (Mann-Whitney); Cochran-Mantel-Haenszel; Mixed Models Analysis
`);
export const EFFECTS = phrases(`
  Mean Difference (Final Values); Odds Ratio (OR); Hazard Ratio (HR); Risk Ratio (RR); LS Mean Difference; Slope
`);
export const UNITS = phrases(
  'score on a scale; mmHg; percentage of change; days; kg; mg/dL; ng*h/mL; units; percent; IU/L',
);
export const REASONS = phrases(`
  Withdrawal by Subject; Lost to Follow-up; Adverse Event; Death; Physician Decision; Protocol Violation;
  Lack of Efficacy; Other
`);
export const RACES = phrases(`
  American Indian or Alaska Native; Asian; Native Hawaiian or Other Pacific Islander; Black or African American; White
  More than one race; Unknown or Not Reported
`);
export const HEADINGS = [
  ['Inclusion Criteria:', 'Exclusion Criteria:'],
  ['Inclusion criteria', 'Exclusion criteria'],
  ['INCLUSION CRITERIA:', 'EXCLUSION CRITERIA:'],
  ['Key Inclusion Criteria:', 'Key Exclusion Criteria:'],
  ['Patients:', 'Healthy volunteers:'],
] as const;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `DIETARY_SUPPLEMENT` is displayed as `Dietary Supplement`. */
export const displayed = (code: string): string => code.toLowerCase().split('_').map(capital).join(' ');
