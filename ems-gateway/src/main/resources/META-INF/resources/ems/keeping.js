// @ts-check
/** Keeps this tablet ready for when there is no signal: sealed sheets of the run at hand, what waits told, what was revoked gone. */
import { HubProblem } from '../kit/hub.js';
import { keepForOffline } from './offline.js';
import { onOutbox, waiting } from './outbox.js';
import { contact, count, lock, LockProblem, onLock, prepare, seal } from './sealed.js';
import { VIEWS } from './views.js';

/** Milliseconds between two contacts while somebody is signed on. */
const EVERY = 60_000;
/** Shown without a signal and not loaded before: the views, and what they are made of, tell themselves. */
const MORE = ['/ems/'];

let hub = /** @type {any} */ (undefined);
let timer;
/** What was asked to be sealed already: run and person. */
const asked = new Set();

/** @param {import('./state.js').EmsState} state */
export async function counted(state) {
  state.change({ sealed: await count(), waiting: (await waiting()).length });
}

/**
 * For the page's whole life, signed on or not.
 * @param {import('./state.js').EmsState} state
 */
export function watchOver(state) {
  onOutbox(() => counted(state));
  onLock(() => {
    if (state.sheet?.sealed) state.change({ sheet: undefined, match: undefined });
  });
  state.addEventListener('change', () => sealAhead(state));
  addEventListener('online', () => round(state));
  counted(state);
}

/** Somebody signed on. @param {any} theirs  hub @param {import('./state.js').EmsState} state */
export async function signedOn(theirs, state) {
  hub = theirs;
  asked.clear();
  await attempt(() => prepare(hub));
  await round(state);
  const loaded = await Promise.allSettled(VIEWS.map(([, , module]) => import(module)));
  for (const one of loaded) if (one.status === 'rejected') console.warn('a view is not kept for later', one.reason);
  await keepForOffline(MORE);
}

export function signedOut() {
  lock();
  hub = undefined;
  clearTimeout(timer);
}

/** @param {import('./state.js').EmsState} state */
async function round(state) {
  clearTimeout(timer);
  if (!hub) return;
  const heard = await attempt(() => contact(hub));
  if (heard?.kind === 'revokedDevice') location.reload();
  if (heard?.dropped.includes(state.sheet?.sealed?.id)) state.change({ sheet: undefined, match: undefined });
  await counted(state);
  timer = setTimeout(() => round(state), EVERY);
}

/** As soon as a run is chosen, and whenever somebody was confirmed for it. */
async function sealAhead(state) {
  const { incident, match, desk, offline } = state;
  if (!hub || !incident || desk || offline || state.sheet?.sealed) return;
  const what = `${incident.reference} ${match?.patient ?? ''}`;
  if (asked.has(what)) return;
  asked.add(what);
  const sealed = await attempt(() => seal(hub, incident.reference, match?.confirm ? [match.confirm] : []));
  // Tried again with the next change: there was no signal, or no PIN yet.
  if (!sealed) asked.delete(what);
  await counted(state);
}

/** What fails here is tried again by itself, and must not stand in the way of what the crew does. */
async function attempt(how) {
  try {
    return await how();
  } catch (failure) {
    const expected = failure instanceof HubProblem || failure instanceof LockProblem || failure instanceof TypeError;
    if (!expected) throw failure;
    console.info('not kept ready for now', failure.message);
    return undefined;
  }
}
