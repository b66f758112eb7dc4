import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Criterion,
  criteriaOf,
  depthOf,
  parseEligibility,
  sourceOf,
} from '../../src/registry/record/eligibility-text.ts';

/** The groups of a text in short: `KIND population: criterion, criterion [child, child]`. */
function sketch(source: string): string[] {
  const parsed = parseEligibility(source);
  expect(sourceOf(parsed)).toBe(source);
  return parsed.groups.map(group => {
    const whom = group.population === null ? '' : ` ${group.population}`;
    return `${group.kind}${whom}: ${group.criteria.map(point).join(', ')}`.trimEnd();
  });
}

function point({ text, children }: Criterion): string {
  return children.length === 0 ? text : `${text} [${children.map(point).join(', ')}]`;
}

function headings(source: string): (string | null)[] {
  return parseEligibility(source).groups.map(group => group.heading);
}

function firstOf(source: string): Criterion {
  return parseEligibility(source).groups[0]!.criteria[0]!;
}

describe('the standard pair of headings', () => {
  const text = 'Inclusion Criteria:\n\n* Adults\n* Speaks Dutch\n\nExclusion Criteria:\n\n* Asthma\n';

  it('sorts criteria under them', () => {
    expect(sketch(text)).toEqual(['INCLUSION: Adults, Speaks Dutch', 'EXCLUSION: Asthma']);
    expect(headings(text)).toEqual(['Inclusion Criteria:', 'Exclusion Criteria:']);
  });

  it('lists the criteria of one kind', () => {
    expect(criteriaOf(parseEligibility(text), 'EXCLUSION').map(criterion => criterion.text)).toEqual([
      'Asthma',
    ]);
    expect(criteriaOf(parseEligibility(text), 'OTHER')).toEqual([]);
  });

  it('keeps each piece of the source with its heading or criterion', () => {
    const [inclusion] = parseEligibility(text).groups;
    expect(inclusion?.source).toBe('Inclusion Criteria:\n\n');
    expect(inclusion?.criteria.map(criterion => criterion.source)).toEqual([
      '* Adults\n',
      '* Speaks Dutch\n\n',
    ]);
  });
});

