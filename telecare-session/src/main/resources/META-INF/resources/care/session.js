// @ts-check
/** The one session of this page: who is signed in, and the hub as they may use it. */
import { Hub } from '../kit/hub.js';
import { SignIn } from '../kit/signin.js';

/** Reads whatever the person may see, and writes talks and proposals; the gate decides what that is. */
const SCOPE = 'openid fhirUser user/*.rs user/Composition.c user/Observation.c';
export const signIn = new SignIn({ client: 'care', scope: SCOPE, home: '/care/', again: '/care/step-up.html' });

/** @returns {Promise<{ hub: Hub, lockMinutes: number }>} */
export async function open() {
  const { fhir, config } = await signIn.find();
  return { hub: new Hub(signIn, fhir), lockMinutes: config.lockMinutes };
}
