// @ts-check
/**
 * The little of JOSE that a sealed sheet needs, over WebCrypto: JWE (RFC 7516, compact) by ECDH-ES on P-256 and A256GCM, and
 * the check of a JWS (RFC 7515) by ES256. Nothing else is read: what names another algorithm is refused.
 */
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const text = new TextEncoder();
const words = new TextDecoder('utf-8', { fatal: true });

/** What is not what it claims to be; the message is for the log and names no content. */
export class SealProblem extends Error {}

/** @param {Uint8Array | ArrayBuffer} bytes */
export function toBase64url(bytes) {
  const view = new Uint8Array(bytes);
  let binary = '';
  for (let at = 0; at < view.length; at += 0x8000) binary += String.fromCharCode(...view.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @param {string} coded */
export function fromBase64url(coded) {
  if (!/^[\w-]*$/.test(coded)) throw new SealProblem('not base64url');
  return Uint8Array.from(atob(coded.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}

const json = (coded) => JSON.parse(words.decode(fromBase64url(coded)));

const number = (value) => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

const prefixed = (bytes) => [number(bytes.length), bytes];

function joined(/** @type {Uint8Array[]} */ parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Concat KDF (NIST SP 800-56A, RFC 7518 section 4.6.2), one round of SHA-256: for keys of up to 256 bits.
 * @param {Uint8Array} secret @param {string} algorithm  `enc`, as the key is agreed on directly @param {number} bits
 * @param {Uint8Array} [apu] @param {Uint8Array} [apv]
 */
export async function concatKdf(secret, algorithm, bits, apu = new Uint8Array(), apv = new Uint8Array()) {
  const parts = [number(1), secret, ...prefixed(text.encode(algorithm)), ...prefixed(apu), ...prefixed(apv), number(bits)];
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts))).slice(0, bits / 8);
}

/** A pair for sealing to. @param {boolean} [extractable]  whether its private half can be wrapped @returns {Promise<CryptoKeyPair>} */
export const newPair = (extractable = false) =>
  /** @type {Promise<CryptoKeyPair>} */ (crypto.subtle.generateKey(CURVE, extractable, ['deriveBits']));

/** @param {CryptoKey} key */
export async function publicJwk(key) {
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', key);
  return { crv, kty, x, y };
}

/** RFC 7638. @param {{ crv?: string, kty?: string, x?: string, y?: string }} jwk */
export const thumbprint = async ({ crv, kty, x, y }) =>
  toBase64url(await crypto.subtle.digest('SHA-256', text.encode(JSON.stringify({ crv, kty, x, y }))));

/** @param {any} jwk @returns {Promise<CryptoKey>} */
export const publicKey = ({ crv, kty, x, y }) => crypto.subtle.importKey('jwk', { crv, kty, x, y }, CURVE, true, []);

/** The key that both sides come to. @param {CryptoKey} own @param {CryptoKey} theirs @param {any} header @returns {Promise<CryptoKey>} */
async function agreed(own, theirs, header) {
  const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256));
  const [apu, apv] = [header.apu, header.apv].map((part) => fromBase64url(part ?? ''));
  const key = await concatKdf(secret, header.enc, 256, apu, apv);
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/**
 * Seals to whoever holds the private half.
 * @param {string} content @param {CryptoKey} to  public
 */
export async function encrypt(content, to) {
  const once = await newPair();
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', epk: await publicJwk(once.publicKey) };
  const coded = toBase64url(text.encode(JSON.stringify(header)));
  const key = await agreed(once.privateKey, to, header);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: text.encode(coded) }, key, text.encode(content)));
  return [coded, '', toBase64url(iv), toBase64url(sealed.slice(0, -16)), toBase64url(sealed.slice(-16))].join('.');
}

/** @param {string} jwe  compact @param {CryptoKey} key  private @returns {Promise<string>} */
export async function decrypt(jwe, key) {
  const parts = jwe.split('.');
  if (parts.length !== 5 || parts[1] !== '') throw new SealProblem('no JWE with a key agreed on directly');
  const header = json(parts[0]);
  if (header.alg !== 'ECDH-ES' || header.enc !== 'A256GCM' || header.zip || header.crit) throw new SealProblem('sealed in another way');
  const agreedKey = await agreed(key, await publicKey(header.epk ?? {}), header);
  const iv = fromBase64url(parts[2]);
  const sealed = joined([fromBase64url(parts[3]), fromBase64url(parts[4])]);
  try {
    return words.decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: text.encode(parts[0]) }, agreedKey, sealed));
  } catch {
    throw new SealProblem('not sealed to this key, or changed');
  }
}

/**
 * What a JWS holds, if one of these keys signed it.
 * @param {string} jws  compact @param {any[]} keys  JWKs @returns {Promise<any>}
 */
export async function verified(jws, keys) {
  const parts = jws.split('.');
  if (parts.length !== 3) throw new SealProblem('no JWS');
  const header = json(parts[0]);
  if (header.alg !== 'ES256' || header.crit) throw new SealProblem('signed in another way');
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (!jwk) throw new SealProblem('signed by a key that is not known here');
  const { crv, kty, x, y } = jwk;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', { crv, kty, x, y }, algorithm, false, ['verify']);
  const holds = await crypto.subtle.verify(algorithm, key, fromBase64url(parts[2]), text.encode(`${parts[0]}.${parts[1]}`));
  if (!holds) throw new SealProblem('the signature does not hold');
  return json(parts[1]);
}