describe('headings of an inclusion or exclusion list', () => {
  it.each([
    'Inclusion Criteria',
    'INCLUSION CRITERIA:',
    'inclusion criteria :',
    'Inclusion:',
    'Inclusions:',
    '* Inclusion Criteria',
    '1. Inclusion criteria',
    '1\\. Inclusion Criteria:',
    'II. Inclusion Criteria',
    '2.1 INCLUSION CRITERIA',
    '* \\- Inclusion criteria:',
    '**Inclusion**',
    '**Inclusion Criteria:**',
    '## Inclusion criteria',
    'Key Inclusion Criteria',
    'Main inclusion criteria:',
    'Angiographic inclusion criteria',
    'Criteria for inclusion:',
    'The inclusion criteria are:',
    'Inclusion criteria were as follows:',
    'Inclusion Criteria include:',
    'Inclusion Criteria:-',
    'Inclusion Criteria::',
    'Inculsion',
    'Inclusion Citeria:',
  ])('%s', heading => {
    expect(sketch(`${heading}\n\n* Adults`)).toEqual(['INCLUSION: Adults']);
    const opposite = heading.replace(/in(?=clu|cul)/i, match =>
      match === match.toUpperCase() ? 'EX' : 'Ex',
    );
    expect(sketch(`${opposite}\n\n* Adults`)).toEqual(['EXCLUSION: Adults']);
  });

  it('reads non-inclusion as exclusion', () => {
    expect(sketch('Non-inclusion criteria:\n\n* Asthma')).toEqual(['EXCLUSION: Asthma']);
  });

  it('shows the heading without marker and emphasis', () => {
    expect(headings('* **Inclusion Criteria**:\n* Adults')).toEqual(['Inclusion Criteria:']);
    expect(headings('# Inclusion Criteria #\n* Adults')).toEqual(['Inclusion Criteria']);
  });

  it('takes text on the same line as a criterion', () => {
    expect(sketch('Inclusion Criteria: none\nExclusion Criteria: - Asthma')).toEqual([
      'INCLUSION: none',
      'EXCLUSION: Asthma',
    ]);
    expect(sketch('Inclusion criteria. Adults. Fluent in Dutch.')).toEqual([
      'INCLUSION: Adults. Fluent in Dutch.',
    ]);
    expect(sketch('Inclusion Criteria Adults of either sex who live nearby')).toEqual([
      'INCLUSION: Adults of either sex who live nearby',
    ]);
  });

  it('finds a heading that slipped into the line before it', () => {
    expect(sketch('Inclusion Criteria:\n\n* Adults\n* Owns a bicycle Exclusion Criteria:\n* Asthma')).toEqual(
      ['INCLUSION: Adults, Owns a bicycle', 'EXCLUSION: Asthma'],
    );
    expect(sketch('Inclusion Criteria:- Adults- Bicycle Exclusion Criteria:- Asthma')).toEqual([
      'INCLUSION: Adults- Bicycle',
      'EXCLUSION: Asthma',
    ]);
    expect(sketch('Inclusion\n\n* Gives consent Exclusion\n* Asthma')).toEqual([
      'INCLUSION: Gives consent',
      'EXCLUSION: Asthma',
    ]);
  });

  it('finds a heading at any indentation', () => {
    expect(sketch('Inclusion Criteria:\n\n1. Adults\n\n   Exclusion Criteria:\n2. Asthma')).toEqual([
      'INCLUSION: Adults',
      'EXCLUSION: Asthma',
    ]);
  });

  it('names one of both kinds OTHER', () => {
    expect(sketch('Key Inclusion/Exclusion Criteria:\n\n* Adults')).toEqual(['OTHER: Adults']);
    expect(sketch('Inclusion and exclusion criteria:\n\n* Adults')).toEqual(['OTHER: Adults']);
  });

  it('leaves the kinds for the criteria of leaving a study', () => {
    expect(sketch('Exclusion Criteria:\n\n* Asthma\n\nWithdrawal criteria:\n\n* Moves away')).toEqual([
      'EXCLUSION: Asthma',
      'OTHER: Moves away',
    ]);
  });
});

describe('headings in other languages', () => {
  it.each([
    ["Critères d'inclusion :", "Critères d'exclusion :"],
    ['Critères d’inclusion', 'Critères de non-inclusion'],
    ['CRITERIOS DE INCLUSIÓN:', 'CRITERIOS DE EXCLUSIÓN:'],
    ['Criterios de inclusión', 'Criterios de exclusión'],
    ['Critérios de inclusão:', 'Critérios de exclusão:'],
    ['Criteri di inclusione', 'Criteri di esclusione'],
    ['Einschlusskriterien:', 'Ausschlusskriterien:'],
    ['* Einschlußkriterien', '* Ausschlußkriterien'],
    ['Inclusiecriteria:', 'Exclusiecriteria:'],
    ['Inklusionskriterier', 'Eksklusionskriterier'],
  ])('%s', (inclusion, exclusion) => {
    expect(sketch(`${inclusion}\n\n* Adults\n\n${exclusion}\n\n* Asthma`)).toEqual([
      'INCLUSION: Adults',
      'EXCLUSION: Asthma',
    ]);
  });

  it('may say both', () => {
    expect(sketch("Critères d'inclusion et de non-inclusion :\n\n* Adults")).toEqual(['OTHER: Adults']);
    expect(sketch('Ein- und Ausschlusskriterien:\n\n* Adults')).toEqual(['OTHER: Adults']);
  });
});

