// @ts-check
/**
 * A pairing code as it was typed, with or without its line; empty if it cannot be one.
 * @param {string} typed
 */
export function codeOf(typed) {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '');
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : '';
}
