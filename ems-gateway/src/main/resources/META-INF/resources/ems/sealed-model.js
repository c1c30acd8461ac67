// @ts-check
/** Sealed sheets, the parts that need no browser: what the hub answers, what the clock allows, how often a PIN may be tried. */

/** Milliseconds by which clocks may differ, or be set right, without harm. */
export const TOLERANCE = 2 * 60_000;
/** Milliseconds without a touch after which the vault locks itself. */
export const IDLE = 5 * 60_000;
/** Wrong PINs after which all that is sealed here is destroyed. */
export const TRIES = 8;
/** PBKDF2-SHA-256 rounds of a PIN. */
export const ROUNDS = 600_000;

const value = (part) => part.valueString ?? part.valueId ?? part.valueCode ?? part.valueInstant ?? part.valueBoolean ?? part.valueReference?.reference;

/** The first value of this name. @param {any} parameters @param {string} name */
export function said(parameters, name) {
  const found = (parameters.parameter ?? []).find((one) => one.name === name);
  return found && value(found);
}

/** Each group of this name as an object. @param {any} parameters @param {string} name @returns {any[]} */
export const groups = (parameters, name) =>
  (parameters.parameter ?? []).filter((one) => one.name === name).map(({ part = [] }) => Object.fromEntries(part.map((one) => [one.name, value(one)])));

/**
 * What is known of time.
 * @typedef {object} Marks
 * @property {number} seen  the latest wall clock this app ever saw, in milliseconds
 * @property {number} offset  hub's clock less the wall clock, at the last contact
 */

/**
 * Time now, in the hub's terms; or that the clock was set back, in which case nothing that has an end may be opened.
 * A clock that is set forward only ends sheets early. `steady` runs while the page lives and cannot be set by anybody.
 * @param {Marks} marks
 * @param {{ wall: number, steady: number }} began  both clocks when the page was opened
 * @param {{ wall: number, steady: number }} now
 * @returns {{ kind: 'told', at: number } | { kind: 'turnedBack' }}
 */
export function time(marks, began, now) {
  const steadily = began.wall + (now.steady - began.steady);
  if (now.wall < steadily - TOLERANCE) return { kind: 'turnedBack' };
  if (now.wall < marks.seen - TOLERANCE) return { kind: 'turnedBack' };
  return { kind: 'told', at: Math.floor(Math.max(now.wall, steadily, marks.seen) + marks.offset) };
}

/** @param {Marks} marks @param {number} wall @returns {Marks} */
export const seen = (marks, wall) => ({ ...marks, seen: Math.max(marks.seen, wall) });

/** The hub said what time it is: from now on that holds. @param {number} hub @param {number} wall @returns {Marks} */
export const heard = (hub, wall) => ({ seen: wall, offset: hub - wall });

/** @param {{ expires: string }} sheet @param {number} at */
export const expired = (sheet, at) => at >= Date.parse(sheet.expires);

/** @param {{ sealed: string, expires: string }} sheet @param {number} at milliseconds */
export const ages = (sheet, at) => ({ age: Math.max(0, at - Date.parse(sheet.sealed)), left: Math.max(0, Date.parse(sheet.expires) - at) });

/** What must be destroyed after a contact: all that the hub does not call good. @param {string[]} held  ids @param {{ id: string, state: string }[]} told */
export function gone(held, told) {
  const good = new Set(told.filter(({ state }) => state === 'good').map(({ id }) => id));
  return held.filter((id) => !good.has(id));
}

/**
 * Whether what was unsealed is what it was filed as: a sheet of another device, or filed under another id, is no sheet.
 * @param {any} content  what the hub signed @param {{ id: string, device: string }} filed
 */
export function fits(content, filed) {
  return content.id === filed.id && content.device === filed.device && content.answer?.resourceType === 'Parameters' &&
    Number.isFinite(Date.parse(content.sealed)) && Number.isFinite(Date.parse(content.expires));
}

/** By what a sheet is chosen in a list. @param {any} content */
export function person(content) {
  const identity = (content.answer.parameter ?? []).find(({ name }) => name === 'identity')?.part ?? [];
  const of = (name) => {
    const found = identity.find((one) => one.name === name) ?? {};
    return found.valueString ?? found.valueCode ?? found.valueInteger ?? found.valueDate ?? '';
  };
  return { name: String(of('name')), kana: String(of('kana')), age: of('age'), sex: String(of('sex')), birthDate: String(of('birthDate')) };
}

/** @param {string} pin */
export const longEnough = (pin) => /^\d{6,12}$/.test(pin) && !/^(\d)\1*$/.test(pin) && !'0123456789 9876543210'.includes(pin);
