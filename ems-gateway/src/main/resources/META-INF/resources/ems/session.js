// @ts-check
/** The one session of this page: who is signed on, and the hub as they may use it. */
import { Hub } from '../kit/hub.js';
import { SignIn } from '../kit/signin.js';
import { watched } from './network.js';

/** Every request to the hub says whether there is a signal. */
class Watched extends SignIn {
  /** @param {string} url @param {RequestInit} [options] */
  fetch(url, options = {}) {
    return watched((signal) => super.fetch(url, { ...options, signal }));
  }
}

/** On a registered tablet alone: every token is bound to its key. */
export const signIn = new Watched({ client: 'ems', scope: 'openid fhirUser user/*.cruds', home: '/ems/', again: '/ems/step-up.html', dpop: true });

/** @returns {Promise<{ hub: Hub, lockMinutes: number }>} */
export async function open() {
  const { fhir, config } = await signIn.find();
  return { hub: new Hub(signIn, fhir), lockMinutes: config.lockMinutes };
}
