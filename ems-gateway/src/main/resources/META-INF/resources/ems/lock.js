// @ts-check
/**
 * The crew's lock on what is sealed here. Beside the device's key, sheets are sealed to a key of the shift, whose private
 * half lies here only wrapped: by the shift PIN, and by a passkey. Unlocked it is held in memory, until nobody touches
 * the tablet for a while. What that withstands and what not: docs/threat-model-offline.md.
 */
import { newPair, publicJwk, SealProblem, fromBase64url, toBase64url } from './jose-model.js';
import { IDLE, longEnough, ROUNDS, TRIES } from './sealed-model.js';
import { clear, destroy, get, put, remove } from './vault.js';

const KEY = 'shift';
const WRAP = { name: 'AES-GCM', length: 256 };
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const text = new TextEncoder();

/**
 * Why it does not open: `noPin`, `pinMissing`, `weakPin`, `wrongPin` (with `left`), `destroyed`, `noPasskey` (none was set up for this
 * shift), `noAuthenticator` (this device makes none), `passkeyCancelled`, `passkeyRefused`, `locked`.
 */
export class LockProblem extends Error {
  /** @param {string} kind @param {number} [left] tries */
  constructor(kind, left) {
    super(kind);
    this.kind = kind;
    this.left = left;
  }
}

let open = /** @type {CryptoKey | undefined} */ (undefined);
let timer;
const changes = new EventTarget();

/** @param {() => void} listener @returns {() => void} stops listening */
export function onLock(listener) {
  changes.addEventListener('lock', listener);
  return () => changes.removeEventListener('lock', listener);
}

export const isLocked = () => !open;

export function lock() {
  open = undefined;
  clearTimeout(timer);
  changes.dispatchEvent(new Event('lock'));
}

/** Somebody is there. */
function touched() {
  if (!open) return;
  clearTimeout(timer);
  timer = setTimeout(lock, IDLE);
}

for (const kind of ['pointerdown', 'keydown']) globalThis.addEventListener?.(kind, touched, { passive: true, capture: true });

/** @returns {CryptoKey} */
export function shiftKey() {
  if (!open) throw new LockProblem('locked');
  touched();
  return open;
}

/** What stands: whether a PIN or a passkey is set. */
export async function standing() {
  const shift = await get('keys', KEY);
  return { pin: Boolean(shift?.pin), passkey: Boolean(shift?.passkey), locked: isLocked(), tries: shift ? TRIES - (shift.tries ?? 0) : TRIES };
}

/** The public half, to which sheets are sealed. @returns {Promise<any | undefined>} */
export const shiftJwk = async () => (await get('keys', KEY))?.jwk;

/**
 * Begins a shift: a new key, under a PIN that the crew chooses. What was sealed for the shift before cannot be opened any more.
 * @param {string} pin  six to twelve digits
 */
export async function setPin(pin) {
  if (!longEnough(pin)) throw new LockProblem('weakPin');
  const pair = await newPair(true);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const wrapped = await wrap(pair.privateKey, await fromPin(pin, salt));
  await put('keys', { jwk: await publicJwk(pair.publicKey), pin: { ...wrapped, salt: toBase64url(salt), rounds: ROUNDS }, tries: 0 }, KEY);
  await clear('sealed');
  await unlock({ pin });
}

/** @param {{ pin?: string, passkey?: boolean }} by */
export async function unlock({ pin, passkey }) {
  const shift = await get('keys', KEY);
  if (!shift) throw new LockProblem('noPin');
  open = passkey ? await byPasskey(shift) : await byPin(shift, pin ?? '');
  touched();
}

async function byPin(shift, pin) {
  // Counted before it is tried: killing the app gives no try back.
  const tries = (shift.tries ?? 0) + 1;
  await put('keys', { ...shift, tries }, KEY);
  try {
    const key = await unwrap(shift.pin, await fromPin(pin, fromBase64url(shift.pin.salt), shift.pin.rounds));
    await put('keys', { ...shift, tries: 0 }, KEY);
    return key;
  } catch {
    if (tries < TRIES) throw new LockProblem('wrongPin', TRIES - tries);
    await forget();
    throw new LockProblem('destroyed');
  }
}

