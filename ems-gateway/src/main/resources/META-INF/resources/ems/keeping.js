// @ts-check
/** What this tablet keeps for when there is no signal, and what it brings in when there is one again. */
import { HubProblem } from '../kit/hub.js';
import { onOutbox, waiting } from './outbox.js';
import { contact, list, lock, LockProblem, onLock, prepare, seal, standing } from './sealed.js';
import { state } from './state.js';

/** Milliseconds between two contacts while somebody is signed on. */
const EVERY = 60_000;
let timer = 0;
/** Of whoever is signed on. */
let now = /** @type {import('../kit/hub.js').Hub | undefined} */ (undefined);
let away = false;

/** How many are kept here, for the bar. */
export async function count() {
  state.change({ sealed: (await list()).length, waiting: (await waiting()).length });
}

/** What fails here fails quietly for the crew: it goes on the next time; the operators find it in the browser's log. */
async function quietly(what, act) {
  try {
    return await act();
  } catch (failure) {
    if (!(failure instanceof HubProblem || failure instanceof LockProblem || failure instanceof TypeError)) throw failure;
    console.warn(what, failure instanceof HubProblem ? failure.why.kind : failure.message);
    return undefined;
  }
}

/** From signing on to signing out. @param {import('../kit/hub.js').Hub} hub */
export async function begin(hub) {
  now = hub;
  await quietly('this device could not be prepared for sealed sheets', () => prepare(hub));
  await meet(hub);
}

async function meet(hub) {
  clearTimeout(timer);
  if (hub !== now) return;
  const met = await quietly('no contact for sealed sheets', () => contact(hub));
  await count();
  // All keys are gone with it: the page begins anew, as an unknown tablet.
  if (met?.kind === 'revokedDevice') location.reload();
  else timer = setTimeout(() => meet(hub), EVERY);
  if (met?.dropped.includes(state.sheet?.sealed?.id ?? '')) putAway();
}

/** Nobody is signed on any more: what is sealed stays, and is locked. */
export function end() {
  now = undefined;
  clearTimeout(timer);
  lock();
}

/**
 * Seals the sheets of an incident's candidates, and of whom the crew has confirmed.
 * @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state @param {string[]} confirms
 */
export async function keepSheets(hub, state, confirms = []) {
  const { incident, desk } = state;
  if (!incident || desk) return;
  if (!(await standing()).pin) {
    state.change({ sealing: 'noPin' });
    return;
  }
  const sealed = await quietly('sheets were not sealed', () => seal(hub, incident.reference, confirms));
  state.change({ sealing: sealed ? 'done' : 'failed' });
  await count();
}

/** An open sheet that was sealed here: locked again, or revoked meanwhile. */
function putAway() {
  if (state.sheet?.sealed) state.change({ sheet: undefined, match: undefined });
}

onLock(putAway);
onOutbox(() => count());

// When there is a signal again, what was revoked goes and what waited is told at once, not within the minute.
state.addEventListener('change', () => {
  const back = away && !state.offline;
  away = state.offline;
  if (back && now) meet(now);
});
