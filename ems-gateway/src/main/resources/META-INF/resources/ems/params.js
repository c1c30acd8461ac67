// @ts-check
/** FHIR Parameters as plain values. Pure. */

/** The value of one part, a reference as its literal. @param {any} part */
export function value(part) {
  const key = Object.keys(part ?? {}).find((name) => name.startsWith('value'));
  if (!key) return part?.resource;
  return key === 'valueReference' ? part[key].reference : part[key];
}

/** Every part of this name. @param {any} holder  Parameters, or a part with parts @param {string} name @returns {any[]} */
export const all = (holder, name) => (holder?.parameter ?? holder?.part ?? []).filter((/** @type {any} */ part) => part.name === name);

/** The values of this name. @param {any} holder @param {string} name @returns {any[]} */
export const values = (holder, name) => all(holder, name).map(value);

/** The first value of this name; empty text without one. @param {any} holder @param {string} name @returns {any} */
export const one = (holder, name) => values(holder, name)[0] ?? '';

/** @param {string} name @param {string} type  such as `String` @param {unknown} value */
export const parameter = (name, type, value) => ({ name, [`value${type}`]: type === 'Reference' ? { reference: value } : value });
