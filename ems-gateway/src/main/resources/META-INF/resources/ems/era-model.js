// @ts-check
/** A birth date by the keys of a pad: era, year, month, day. Pure. */
import { parseDate } from '../kit/dates.js';

/** As they are asked for in an ambulance: the commonest first. */
export const ERAS = ['昭和', '平成', '令和', '大正', '西暦'];

/** @typedef {{ era: string, digits: string }} Typed  `digits`: what was keyed, year, month and day in turn */

/** @type {Typed} */
export const NOTHING = { era: '昭和', digits: '' };

const yearDigits = (/** @type {string} */ era) => (era === '西暦' ? 4 : 2);

/** How many digits a whole date has. @param {string} era */
export const length = (era) => yearDigits(era) + 4;

/**
 * One key pressed: a digit, `back`, `clear`, or an era.
 * @param {Typed} typed @param {string} key @returns {Typed}
 */
export function press(typed, key) {
  if (ERAS.includes(key)) return yearDigits(key) === yearDigits(typed.era) ? { ...typed, era: key } : { era: key, digits: '' };
  if (key === 'clear') return { ...typed, digits: '' };
  if (key === 'back') return { ...typed, digits: typed.digits.slice(0, -1) };
  return typed.digits.length < length(typed.era) ? { ...typed, digits: typed.digits + key } : typed;
}

/** What stands in the three places by now; `_` where a digit is missing. @param {Typed} typed */
export function places({ era, digits }) {
  const padded = digits.padEnd(length(era), '_');
  const at = yearDigits(era);
  return { year: padded.slice(0, at), month: padded.slice(at, at + 2), day: padded.slice(at + 2) };
}

/** @param {Typed} typed @returns {string | undefined} `1946-04-12`; undefined while it is not whole, or is no day */
export function day(typed) {
  if (typed.digits.length < length(typed.era)) return undefined;
  const { year, month, day: dayOfMonth } = places(typed);
  return parseDate(typed.era === '西暦' ? `${year}${month}${dayOfMonth}` : `${typed.era}${Number(year)}年${Number(month)}月${Number(dayOfMonth)}日`);
}

/** @param {Typed} typed */
export const whole = ({ era, digits }) => digits.length === length(era);
