/** The study page, all its sections in one question. */
export const STUDY_PAGE = `query StudyPage($nctId: NctId!) {
  study(nctId: $nctId) {
    id nctId nctIdAliases briefTitle officialTitle acronym registryUrl
    source { origin stale versionDate registryDataTimestamp }
    overallStatus overallStatusText whyStopped { html } phases statusVerifiedDate
    conditions { name meshTerms { id term } } keywords
    treatments
    interventions { type name description { text } otherNames arms { label } }
    studyType funderTypes
    identifiers { kind value domain url }
    orgStudyId { value link } secondaryIds { value type domain }
    briefSummary { html }
    detailedDescription { html }
    enrollment { count type }
    sex acceptsHealthyVolunteers healthyVolunteersText
    ages { text standardAges minimum { value unit days text } maximum { value unit days text } }
    eligibility { groups { heading kind population criteria { text children { text } } } }
    design {
      allocation interventionModel interventionModelDescription { text }
      primaryPurpose masking maskingDescription { text } whoMasked
    }
    participantSummary
    arms { label type description { text } interventions { name type } }
    outcomes { type measure timeFrame description { text } results { title } }
    centralContacts { name role phone phoneExt email }
    overallOfficials { name affiliation role }
    locations(first: 20) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id facility status city state zip country
        geoPoint { lat lon }
        contacts { name role phone email }
      }
    }
    leadSponsor { name class }
    collaborators { name class }
    responsibleParty { type investigatorFullName investigatorTitle investigatorAffiliation }
    startDate { date type }
    primaryCompletionDate { date type }
    completionDate { date type }
    studyFirstSubmitDate
    studyFirstPostDate { date type }
    lastUpdatePostDate { date type }
    resultsFirstPostDate { date type }
    oversight { hasDmc isFdaRegulatedDrug isFdaRegulatedDevice }
    ipdSharingStatement { ipdSharing description { text } infoTypes timeFrame { text } accessCriteria { text } url }
    references { pmid type citation }
    seeAlsoLinks { label { text } url }
    documents { label date filename size url }
    hasResults
  }
}`;

export const STUDY_PAGE_VARIABLES = { nctId: 'NCT01000077' };

/** The least that can be asked: what the server costs without any data. */
export const TYPENAME = '{ __typename }';
