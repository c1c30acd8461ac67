// @ts-check
/** Asks the hub who somebody is, and measures how long that takes. */
import { answered, byConfirm } from './find-model.js';
import { parameter } from './params.js';

/** @param {import('./state.js').EmsState} state */
const incident = ({ incident }) => (incident ? [parameter('incident', 'Reference', incident.reference)] : []);

/**
 * Who it is: identity and certainty, or candidates; no sheet yet.
 * @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state @param {any[]} parameters
 * @returns {Promise<import('./find-model.js').Answer & { took: number }>} `took`: milliseconds
 */
export async function look(hub, state, parameters) {
  const began = performance.now();
  const answer = await hub.operation('$emergency-lookup', [...parameters, ...incident(state), parameter('identityOnly', 'Boolean', true)]);
  return { ...answered(answer), took: performance.now() - began };
}

/** Whom the call of the chosen incident may be about. @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state */
export async function lookByCall(hub, state) {
  const began = performance.now();
  return { ...answered(await hub.operation('$emergency-lookup', incident(state))), took: performance.now() - began };
}

/** The crew says that this is the person: the sheet. @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state @param {string} code */
export async function confirm(hub, state, code) {
  return answered(await hub.operation('$emergency-lookup', [...byConfirm(code), ...incident(state)]));
}
