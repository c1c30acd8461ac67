// @ts-check
/** FHIR dates as people read them: plain functions. Days are days in Japan, whatever the browser's own zone is. */

const ZONE = 'Asia/Tokyo';

/** Name, short letter and first day of each era of the Japanese calendar, newest first. */
const ERAS = [
  ['令和', 'R', '2019-05-01'],
  ['平成', 'H', '1989-01-08'],
  ['昭和', 'S', '1926-12-25'],
  ['大正', 'T', '1912-07-30'],
  ['明治', 'M', '1868-10-23'],
];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});

/**
 * The day and the time of day in Japan; `time` is empty where the value says none.
 * @param {string} value  FHIR date, dateTime or instant
 * @returns {{ day: string, time: string }} day as it was written, also in part: `2020`, `2020-05`, `2020-05-04`
 */
export function inJapan(value) {
  if (!value.includes('T')) return { day: value, time: '' };
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return { day: value.slice(0, 10), time: '' };
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value: text }) => [type, text]));
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

/** Today in Japan, `2026-11-22`. @param {Date} now */
export const today = (now) => inJapan(now.toISOString()).day;

/**
 * @param {string | undefined} value  FHIR date, also in part, or dateTime
 * @param {string} language
 */
export function date(value, language) {
  if (!value) return '';
  const [year, month, day] = inJapan(value).day.split('-').map(Number);
  if (language === 'en') return [day, month && MONTHS[month - 1], year].filter(Boolean).join(' ');
  return `${year}年${month ? `${month}月` : ''}${day ? `${day}日` : ''}`;
}

/** The same with the time of day, where there is one. @param {string | undefined} value @param {string} language */
export function dateTime(value, language) {
  if (!value) return '';
  const { time } = inJapan(value);
  return time ? `${date(value, language)} ${time}` : date(value, language);
}

/**
 * The year in the Japanese calendar, 昭和21年; in English S21, as its documents write. Empty before 1868.
 * @param {string} day  `1946-04-12`
 * @param {string} language
 */
export function era(day, language) {
  const found = ERAS.find(([, , first]) => first <= day);
  if (!found || day.length < 10) return '';
  const [name, letter, first] = found;
  const year = Number(day.slice(0, 4)) - Number(first.slice(0, 4)) + 1;
  const [, month, dayOfMonth] = day.split('-').map(Number);
  if (language === 'en') return `${letter}${year}`;
  return `${name}${year === 1 ? '元' : year}年${month}月${dayOfMonth}日`;
}

/**
 * @param {string | undefined} born  `1946-04-12`
 * @param {string} day  the day to count to
 * @returns {{ years: number, months: number } | undefined} whole years, and months beyond them
 */
export function age(born, day) {
  if (!born || born.length < 10 || born > day) return undefined;
  const [y, m, d] = born.split('-').map(Number);
  const [toY, toM, toD] = day.split('-').map(Number);
  const months = (toY - y) * 12 + (toM - m) - (toD < d ? 1 : 0);
  return { years: Math.floor(months / 12), months: months % 12 };
}

/**
 * A birth date as people type it: 1946-04-12, 1946/4/12, 19460412, S21.4.12, 昭和21年4月12日.
 * @param {string} typed
 * @returns {string | undefined} `1946-04-12`; undefined if it cannot be understood or is no day
 */
export function parseDate(typed) {
  const text = typed.normalize('NFKC').trim().toUpperCase().replace(/元年/, '1年');
  const plain = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (plain) return realDay(Number(plain[1]), Number(plain[2]), Number(plain[3]));
  const old = /^(明治|大正|昭和|平成|令和|[MTSHR])\s*(\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!old) return undefined;
  const index = ERAS.findIndex(([name, letter]) => name === old[1] || letter === old[1]);
  const day = realDay(Number(ERAS[index][2].slice(0, 4)) + Number(old[2]) - 1, Number(old[3]), Number(old[4]));
  const ended = ERAS[index - 1]?.[2] ?? '9999';
  return day && day >= ERAS[index][2] && day < ended ? day : undefined;
}

/** @param {number} year @param {number} month @param {number} day */
function realDay(year, month, day) {
  const made = new Date(Date.UTC(year, month - 1, day));
  const exists = made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return exists ? made.toISOString().slice(0, 10) : undefined;
}
