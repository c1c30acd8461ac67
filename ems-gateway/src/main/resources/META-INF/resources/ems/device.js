// @ts-check
/** This tablet as the hub knows it: by the key it alone holds. */
import { devicePair, forgetDevice } from '../kit/dpop-key.js';
import { proof } from '../kit/dpop.js';
import { secret } from '../kit/oauth-model.js';
import { watched } from './network.js';

const DEVICES = '/smart/devices';

/** A refusal, as the hub words it. */
export class DeviceProblem extends Error {
  /** @param {number} status @param {string} text */
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/**
 * @param {string} path @param {'GET' | 'POST'} method @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function ask(path, method, body) {
  const url = new URL(path, location.origin).href;
  const DPoP = await proof(await devicePair(), { method, url, id: secret(), at: Date.now() });
  const headers = { DPoP, Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}) };
  const answer = await watched((signal) => fetch(url, { method, headers, signal, body: body && JSON.stringify(body), cache: 'no-store' }));
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new DeviceProblem(answer.status, said.error_description ?? '');
  return said;
}

/**
 * Whether the hub knows this tablet.
 * @returns {Promise<{ known: boolean, live: boolean, name: string, organization: string }>}
 */
export const myself = () => ask(`${DEVICES}/own`, 'GET');

/** @param {string} code @param {string} name */
export const pair = (code, name) => ask(DEVICES, 'POST', { code, name });

/** Without a code, where the hub is a demo. @param {string} organization  `Organization/…` @param {string} name */
export const pairInDemo = (organization, name) => ask(`${DEVICES}/demo`, 'POST', { organization, name });

/** Makes this tablet another one: a key that was revoked never comes back. */
export async function startOver() {
  await forgetDevice();
  location.reload();
}
