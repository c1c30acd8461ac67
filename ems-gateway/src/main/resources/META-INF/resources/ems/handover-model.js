// @ts-check
/** Hand-overs, as the crew sends them and as both sides see them. Plain functions. */
import { all, one, parameter } from './params.js';

/** Minutes to the hospital that are one tap. */
export const MINUTES = [3, 5, 10, 15, 20, 30];
/** For how many hours a hand-over stays open. */
export const HOURS = { usual: 24, most: 72 };

/**
 * @typedef {{ id: string, state: 'sent' | 'acknowledged' | 'ended', organization: string, incident: string, sent: string, until: string, eta: string,
 *   urgency: string, unit: string, number: string, acknowledged: string, by: string }} HandOver  urgency: `red` …, empty if not said
 */

/** @param {any} holder  of the parts of one @returns {HandOver} */
export const handover = (holder) => ({
  id: one(holder, 'id'),
  state: one(holder, 'state'),
  organization: one(holder, 'organization'),
  incident: one(holder, 'incident'),
  sent: one(holder, 'sent'),
  until: one(holder, 'until'),
  eta: one(holder, 'eta'),
  urgency: one(holder, 'urgency').replace('urgency-', ''),
  unit: one(holder, 'unit'),
  number: one(holder, 'number'),
  acknowledged: one(holder, 'acknowledged'),
  by: one(holder, 'by'),
});

/** @param {any} answer  of `$handovers` */
export const handovers = (answer) => all(answer, 'handover').map(handover);

/** Those of one incident that hold, newest first. @param {HandOver[]} list @param {string} incident  reference */
export const ofIncident = (list, incident) => list.filter((one) => one.incident === incident && one.state !== 'ended').sort((a, b) => b.sent.localeCompare(a.sent));

/**
 * What `$emergency-handover` is asked.
 * @param {{ incident: string, organization: string, minutes?: number, urgency: string, note: string, hours: number }} said
 */
export const asked = ({ incident, organization, minutes, urgency, note, hours }) => [
  parameter('incident', 'Reference', incident),
  parameter('organization', 'Reference', organization),
  ...(minutes === undefined ? [] : [parameter('eta', 'Integer', minutes)]),
  ...(urgency ? [parameter('urgency', 'Code', `urgency-${urgency}`)] : []),
  ...(note.trim() ? [parameter('note', 'String', note.trim())] : []),
  parameter('hours', 'Integer', hours),
];

/** Most urgent first; what is not yet acknowledged before what is; then who is here first. @param {HandOver[]} list */
export const arrivals = (list) =>
  list.filter(({ state }) => state !== 'ended').sort((a, b) => rank(a) - rank(b) || (a.eta || '9').localeCompare(b.eta || '9') || a.sent.localeCompare(b.sent));

const ORDER = ['red', 'yellow', '', 'green', 'white'];
/** @param {HandOver} one */
const rank = ({ state, urgency }) => (state === 'sent' ? 0 : 10) + ORDER.indexOf(urgency);

/** Whole minutes until somebody arrives, negative if they should be here; undefined if nobody said. @param {string} eta @param {Date} now */
export const minutesTo = (eta, now) => (eta ? Math.ceil((new Date(eta).getTime() - now.getTime()) / 60_000) : undefined);

/** Those that came since, and wait for somebody. @param {HandOver[]} before @param {HandOver[]} now */
export const fresh = (before, now) => now.filter(({ id, state }) => state === 'sent' && !before.some((one) => one.id === id));

/** Resources in the log that a desk was given. @param {any} answer  of `$handover` @returns {any[]} */
export const logOf = (answer) => (all(answer, 'log')[0]?.resource?.entry ?? []).map(({ resource }) => resource);
