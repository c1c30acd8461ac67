// @ts-check
/** When what happened in an incident: one tap writes now, and a later word corrects an earlier one. Plain functions. */
import { belongs, isOwn, moment, own, ownCode } from './acting-codes.js';
import { command } from './log-model.js';

/** In the order in which they come (Shapes.Incident.TIMES). */
export const TIMES = ['time-call', 'time-dispatched', 'time-at-scene', 'time-at-patient', 'time-leaving-scene', 'time-at-hospital', 'time-handed-over'];

/**
 * One of the times. A correction is an entry of its own: the one that was noted last holds.
 * @param {string} code @param {string} happened  FHIR dateTime @param {string} word  the time's name in Japanese
 * @param {import('./acting-codes.js').About} about  `when`: when it was noted @param {boolean} corrects
 */
export const time = (code, happened, word, about, corrects) => ({
  resourceType: 'Observation',
  status: corrects ? 'corrected' : 'final',
  category: [own('incident-time')],
  code: own(code, word),
  ...belongs(about),
  effectiveDateTime: happened,
  issued: about.when,
  valueDateTime: happened,
});

/**
 * What holds of each time, and what was noted before it.
 * @param {any[]} resources  of the log, those that wait among them @param {string} [received]  when the call came in, as the dispatch centre says
 * @param {Set<string>} [waiting]  ids of the entries that were not sent
 * @returns {{ code: string, when: string, noted: boolean, before: string[], waiting: boolean }[]} when: empty if not known; noted: by the crew, not
 *   by the dispatch centre
 */
export function times(resources, received = '', waiting = new Set()) {
  return TIMES.map((code) => {
    const all = resources.filter((one) => one.resourceType === 'Observation' && isOwn(one.category, 'incident-time') && ownCode(one.code) === code);
    const [last, ...before] = all.sort((a, b) => noted(b).localeCompare(noted(a)));
    const when = last?.valueDateTime ?? (code === 'time-call' ? received : '');
    return { code, when, noted: Boolean(last), before: before.map((one) => one.valueDateTime), waiting: Boolean(last) && waiting.has(command(last)) };
  });
}

const noted = (observation) => utc(observation.issued ?? observation.effectiveDateTime);
/** @param {string | undefined} at  FHIR dateTime or instant */
const utc = (at) => (at ? new Date(at).toISOString() : '');

/** The times that come before one that should come later. @param {{ code: string, when: string }[]} rows @returns {string[]} their codes */
export function outOfOrder(rows) {
  const known = rows.filter(({ when }) => when);
  return known.filter(({ when }, index) => known.slice(0, index).some((earlier) => utc(earlier.when) > utc(when))).map(({ code }) => code);
}

/**
 * A time of day as the crew types it (12:34, 1234, 12時34分), as the moment nearest to now: at midnight, 23:58 was yesterday.
 * @param {string} typed @param {Date} now @returns {string | undefined} FHIR dateTime
 */
export function typedTime(typed, now) {
  const found = /^(\d{1,2})[:時]?(\d{2})分?$/.exec(typed.normalize('NFKC').trim());
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return undefined;
  const day = moment(now).slice(0, 10);
  const at = new Date(`${day}T${found[1].padStart(2, '0')}:${found[2]}:00+09:00`).getTime();
  const nearest = [0, -1, 1].map((days) => at + days * 86_400_000).sort((a, b) => Math.abs(a - now.getTime()) - Math.abs(b - now.getTime()))[0];
  return moment(new Date(nearest));
}