describe('headings that keep out in other words', () => {
  it.each([
    'Excluded',
    'Excluded medications',
    'Exclusionary Criteria',
    'Excluding criteria',
    'Ineligibility Criteria',
    'Ineligible patients',
    'Not eligible',
    'Not eligible for the study',
    'Patients not eligible',
    'Contraindications',
    'Absolute and relative contraindications',
    'Rejection Criteria',
    'Non-inclusion Criteria',
    'Non-eligibility criteria',
    'Reasons for exclusion',
    'Conditions leading to exclusion',
    'Disqualifying conditions',
  ])('%s', title => {
    for (const heading of [title, `${title}:`, `${title.toUpperCase()}:`, `**${title}:**`]) {
      expect(sketch(`Inclusion Criteria:\n\n* Adults\n\n${heading}\n\n* Asthma`)).toEqual([
        'INCLUSION: Adults',
        'EXCLUSION: Asthma',
      ]);
    }
  });

  it.each([
    'Patients not eligible for transplantation:',
    'Contraindication to anticoagulation:',
    'Patients without asthma:',
    'Non-smokers:',
    'Non-eligible for surgery:',
    'Transplant rejection:',
    'Not listed above:',
  ])('are not seen in "%s"', line => {
    const kinds = parseEligibility(`Inclusion Criteria:\n\n* Adults\n\n${line}\n\n* Owns a bicycle`).groups;
    expect(kinds.map(group => group.kind)).not.toContain('EXCLUSION');
  });

  it('stay in the list item they stand in', () => {
    expect(sketch('Inclusion Criteria:\n\n* Contraindications:\n\n  * Asthma\n* Adults')).toEqual([
      'INCLUSION: Contraindications: [Asthma], Adults',
    ]);
    expect(sketch('Inclusion Criteria:\n\n* Adults\n\n  Excluded:\n\n  * Twins\n* Rides')).toEqual([
      'INCLUSION: Adults [Excluded:, Twins], Rides',
    ]);
  });

  it('take text on the same line as a criterion, and need no list', () => {
    expect(sketch('Inclusion Criteria:\n\n* Adults\n\nNot eligible: pregnant women.')).toEqual([
      'INCLUSION: Adults',
      'EXCLUSION: pregnant women.',
    ]);
  });

  it('have their counterpart', () => {
    expect(sketch('Included:\n* Adults\n\nExcluded:\n* Asthma\n\nEligible patients:\n* Twins')).toEqual([
      'INCLUSION: Adults',
      'EXCLUSION: Asthma',
      'INCLUSION: Twins',
    ]);
  });
});

describe('criteria that only mention the words', () => {
  it.each([
    '* Patients not meeting inclusion criteria',
    '* Does not meet all the inclusion criteria.',
    '* Failure to meet any of the inclusion criteria',
    '* Other inclusion criteria may apply',
    '* Further inclusion criteria apply per protocol',
    '* Inclusion in another trial',
    '* Inclusion criteria were positive tests on two days',
    '* Subjects must meet all inclusion criteria:',
    '* Conditions as mentioned in Inclusion Criteria',
    '* See Inclusion Criteria',
    '* No inclusion criteria',
    '* Stroke within 3 months before inclusion',
    'Note: Other protocol defined Inclusion/Exclusion criteria may apply.',
    'Other inclusion and exclusion criteria may apply.',
    'Inclusion criteria 4; 19',
    'General scanning inclusion criteria;',
  ])('%s', line => {
    expect(sketch(`Exclusion Criteria:\n\n* Asthma\n\n${line}`)).toHaveLength(1);
  });
});

