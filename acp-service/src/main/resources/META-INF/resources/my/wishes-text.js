// @ts-check
/** What people type or paste: plain functions. The same rules as the hub's own (PlainText): nothing that nobody sees, and a limit. */

export const LONGEST = 20_000;
/** From here on the person is told how much is left. */
const NEAR = 1_000;

// What joins or varies a character is seen by its effect, and stays: zero width joiner, variation selectors.
const KEPT = /[\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0]/u;

/**
 * @param {string} raw
 * @returns {{ text: string, dropped: number, length: number, over: boolean, left: number | undefined }}
 *   `dropped`: characters that nobody could see; `left`: how many more fit, once that is worth saying
 */
export function clean(raw) {
  let text = '';
  let dropped = 0;
  for (const point of raw.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')) {
    if (point === '\n' || KEPT.test(point)) text += point;
    else if (point === '\t') text += ' ';
    else if (UNSEEN.test(point)) dropped++;
    else text += point;
  }
  const length = [...text.trim()].length;
  return { text, dropped, length, over: length > LONGEST, left: length > LONGEST - NEAR ? LONGEST - length : undefined };
}