/** The shift's key goes, and all that was sealed to it; what waits to be told stays. */
async function forget() {
  lock();
  await remove('keys', KEY);
  await clear('sealed');
}

/** All that this device keeps, its key too. */
export async function wipe() {
  lock();
  await destroy();
}

async function fromPin(pin, salt, rounds = ROUNDS) {
  const base = await crypto.subtle.importKey('raw', text.encode(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, base, WRAP, false, ['wrapKey', 'unwrapKey']);
}

async function wrap(key, by) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv: toBase64url(iv), key: toBase64url(await crypto.subtle.wrapKey('pkcs8', key, by, { name: 'AES-GCM', iv })) };
}

const unwrap = (wrapped, by, extractable = false) =>
  crypto.subtle.unwrapKey('pkcs8', fromBase64url(wrapped.key), by, { name: 'AES-GCM', iv: fromBase64url(wrapped.iv) }, CURVE, extractable, ['deriveBits']);

/**
 * Lets a passkey of this tablet open it too; needs the PIN once more. With PRF (WebAuthn Level 3, 10.1.4) its key comes out of the
 * authenticator. Without, the passkey is a check that somebody is there, and the key that opens lies here unprotected by it.
 * @param {string} pin @param {string} name  whose
 */
export async function addPasskey(pin, name) {
  const shift = await get('keys', KEY);
  if (!shift) throw new LockProblem('noPin');
  if (!(await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable())) throw new LockProblem('noAuthenticator');
  await byPin(shift, pin);
  const key = await unwrap(shift.pin, await fromPin(pin, fromBase64url(shift.pin.salt), shift.pin.rounds), true);
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { name: 'Tsumugi EMS' },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -257 }],
        authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required' },
        extensions: /** @type {any} */ ({ prf: {} }),
      },
    }),
  );
  const id = toBase64url(made.rawId);
  const secret = made.getClientExtensionResults().prf?.enabled ? await prf(id, salt) : undefined;
  const by = secret ? await fromSecret(secret) : await crypto.subtle.generateKey(WRAP, false, ['wrapKey', 'unwrapKey']);
  const passkey = { id, salt: toBase64url(salt), ...(await wrap(key, by)), ...(!secret && { by }) };
  await put('keys', { ...(await get('keys', KEY)), passkey }, KEY);
  return { prf: Boolean(secret) };
}

async function byPasskey(shift) {
  if (!shift.passkey) throw new LockProblem('noPasskey');
  const secret = await prf(shift.passkey.id, fromBase64url(shift.passkey.salt));
  const by = shift.passkey.by ?? (secret && (await fromSecret(secret)));
  if (!by) throw new LockProblem('passkeyRefused');
  return unwrap(shift.passkey, by);
}

/** Asks the passkey, whose holder is verified; its secret, where it has one. */
async function prf(id, salt) {
  const shown = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: 'public-key', id: fromBase64url(id) }],
        userVerification: 'required',
        extensions: /** @type {any} */ ({ prf: { eval: { first: salt } } }),
      },
    }),
  );
  // Bit 2 of the flags behind the hash of the relying party: the holder was verified (WebAuthn, 6.1).
  if (!(new Uint8Array(shown.response.authenticatorData)[32] & 4)) throw new LockProblem('passkeyRefused');
  return shown.getClientExtensionResults().prf?.results?.first;
}

/** What a browser says when somebody cancels, when nobody does anything, and when the passkey is not there: it does not tell these apart (WebAuthn, 14.5.2). */
const GIVEN_UP = ['NotAllowedError', 'AbortError'];

/** @returns {Promise<any>} */
async function asked(how) {
  try {
    return await how();
  } catch (refused) {
    console.info('the passkey was not shown', refused instanceof SealProblem ? refused.message : String(refused));
    throw new LockProblem(GIVEN_UP.includes(/** @type {any} */ (refused).name) ? 'passkeyCancelled' : 'passkeyRefused');
  }
}

async function fromSecret(secret) {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = text.encode('tsumugi sealed sheets');
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, base, WRAP, false, ['wrapKey', 'unwrapKey']);
}