describe('populations', () => {
  it.each([
    ['Donor Inclusion Criteria:', 'Donor'],
    ['Inclusion Criteria for healthy volunteers:', 'healthy volunteers'],
    ['Inclusion criteria for the control group', 'control group'],
    ['Inclusion criteria recipient:', 'recipient'],
    ['Inclusion Criteria (Patients):', 'Patients'],
    ['Inclusion Criteria（donors）:', 'donors'],
    ['Inclusion Criteria - For all participants :', 'all participants'],
    ['Inclusion Criteria for mothers are:', 'mothers'],
    ['The inclusion criteria for both daughters and mothers includes:', 'both daughters and mothers'],
    ['HFpEF Inclusion Criteria:', 'HFpEF'],
    ['Cyclists Group Inclusion:', 'Cyclists Group'],
    ['Inclusion informal caregivers (second users):', 'informal caregivers (second users)'],
    ['Part B1: Dose Escalation Inclusion Criteria', 'Part B1: Dose Escalation'],
    ['Key Inclusion Criteria:', null],
    ['Eye-Related Inclusion Criteria:', null],
    ['Inclusion criteria for MRI:', null],
  ])('%s', (heading, population) => {
    expect(parseEligibility(`${heading}\n\n* Adults`).groups).toMatchObject([
      { kind: 'INCLUSION', population },
    ]);
  });

  it('stay apart', () => {
    const text = ['Donor Inclusion', 'Donor Exclusion', 'Recipient Inclusion', 'Recipient Exclusion']
      .map((heading, index) => `${heading} Criteria:\n\n* Point ${index}\n`)
      .join('\n');
    expect(sketch(text)).toEqual([
      'INCLUSION Donor: Point 0',
      'EXCLUSION Donor: Point 1',
      'INCLUSION Recipient: Point 2',
      'EXCLUSION Recipient: Point 3',
    ]);
  });

  it('are read between the kinds', () => {
    const text =
      'Inclusion Criteria:\n\nFor patients:\n\n* Asthma\n\nHealthy controls\n\n* No asthma\n\nExclusion Criteria:\n\n* Smokes';
    expect(sketch(text)).toEqual([
      'INCLUSION:',
      'INCLUSION patients: Asthma',
      'INCLUSION Healthy controls: No asthma',
      'EXCLUSION: Smokes',
    ]);
  });

  it('hold for both kinds when named above them', () => {
    const section = (name: string) =>
      `${name}\n\nInclusion Criteria:\n\n* A\n\nExclusion Criteria:\n\n* B\n\n`;
    expect(sketch(section('Group 1') + section('[Cyclists]'))).toEqual([
      'OTHER Group 1:',
      'INCLUSION Group 1: A',
      'EXCLUSION Group 1: B',
      'OTHER Cyclists:',
      'INCLUSION Cyclists: A',
      'EXCLUSION Cyclists: B',
    ]);
  });

  it('are found among list items above a listed heading', () => {
    expect(sketch('* Healthy volunteers\n* Inclusion Criteria:\n\n  * Adults')).toEqual([
      'OTHER Healthy volunteers:',
      'INCLUSION Healthy volunteers: Adults',
    ]);
    expect(sketch('* Pregnant women\n* Inclusion Criteria:\n\n  * Adults')).toEqual([
      'OTHER: Pregnant women',
      'INCLUSION: Adults',
    ]);
  });
});

describe('headings of a topic', () => {
  it('keep the kind they stand under', () => {
    expect(sketch('Exclusion Criteria:\n\nPrior therapy:\n\n* Surgery\n\nHeart\n\n* Failure')).toEqual([
      'EXCLUSION:',
      'EXCLUSION: Surgery',
      'EXCLUSION: Failure',
    ]);
    expect(sketch('Exclusion Criteria:\n\nA) Laboratory values:\n\n* Low iron')).toEqual([
      'EXCLUSION:',
      'EXCLUSION: Low iron',
    ]);
  });

  it('are OTHER where nothing says inclusion or exclusion', () => {
    const text =
      'DISEASE CHARACTERISTICS: Stage II\n\nPATIENT CHARACTERISTICS:\n\nAge:\n\n* Over 18\n\nPRIOR CONCURRENT THERAPY:\n\n* None';
    expect(sketch(text)).toEqual(['OTHER: Stage II', 'OTHER:', 'OTHER: Over 18', 'OTHER: None']);
    expect(headings(text)).toEqual([
      'DISEASE CHARACTERISTICS:',
      'PATIENT CHARACTERISTICS:',
      'Age:',
      'PRIOR CONCURRENT THERAPY:',
    ]);
  });

  it.each(['OR', 'AND at least one of these:', 'Diagnosis of:', 'Note:', 'Subjects must:', 'Age 40 to 70'])(
    'are not seen in "%s"',
    line => {
      expect(sketch(`Inclusion Criteria:\n\n${line}\n\n* Adults`)).toEqual([`INCLUSION: ${line}, Adults`]);
    },
  );

  it('are not seen inside a list item', () => {
    expect(sketch('Inclusion Criteria:\n\n* Adults\n\n  Exceptions:\n\n  * Twins')).toEqual([
      'INCLUSION: Adults [Exceptions:, Twins]',
    ]);
  });
});

