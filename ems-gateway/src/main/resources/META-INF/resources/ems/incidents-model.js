// @ts-check
/** The open incidents of the crew's organisation, and when to ask for them again. Pure. */
import { all, one } from './params.js';

/**
 * @param {any} answer  of `$incidents` or `$open-incident`
 * @returns {(import('./state.js').Incident & { status: string, handover: string })[]} newest first
 */
export const incidents = (answer) =>
  all(answer, 'incident').map((part) => ({
    reference: one(part, 'encounter'),
    number: one(part, 'number'),
    received: one(part, 'received'),
    address: one(part, 'address'),
    phone: one(part, 'phone'),
    reason: one(part, 'reason'),
    unit: one(part, 'unit'),
    status: one(part, 'status'),
    patient: one(part, 'patient'),
    handover: handover(part),
  }));

/** @param {any} part */
function handover(part) {
  const [found] = all(part, 'handover');
  return found?.part ? one(found, 'state') : '';
}

/** Those that were not there before. @param {{ reference: string }[]} before @param {{ reference: string }[]} now */
export const arrived = (before, now) => now.filter(({ reference }) => !before.some((one) => one.reference === reference));

/**
 * The run that was open before the page began anew: the same person's, and open still.
 * @template {{ reference: string }} Row
 * @param {Row[]} rows @param {{ reference: string, by: string }} kept @param {string} me @returns {Row | undefined}
 */
export const ownRun = (rows, kept, me) => (kept.by === me ? rows.find(({ reference }) => reference === kept.reference) : undefined);

const USUAL = 5_000;
const LONGEST = 60_000;

/** How long until the hub is asked again; ever longer while it fails. @param {number} misses @returns {number} milliseconds */
export const pause = (misses) => Math.min(LONGEST, USUAL * 2 ** misses);
