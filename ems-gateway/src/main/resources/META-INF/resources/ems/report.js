// @ts-check
/** How long the machine took from the scan to the sheet that is seen. */

/**
 * Milliseconds, without the time that the crew took to look and decide; measured when the sheet has been painted.
 * @param {import('./state.js').EmsState} state @returns {Promise<number | undefined>} undefined: it was not opened just now
 */
export async function seenAfter(state) {
  const { took } = state;
  if (!took) return undefined;
  state.change({ took: undefined });
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return Math.round(took.before + performance.now() - took.began);
}