describe('sentences that lead a list', () => {
  it('give the kind where no heading does', () => {
    const text =
      'To be eligible, a rider must:\n\n* Own a bicycle\n\nRiders who meet any of these will be excluded:\n\n* Asthma';
    expect(sketch(text)).toEqual(['INCLUSION: Own a bicycle', 'EXCLUSION: Asthma']);
  });

  it.each([
    'Riders will be excluded if they have:',
    'Riders will not be included:',
    'Exclude if:',
    'We will exclude riders with:',
    'Riders are not eligible if',
    'Riders must not have any of the following:',
    'Riders who meet any of the following criteria are not to be enrolled in this study',
    'Riders cannot take part if they have:',
    'To participate, a rider MUST NOT HAVE:',
    'The following exclusion criteria apply:',
    'No history of:',
    'None of the following:',
  ])('turn inclusion to exclusion: %s', line => {
    const sentence = /following|:$/.test(line) ? line : `${line}:`;
    expect(sketch(`Inclusion Criteria:\n\n* Adults\n\n${sentence}\n\n* Asthma`)).toEqual([
      'INCLUSION: Adults',
      'EXCLUSION: Asthma',
    ]);
    expect(sketch(`Exclusion Criteria:\n\n* Smokes\n\n${sentence}\n\n* Asthma`)).not.toContain('INCLUSION');
  });

  it.each(['Eligible if:', 'Riders will be included if:', 'To be eligible, a rider must:'])(
    'turn exclusion to inclusion: %s',
    line => {
      expect(sketch(`Exclusion Criteria:\n\n* Asthma\n\n${line}\n\n* Adults`)).toEqual([
        'EXCLUSION: Asthma',
        'INCLUSION: Adults',
      ]);
    },
  );

  it.each([
    ['Inclusion', 'The following findings are not exclusionary:'],
    [
      'Inclusion',
      'Riders are eligible if all the inclusion criteria and none of the exclusion criteria apply:',
    ],
    ['Inclusion', 'Women must not be pregnant and must meet one of the following:'],
    ['Inclusion', 'Riders in whom asthma has been excluded by:'],
    ['Inclusion', 'No earlier therapy, with the following exceptions:'],
    ['Exclusion', 'These are still eligible:'],
    ['Exclusion', 'Riders with asthma may be included if:'],
  ])('keep the kind otherwise: under %s, %s', (side, line) => {
    const kind = side.toUpperCase();
    expect(sketch(`${side} Criteria:\n\n* Adults\n\n${line}\n\n* Twins`)).toEqual([
      `${kind}: Adults, ${line}, Twins`,
    ]);
  });

  it('belong to the list item they stand in', () => {
    expect(sketch('Inclusion Criteria:\n\n* No history of:\n\n  * Asthma\n* Adults')).toEqual([
      'INCLUSION: No history of: [Asthma], Adults',
    ]);
    const within =
      '1. Rides\n\n   * Daily\n\n   The following will not be included:\n   * Unicycles\n2. Adults';
    expect(sketch(`Inclusion Criteria:\n\n${within}`)).toEqual([
      'INCLUSION: Rides [Daily, The following will not be included:, Unicycles], Adults',
    ]);
  });

  it('may stand right below a list', () => {
    expect(sketch('Inclusion Criteria:\n* Adults\nRiders will be excluded if:\n* Asthma')).toEqual([
      'INCLUSION: Adults',
      'EXCLUSION: Asthma',
    ]);
    expect(
      sketch('Inclusion Criteria:\n* Adults, but those\nwill be excluded who have:\n  * Asthma'),
    ).toEqual(['INCLUSION: Adults, but those will be excluded who have: [Asthma]']);
  });
});

