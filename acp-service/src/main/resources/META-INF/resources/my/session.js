// @ts-check
/** The one session of this page: who is signed in, and the hub as they may use it. */
import { Hub } from '../kit/hub.js';
import { SignIn } from '../kit/signin.js';

/** Reads and writes whatever the person may; the gate decides what that is. */
export const signIn = new SignIn({ client: 'my', scope: 'openid fhirUser user/*.cruds', home: '/my/', again: '/my/step-up.html' });

/** @returns {Promise<{ hub: Hub, lockMinutes: number }>} */
export async function open() {
  const { fhir, config } = await signIn.find();
  return { hub: new Hub(signIn, fhir), lockMinutes: config.lockMinutes };
}
