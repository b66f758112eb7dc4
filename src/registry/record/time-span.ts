import { Float } from 'type-graphql';
import { Computed, From, RecordType } from '../mapping.ts';
import { recordEnum, UNRECOGNISED } from '../record-enum.ts';
import { View } from '../view.ts';

const DAYS = { YEARS: 365.25, MONTHS: 30.4375, WEEKS: 7, DAYS: 1, HOURS: 1 / 24, MINUTES: 1 / 1440 } as const;

export const TimeUnit = recordEnum('TimeUnit', 'The unit of an age or a duration.', {
  YEARS: 'Years, counted as 365.25 days.',
  MONTHS: 'Months, counted as a twelfth of a year.',
  WEEKS: 'Weeks.',
  DAYS: 'Days.',
  HOURS: 'Hours.',
  MINUTES: 'Minutes.',
});
type Unit = (typeof TimeUnit)[keyof typeof TimeUnit];

abstract class TimeSpan extends View {
  @From(() => String, '', 'The amount verbatim, such as `18 Years`.', { required: true })
  text!: string;

  @Computed(() => Float, [''], 'The number, `null` where the text is no number and unit.')
  get value(): number | null {
    return this.#parts[0];
  }

  @Computed(() => TimeUnit, [''], 'The unit, `null` where the text is no number and unit.')
  get unit(): Unit | null {
    return this.#parts[1];
  }

  @Computed(() => Float, [''], 'The amount in days, to compare spans of different units.')
  get days(): number | null {
    const [value, unit] = this.#parts;
    return value === null || unit === null || unit === UNRECOGNISED ? null : value * DAYS[unit];
  }

  get #parts(): readonly [number | null, Unit | null] {
    const match = /^\s*(\d+(?:\.\d+)?)\s+([a-z]+?)s?\s*$/i.exec(this.text);
    if (!match) return [null, null];
    return [Number(match[1]), TimeUnit[`${match[2]!.toUpperCase()}S` as keyof typeof DAYS] ?? UNRECOGNISED];
  }
}

@RecordType('Age', {
  at: '',
  description: 'An age as the registry states it, with its unit. An absent bound means that there is none.',
})
export class Age extends TimeSpan {}

@RecordType('Duration', { at: '', description: 'A length of time as the registry states it, with its unit.' })
export class Duration extends TimeSpan {}