describe('criteria', () => {
  it('without any heading are OTHER', () => {
    expect(sketch('* Adults\n* Fluent')).toEqual(['OTHER: Adults, Fluent']);
    expect(headings('* Adults')).toEqual([null]);
  });

  it.each([
    ['* Adults', '*'],
    ['- Adults', '-'],
    ['+ Adults', '+'],
    ['\\- Adults', '-'],
    ['-Adults', '-'],
    ['-- Adults', '--'],
    ['• Adults', '•'],
    ['·Adults', '·'],
    ['o Adults', 'o'],
    ['12. Adults', '12.'],
    ['3\\. Adults', '3.'],
    ['3.Adults', '3.'],
    ['1.2. Adults', '1.2.'],
    ['1) Adults', '1)'],
    ['(1) Adults', '(1)'],
    ['a. Adults', 'a.'],
    ['a) Adults', 'a)'],
    ['B. Adults', 'B.'],
    ['iv. Adults', 'iv.'],
    ['(ii) Adults', '(ii)'],
    ['II. Adults', 'II.'],
    ['① Adults', '①'],
    ['* • Adults', '•'],
    ['* 2\\) Adults', '2)'],
    ['* - Adults', '-'],
  ])('lose their marker: %s', (source, marker) => {
    expect(firstOf(source)).toMatchObject({ text: 'Adults', marker });
  });

  it.each([
    '\\<70 years',
    '2.5 to 18 kg',
    '1.18 or above',
    'E. coli infection',
    'U.S. resident',
    '-5 dioptres',
    '\\*Footnote',
    'over 3. No',
  ])('keep what is no marker: %s', source => {
    expect(firstOf(source)).toMatchObject({ text: source.replaceAll('\\', ''), marker: null });
  });

  it('read an escaped sign as the sign', () => {
    expect(firstOf('* Age \\<70 \\& \\>18, 10\\^9 \\[a\\], a\\\\b, c\\d').text).toBe(
      'Age <70 & >18, 10^9 [a], a\\b, c\\d',
    );
  });

  it('join soft-wrapped lines', () => {
    expect(sketch('* Lives near\n  the river\nin a house\\\nof wood\n* Rides')).toEqual([
      'OTHER: Lives near the river in a house of wood, Rides',
    ]);
    expect(sketch('Exclusion Criteria:\n* Does not meet the\ninclusion criteria\n* Rides')).toEqual([
      'EXCLUSION: Does not meet the inclusion criteria, Rides',
    ]);
    expect(sketch('* Adults\nExclusion Criteria:\n* Rides')).toEqual(['OTHER: Adults', 'EXCLUSION: Rides']);
    expect(sketch('Exclusion Criteria:\n* Adults\nHealthy controls:\n* Rides')).toEqual([
      'EXCLUSION: Adults',
      'EXCLUSION Healthy controls: Rides',
    ]);
  });

  it('nest by indentation', () => {
    const text = '1. A\n\n   1. B\n\n      * C\n        * D\n   2. E\n2. F\n\n   G';
    expect(sketch(text)).toEqual(['OTHER: A [B [C [D]], E], F [G]']);
    expect(depthOf(parseEligibility(text))).toBe(4);
    expect(sketch('* A\n\t* B')).toEqual(['OTHER: A [B]']);
  });

  it('are siblings where numbers are aligned to the right', () => {
    expect(sketch(' 9. A\n10. B\n 11. C')).toEqual(['OTHER: A, B, C']);
  });

  it('begin again at the root below a heading', () => {
    expect(sketch('1. Inclusion criteria\n\n   * A\n\n     * B\n2. Exclusion criteria\n\n   * C')).toEqual([
      'INCLUSION: A [B]',
      'EXCLUSION: C',
    ]);
  });

  it('do not include stray signs, which go with the line before', () => {
    const text = '\n \\-\n\nExclusion Criteria:\n\n* A\n\n\\-\n\n*\n\n<!-- -->\n* B\n-\n';
    expect(sketch(text)).toEqual(['EXCLUSION: A, B']);
    expect(sketch('\n\n* A')).toEqual(['OTHER: A']);
    expect(sketch('* 8\\.\n* 9.')).toEqual(['OTHER: 8., 9.']);
  });

  it('may be none at all', () => {
    expect(sketch('')).toEqual([]);
    expect(sketch(' \n-\n')).toEqual(['OTHER:']);
    expect(sketch('Exclusion Criteria:\n')).toEqual(['EXCLUSION:']);
    expect(depthOf(parseEligibility('Exclusion Criteria:'))).toBe(0);
  });

  it('are the same with CRLF', () => {
    expect(sketch('Inclusion Criteria:\r\n\r\n* A\r\n  wrapped\r\n\r\n  * B\r\n')).toEqual([
      'INCLUSION: A wrapped [B]',
    ]);
  });
});

