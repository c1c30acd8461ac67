// @ts-check
/** Reading and writing an incident's log. Every write goes through the outbox, so that it is delivered once and in order, now or later. */
import { failed } from '../kit/hub.js';
import { COMMAND } from './acting-codes.js';
import { resourcesOf, retracted, together } from './log-model.js';
import { deliver, put, waiting } from './outbox.js';

/** What the hub told of each incident, and in which turn it was asked: it goes with the session. */
const told = new WeakMap();
let turns = 0;

/**
 * @typedef {{ resources: any[], waiting: Set<string>, known: boolean, why?: any, refused?: { id: string, why: any, resources: any[] } }} Log
 *   `known`: the hub told it at some time; `why`: it does not answer now; `refused`: what the hub did not take, and all behind it waits for
 */

/** @param {import('../kit/hub.js').Hub} hub @returns {Map<string, { turn: number, resources: any[] }>} */
function toldBy(hub) {
  const before = told.get(hub) ?? new Map();
  told.set(hub, before);
  return before;
}

/** @param {import('../kit/hub.js').Hub} hub @param {string} encounter  reference @returns {Promise<Log>} */
export async function loadLog(hub, encounter) {
  const turn = ++turns;
  /** @type {any} */
  let why;
  try {
    const bundle = await hub.operation('$incident-log', [{ name: 'incident', valueReference: { reference: encounter } }]);
    const before = toldBy(hub).get(encounter)?.turn ?? 0;
    // Overtaken by one that was asked later, an answer would take back what was delivered in between.
    if (turn > before) toldBy(hub).set(encounter, { turn, resources: (bundle.entry ?? []).map((one) => one.resource) });
  } catch (failure) {
    why = failed(failure).why;
  }
  return logHere(hub, encounter, why);
}

/** As far as it is known here, without asking the hub: at once, also where a request would hang. @param {import('../kit/hub.js').Hub} hub @param {string} encounter @param {any} [why] @returns {Promise<Log>} */
export async function logHere(hub, encounter, why) {
  // Before what was told is looked at: what is delivered meanwhile stands in one of them.
  const entries = await waiting();
  const known = toldBy(hub).get(encounter);
  const stuck = entries.find((one) => one.refused);
  return {
    ...together(known?.resources ?? [], entries, encounter),
    known: Boolean(known),
    why,
    ...(stuck && { refused: { id: stuck.id, why: stuck.refused, resources: resourcesOf(stuck) } }),
  };
}

/**
 * Keeps entries on the device, and tells the hub if it can be reached: together, or not at all. Resolves once they cannot get lost.
 * @param {import('../kit/hub.js').Hub} hub @param {any[]} resources
 */
export async function keep(hub, resources) {
  await file(hub, resources.map((resource) => ({ resource: { ...resource, identifier: [{ system: COMMAND, value: crypto.randomUUID() }] } })));
}

/** Takes entries back that the hub has. @param {import('../kit/hub.js').Hub} hub @param {any[]} resources */
export const retract = (hub, resources) => file(hub, retracted(resources));

async function file(hub, entry) {
  await put({ bundle: { resourceType: 'Bundle', type: 'transaction', entry } });
  await deliver(hub);
}

/** The same for an operation; the hub takes the same one once. @param {import('../kit/hub.js').Hub} hub @param {string} path @param {any[]} parameter */
export async function command(hub, path, parameter) {
  await put({ path, parameter });
  return deliver(hub);
}
