// @ts-check
/** Asks the hub who somebody is, and measures how long that takes. */
import { answered, byConfirm } from './find-model.js';
import { parameter } from './params.js';

/** Milliseconds that the sheet before took to be seen: told with the next question, as a figure of nobody. */
let took = /** @type {number | undefined} */ (undefined);

/** @param {number | undefined} millis  undefined: it was not measured */
export function sheetSeen(millis) {
  if (millis !== undefined && millis <= 600_000) took = millis;
}

/** @param {import('../kit/hub.js').Hub} hub @param {any[]} parameters */
async function ask(hub, parameters) {
  const figure = took === undefined ? [] : [parameter('tookMillis', 'Integer', took)];
  const answer = await hub.operation('$emergency-lookup', [...parameters, ...figure]);
  took = undefined;
  return answered(answer);
}

/** @param {import('./state.js').EmsState} state */
const incident = ({ incident }) => (incident ? [parameter('incident', 'Reference', incident.reference)] : []);

/**
 * Who it is: identity and certainty, or candidates; no sheet yet.
 * @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state @param {any[]} parameters
 * @returns {Promise<import('./find-model.js').Answer & { took: number }>} `took`: milliseconds
 */
export async function look(hub, state, parameters) {
  const began = performance.now();
  const answer = await ask(hub, [...parameters, ...incident(state), parameter('identityOnly', 'Boolean', true)]);
  return { ...answer, took: performance.now() - began };
}

/** Whom the call of the chosen incident may be about. @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state */
export async function lookByCall(hub, state) {
  return ask(hub, [...incident(state), parameter('identityOnly', 'Boolean', true)]);
}

/** The crew says that this is the person: the sheet. @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state @param {string} code */
export const confirm = (hub, state, code) => ask(hub, [...byConfirm(code), ...incident(state)]);