describe('any text', () => {
  const grown = fc
    .array(
      fc.constantFrom(
        ...[
          '* ',
          '1. ',
          'a) ',
          '- ',
          '\\- ',
          '• ',
          '(1)',
          ' ',
          '  ',
          '   ',
          '\t',
          '\n',
          '\n\n',
          '\r\n',
          '\\',
          '\\<',
          '*',
          '**',
        ],
        ...[
          'Inclusion Criteria:',
          'EXCLUSION CRITERIA',
          'Exclusion',
          'inclusion criteria ',
          'Non-inclusion',
          'Donor ',
        ],
        ...[
          'Patients:',
          'for adults',
          'Group 1',
          'PATIENT CHARACTERISTICS:',
          'will be excluded if:',
          'Not eligible',
          'Contraindications:',
          'must not have the following',
          'Eligible if:',
          "critères d'exclusion",
          ':',
          '.',
          '<!-- -->',
        ],
        ...['Age', 'asthma', 'Is well. ', '3.5', '–', 'é', '：', '😀'],
      ),
      { maxLength: 60 },
    )
    .map(parts => parts.join(''));

  it.each([
    ['arbitrary', fc.string({ unit: 'binary', maxLength: 200 })],
    ['grown from headings, markers and escapes', grown],
  ])('comes back byte for byte: %s', (_, texts) => {
    fc.assert(
      fc.property(texts, text => {
        expect(sourceOf(parseEligibility(text))).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it('has no empty criterion, and loses no word from sight', () => {
    const words = (text: string) => text.match(/[\p{L}\p{N}]/gu)?.join('') ?? '';
    fc.assert(
      fc.property(grown, text => {
        const { groups } = parseEligibility(text);
        const shown = (criterion: Criterion): string => {
          expect(words(criterion.text)).not.toBe('');
          return (criterion.marker ?? '') + criterion.text + criterion.children.map(shown).join('');
        };
        const seen = groups.map(group => (group.heading ?? '') + group.criteria.map(shown).join('')).join('');
        // Only the numbers of headings are left out.
        const letters = (all: string) => words(all).replace(/[135a]/g, '');
        expect(letters(seen)).toBe(letters(text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['line feeds', '\n'],
    ['backslashes', '\\'],
    ['asterisks', '*'],
    ['blanks', ' '],
    ['colons', ':'],
    ['brackets', '('],
    ['empty items', '*\n'],
    ['items', '* a\n'],
    ['numbers', '1.'],
    ['wrapped lines', 'a\n'],
    ['titles', 'Aa:\n'],
    ['comments', '<!-- '],
    ['headings', 'Inclusion Criteria: '],
    ['headings in turn', 'a Exclusion Criteria: b Inclusion Criteria: '],
    ['bare words', 'inclusion exclusion '],
    ['lead-ins', 'No a of:\n'],
    ['negations', 'must not have any '],
  ])('takes time in proportion to its length: 100,000 %s', (_, unit) => {
    for (const text of [unit.repeat(100_000), `Inclusion Criteria ${unit.repeat(100_000)}x`]) {
      const start = performance.now();
      expect(sourceOf(parseEligibility(text))).toBe(text);
      // Linear work is done in well under a second; quadratic would take minutes.
      expect(performance.now() - start).toBeLessThan(10_000);
    }
  });

  it('may be nested a thousand levels deep', () => {
    const text = Array.from({ length: 1000 }, (_, level) => `${' '.repeat(2 * level)}* a\n`).join('');
    const parsed = parseEligibility(text);
    expect(depthOf(parsed)).toBe(1000);
    expect(sourceOf(parsed)).toBe(text);
  });
});
