// @ts-check
/**
 * Sheets sealed for when there is no signal (docs/adr/0036). On each sign-on `prepare(hub)`; `setPin(pin)` begins the shift;
 * `seal(hub, incident, confirms)` while there is a network; `list()` and `open(id, { pin } | { passkey: true })` without one;
 * `contact(hub)` whenever there is one again. Until a PIN is set nothing can be sealed.
 */
import { devicePair as signingPair } from '../kit/dpop-key.js';
import { proof } from '../kit/dpop.js';
import { decrypt, publicJwk, SealProblem, thumbprint, verified } from './jose-model.js';
import { addPasskey, isLocked, lock, LockProblem, onLock, setPin, shiftJwk, shiftKey, standing, unlock, wipe } from './lock.js';
import { deliver, put as putOut } from './outbox.js';
import { ages, expired, fits, gone, groups, heard, person, said, seen, time } from './sealed-model.js';
import { all, alsoTo, devicePair, get, put, remove } from './vault.js';

export { addPasskey, isLocked, lock, LockProblem, onLock, setPin, standing, unlock, wipe };

/** Why a sheet is not shown: `turnedBack`, `expired`, `absent`, `broken`. */
export class SheetProblem extends Error {
  /** @param {string} kind */
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const clocks = () => ({ wall: Date.now(), steady: performance.now() });
const began = clocks();
/** Both clocks as they were at the last contact of this page: a contact sets right what was set wrong before. */
let anchored = /** @type {typeof began | undefined} */ (undefined);

/** What is remembered of time; the latest clock seen is written down each time it is asked. */
async function now() {
  const marks = (await get('keys', 'marks')) ?? { seen: 0, offset: 0 };
  const told = time(marks, anchored ?? began, clocks());
  if (told.kind === 'told') await put('keys', seen(marks, Date.now()), 'marks');
  return told;
}

async function hears(instant) {
  anchored = clocks();
  await put('keys', heard(Date.parse(instant), anchored.wall), 'marks');
}

// So that a clock set back behind the app's back is noticed, also by the app that starts later.
const WATCH = 20_000;
if (globalThis.window) setInterval(() => tidy().catch((failure) => console.warn('sealed sheets were not looked through', failure)), WATCH);

/** Drops what has ended. */
export async function tidy() {
  const sheets = await all('sealed');
  if (sheets.length === 0) return;
  const told = await now();
  if (told.kind === 'turnedBack') return;
  for (const { key, value } of sheets) if (expired(value, told.at)) await remove('sealed', key);
}

/** How many are here. */
export async function count() {
  await tidy();
  return (await all('sealed')).length;
}

/** On each sign-on: the hub learns this device's key, the device how the hub signs. @param {any} hub */
export async function prepare(hub) {
  await tidy();
  const jwk = await publicJwk((await devicePair()).publicKey);
  const answer = await hub.operation('$device-key', [{ name: 'key', valueString: JSON.stringify(jwk) }]);
  await put('keys', { device: said(answer, 'device'), by: said(answer, 'by'), kid: await thumbprint(jwk) }, 'self');
  await hears(said(answer, 'at'));
  await keepSigners();
}

async function keepSigners() {
  const { keys } = await (await fetch('/acp/keys.json', { cache: 'no-store' })).json();
  const before = (await get('keys', 'signers')) ?? [];
  const fresh = keys.filter(({ kid }) => !before.some((one) => one.kid === kid));
  if (fresh.length > 0) await put('keys', [...before, ...fresh], 'signers');
}

/**
 * Seals the sheets of those confirmed, and of the incident's candidates.
 * @param {any} hub @param {string} incident  Encounter/id @param {string[]} [confirms]  codes of earlier answers
 * @returns {Promise<{ id: string, patient: string, sealed: string, expires: string }[]>}
 */
export async function seal(hub, incident, confirms = []) {
  const shift = await shiftJwk();
  if (!shift) throw new LockProblem('noPin');
  if (!(await get('keys', 'self'))) await prepare(hub);
  const answer = await hub.operation('$seal-sheets', [
    { name: 'incident', valueReference: { reference: incident } },
    ...confirms.map((valueString) => ({ name: 'confirm', valueString })),
  ]);
  await keepSigners();
  const sheets = groups(answer, 'sealed');
  // The patient is not filed outside of the seal: who looks into the storage learns only that there is something.
  for (const { id, sealed, expires, jwe } of sheets) await put('sealed', { id, incident, sealed, expires, jwe: await alsoTo(jwe, shift) }, id);
  for (const id of (answer.parameter ?? []).filter(({ name }) => name === 'replaced').map(({ valueString }) => valueString)) await remove('sealed', id);
  return sheets.map(({ id, patient, sealed, expires }) => ({ id, patient, sealed, expires }));
}

/**
 * What is sealed here. Who it is about is told only while unlocked; that is no opening yet, as it is what the crew saw when it sealed.
 * @returns {Promise<{ id: string, incident: string, sealed: string, expires: string, age: number, left: number, person?: any }[]>}
 */
export async function list() {
  await tidy();
  const told = await now();
  const sheets = (await all('sealed')).map(({ value }) => value);
  const at = told.kind === 'told' ? told.at : Date.now();
  const shown = sheets.map(({ id, incident, sealed, expires }) => ({ id, incident, sealed, expires, turnedBack: told.kind !== 'told', ...ages({ sealed, expires }, at) }));
  if (isLocked() || told.kind !== 'told') return shown;
  return Promise.all(shown.map(async (one, place) => ({ ...one, person: await personOf(sheets[place]) })));
}

/**
 * Opens one: noted first, on the device, to be told to the hub and to the resident; then shown.
 * @param {string} id @param {{ pin?: string, passkey?: boolean }} [by]  needed while locked
 * @returns {Promise<{ id: string, patient: string, incident: string, sealed: string, expires: string, age: number, left: number, answer: any }>}
 */
export async function open(id, by) {
  if (by) await unlock(by);
  shiftKey();
  const told = await now();
  if (told.kind === 'turnedBack') throw new SheetProblem('turnedBack');
  const filed = await get('sealed', id);
  if (!filed) throw new SheetProblem('absent');
  const sheet = await content(filed);
  // The end that counts is the one that the hub signed.
  if (expired(sheet, told.at)) {
    await remove('sealed', id);
    throw new SheetProblem('expired');
  }
  const self = await get('keys', 'self');
  await putOut({ opening: { sheet: id, at: new Date(told.at).toISOString(), by: self?.by ?? '' } });
  const { patient, incident, sealed, expires, answer } = sheet;
  return { id, patient, incident, sealed, expires, ...ages(sheet, told.at), answer };
}

/** Undefined for one that does not open: it is said when somebody wants to. */
async function personOf(filed) {
  try {
    return person(await content(filed));
  } catch (failure) {
    if (failure instanceof SheetProblem) return undefined;
    throw failure;
  }
}

async function content(filed) {
  const { device } = (await get('keys', 'self')) ?? {};
  try {
    const jws = await decrypt(await decrypt(filed.jwe, shiftKey()), (await devicePair()).privateKey);
    const sheet = await verified(jws, (await get('keys', 'signers')) ?? []);
    if (!fits(sheet, { id: filed.id, device })) throw new SealProblem('not what it is filed as');
    return sheet;
  } catch (failure) {
    if (failure instanceof LockProblem) throw failure;
    console.warn('a sealed sheet cannot be opened', failure instanceof SealProblem ? failure.message : String(failure));
    throw new SheetProblem('broken');
  }
}

/**
 * Tells and hears what there is: whether this device is still good (if not, all that is kept here is destroyed), what waits,
 * which sheets were revoked. To be called when there is a network again, and every now and then.
 * @param {any} hub
 * @returns {Promise<{ kind: 'good' | 'revokedDevice', dropped: string[], waiting: number }>}
 */
export async function contact(hub) {
  if (await revoked()) {
    await wipe();
    return { kind: 'revokedDevice', dropped: [], waiting: 0 };
  }
  const { left } = await deliver(hub);
  const dropped = await dropRevoked(hub);
  // Said once more without them: the hub tells the resident that they are destroyed because this device said so.
  if (dropped.length > 0) await dropRevoked(hub);
  return { kind: 'good', dropped, waiting: left };
}

async function dropRevoked(hub) {
  const held = (await all('sealed')).map(({ key }) => key);
  const answer = await hub.operation('$sealed-sheets', held.map((valueString) => ({ name: 'holds', valueString })));
  await hears(said(answer, 'at'));
  const dropped = gone(held, groups(answer, 'sealed'));
  for (const id of dropped) await remove('sealed', id);
  return dropped;
}

/** Asked with the device's own proof: a lost tablet hears of it though nobody can sign on with it. */
export async function revoked() {
  const url = new URL('/smart/devices/own', location.origin).href;
  const shown = await proof(await signingPair(), { method: 'GET', url, id: crypto.randomUUID(), at: Date.now() });
  const answer = await fetch(url, { headers: { DPoP: shown }, cache: 'no-store', referrerPolicy: 'no-referrer' });
  if (!answer.ok) return false;
  const { known, live } = await answer.json();
  return known && !live;
}
