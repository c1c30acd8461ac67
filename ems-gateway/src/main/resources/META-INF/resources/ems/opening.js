// @ts-check
/** The step from a confirmed identity to the open sheet. */
import { HubProblem } from '../kit/hub.js';
import { confirm } from './finding.js';
import { incidents } from './incidents-model.js';
import { keepSheets } from './keeping.js';
import { parameter } from './params.js';

/**
 * @param {import('../kit/hub.js').Hub} hub @param {import('./state.js').EmsState} state @param {import('./state.js').Match} match
 * @param {number} took  milliseconds that finding took
 * @returns {Promise<boolean>} false: there is nothing that may be shown any more
 */
export async function openSheet(hub, state, match, took) {
  const began = performance.now();
  const answer = await confirm(hub, state, match.confirm);
  if (answer.kind !== 'found' || !answer.sheet) return false;
  // How the person was found is told by the answer that found them; the code that it gave may be newer.
  state.change({ match: { ...match, ...answer.match }, sheet: { ...answer.sheet, at: new Date().toISOString() }, took: { began, before: took } });
  if (state.incident) {
    tellWhom(hub, state);
    keepSheets(hub, state, [answer.match.confirm || match.confirm]);
  }
  return true;
}

/** The incident is about this person from now on, and so is all that was and will be noted of it. The sheet does not wait for that. */
export async function tellWhom(hub, state) {
  const { reference } = state.incident;
  const patient = state.match?.patient;
  try {
    const [told] = incidents(await hub.operation('$incident-patient', [parameter('incident', 'Reference', reference), parameter('patient', 'Reference', patient)]));
    if (told && state.incident?.reference === reference) state.change({ incident: told, unlinked: false });
  } catch (failure) {
    if (!(failure instanceof HubProblem)) throw failure;
    console.warn('the incident was not told whom it is about', failure.why.kind);
    if (state.incident?.reference === reference) state.change({ unlinked: true });
  }
}

