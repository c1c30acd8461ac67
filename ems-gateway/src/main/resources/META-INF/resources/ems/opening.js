// @ts-check
/** The step from a confirmed identity to the open sheet. */
import { confirm } from './finding.js';

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
  return true;
}
