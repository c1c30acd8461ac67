// @ts-check
/** Whether the hub is reached: by what the last requests met, not by what the browser believes of its cable. Pure. */

/** How long a request may hang before the crew is told that there is no signal, in milliseconds. */
export const PATIENCE = 8_000;
const FIRST = 2_000;
const LONGEST = 30_000;

/**
 * @typedef {{ reached: boolean, misses: number }} Network
 * @type {Network}
 */
export const START = { reached: true, misses: 0 };

/**
 * @param {Network} network
 * @param {'answer' | 'nothing' | 'unplugged' | 'plugged'} met  an answer of whatever kind; none; what the browser says
 * @returns {Network}
 */
export function after(network, met) {
  switch (met) {
    case 'answer':
      return START;
    case 'nothing':
    case 'unplugged':
      return { reached: false, misses: network.misses + 1 };
    default:
      // A cable is no answer: it is only worth asking again at once.
      return { ...network, misses: 0 };
  }
}

/** How long to wait until the hub is asked again. @param {Network} network @returns {number} milliseconds */
export const pause = ({ misses }) => Math.min(LONGEST, FIRST * 2 ** Math.max(0, misses - 1));

/** An answer that comes from in between, while the hub itself is away (502, 503, 504), lets nobody read a sheet. @param {number} status */
export const answered = (status) => ![502, 503, 504].includes(status);
