// @ts-check
/** The one session of this page: who is signed in, and the hub as they may use it. */
import { Hub } from '../kit/hub.js';
import { SignIn } from '../kit/signin.js';
import { fragmentOf } from './people-model.js';

/** Reads and writes whatever the person may; the gate decides what that is. */
export const signIn = new SignIn({ client: 'my', scope: 'openid fhirUser user/*.cruds', home: '/my/', again: '/my/step-up.html' });

/** @returns {Promise<{ hub: Hub, lockMinutes: number }>} */
export async function open() {
  const { fhir, config } = await signIn.find();
  return { hub: new Hub(signIn, fhir), lockMinutes: config.lockMinutes };
}

// An invitation's link: its code must stand neither in the history nor in a bookmark, and is there again after signing in.
signIn.carried = fragmentOf(location.href);
if (signIn.carried) history.replaceState(null, '', location.pathname);

/** The code of the invitation that this page was opened with, once. */
export function takeInvitation() {
  const code = signIn.carried;
  signIn.carried = '';
  return code;
}
