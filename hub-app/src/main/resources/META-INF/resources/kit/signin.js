// @ts-check
/**
 * Signs a person on, as any SMART app does (SMART App Launch 2.2: authorization code, PKCE S256). Tokens live in this
 * object and nowhere else. What must outlast a redirect (verifier, nonce) waits in the tab's session storage and goes
 * when it is used: it is worth nothing without the code.
 */
import { devicePair } from './dpop-key.js';
import { proof, publicJwk, thumbprint } from './dpop.js';
import { language } from './language.js';
import { authorizationUrl, fromCallback, secret, sha256, toTokens, wantedAssurance } from './oauth-model.js';

const PENDING = 'tsumugi.signin.';
/** Where the pages of one browser tell each other: a window that signed on again, a tab that signed out. */
export const CHANNEL = 'tsumugi.signin';
/** Milliseconds to wait for who says where to sign in. */
const PATIENCE = 8000;
/** Milliseconds before its end at which a token is renewed. */
const SPARE = 15_000;

/** Nobody to ask for a token: why, as a word of the kit. */
export class SignInProblem extends Error {}

export class SignIn extends EventTarget {
  #app;
  #channel = new BroadcastChannel(CHANNEL);
  #found;
  #tokens;
  #refreshing;
  #pair;
  /** What the page was opened with and must have again after a redirect, an invitation's code: it waits as the verifier does. */
  carried = '';

  /** @param {{ client: string, scope: string, home: string, again: string, dpop?: boolean }} app  `home`, `again`: paths of ours */
  constructor(app) {
    super();
    this.#app = app;
    // Who signs out in one tab has left the others too.
    this.#channel.addEventListener('message', ({ data }) => {
      if (!data.signedOut || !this.#tokens) return;
      this.#tokens = undefined;
      this.dispatchEvent(new Event('signed-out'));
    });
  }

  get person() {
    return this.#tokens?.person;
  }

  get role() {
    return this.#tokens?.role ?? '';
  }

  get organization() {
    return this.#tokens?.organization ?? '';
  }

  /** How surely the person proved who they are (acr); 0 if that is not said. */
  get assurance() {
    return this.#tokens?.assurance ?? 0;
  }

  /** When the sign-on ends whatever is done, in milliseconds (the end of a shift); 0 if it does not say. */
  get ends() {
    return this.#tokens?.ends ?? 0;
  }

  /** The patient of the launch; empty without one. */
  get patient() {
    return this.#tokens?.patient ?? '';
  }

  /** The hub's address and what it says of signing on. */
  async find() {
    if (this.#found) return this.#found;
    const config = await json('/kit/config.json', 'away');
    const { origin } = new URL(config.fhir);
    // Redirects come back to the address that the identity server knows, also when this page was opened by another one.
    if (origin !== location.origin) location.replace(origin + location.pathname + location.search);
    const smart = await json(`${config.fhir}/.well-known/smart-configuration`, 'away');
    // Asked before anybody is sent there: a redirect to a server that is away ends on the browser's own page.
    const openid = await json(`${smart.issuer}/.well-known/openid-configuration`);
    this.#found = { fhir: config.fhir, smart, end: openid.end_session_endpoint, config };
    return this.#found;
  }

  /**
   * On every load: takes what a redirect brought, or asks the identity server whether the person is still signed on.
   * @returns {Promise<{ kind: 'signed-in' | 'signed-out' | 'leaving' } | { kind: 'failed', why: string }>}
   */
  async start() {
    const back = fromCallback(location.search);
    if (back.kind === 'none') return this.go({ prompt: 'none' });
    // The code must stand neither in the history nor in a bookmark.
    history.replaceState(null, '', location.pathname);
    const pending = take(back.state);
    if (!pending) return { kind: 'signed-out' };
    this.carried = pending.carried ?? '';
    if (back.kind === 'refused') {
      if (pending.prompt === 'none') return { kind: 'signed-out' };
      return { kind: 'failed', why: pending.launch ? 'launchRefused' : 'signInRefused' };
    }
    await this.#exchange(back, pending);
    return { kind: 'signed-in' };
  }

  /** Leaves for the identity server. @param {{ launch?: string, prompt?: string }} how */
  async go(how) {
    const { url, state, pending } = await this.#request({ ...how, redirect: this.#app.home });
    sessionStorage.setItem(PENDING + state, JSON.stringify({ ...pending, ...(this.carried && { carried: this.carried }) }));
    location.assign(url);
    return /** @type {const} */ ({ kind: 'leaving' });
  }

  /**
   * Signs on again in a window of its own, so that this page keeps what it holds. To be called from a click.
   * @param {{ acr?: string, prompt?: string }} how
   * @param {AbortSignal} signal  the person gave up: whether that window was closed cannot be seen from here
   */
  async again(how, signal) {
    const opened = window.open('', '_blank', 'popup,width=520,height=720');
    const { url, state, pending } = await this.#request({ ...how, redirect: this.#app.again });
    const channel = new BroadcastChannel(CHANNEL);
    try {
      const answered = new Promise((resolve, reject) => {
        channel.onmessage = ({ data }) => data.state === state && resolve(data);
        signal.addEventListener('abort', () => reject(new SignInProblem('givenUp')));
      });
      if (!opened) throw new SignInProblem('windowRefused');
      opened.location.href = url;
      const back = fromCallback(/** @type {any} */ (await answered).search);
      if (back.kind !== 'code') throw new SignInProblem('signInRefused');
      const before = this.#tokens?.person.subject;
      await this.#exchange(back, pending);
      if (before && before !== this.#tokens.person.subject) {
        // What the one asked for must not be asked again as the other.
        this.#tokens = undefined;
        this.dispatchEvent(new Event('somebody-else'));
        throw new SignInProblem('signInRefused');
      }
    } finally {
      channel.close();
    }
  }

  async #request({ launch, prompt, acr, redirect }) {
    const { fhir, smart } = await this.find();
    const [verifier, state, nonce] = [secret(), secret(), secret()];
    const pending = { verifier, nonce, prompt, launch: Boolean(launch), redirect: new URL(redirect, location.origin).href };
    const jkt = this.#app.dpop ? await thumbprint(await publicJwk(await this.#key())) : undefined;
    const wanted = { client: this.#app.client, scope: this.#app.scope, aud: fhir, redirect: pending.redirect, state, nonce };
    const challenge = await sha256(verifier);
    const url = authorizationUrl(smart.authorization_endpoint, { ...wanted, challenge, launch, acr, prompt, jkt, language: language() });
    return { url, state, pending };
  }

  async #exchange({ code, iss }, { verifier, nonce, redirect }) {
    const { smart } = await this.find();
    if (iss && iss !== smart.issuer) throw new SignInProblem('signInRefused');
    await this.#ask({ grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier }, nonce);
  }

  async #ask(form, nonce) {
    const url = this.#found.smart.token_endpoint;
    const headers = this.#app.dpop ? { DPoP: await this.#proof('POST', url) } : {};
    const body = new URLSearchParams({ client_id: this.#app.client, ...form });
    const answer = await fetch(url, { method: 'POST', headers, body, referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw new SignInProblem('signInRefused');
    const patient = this.#tokens?.patient;
    this.#tokens = toTokens(await answer.json(), Date.now(), nonce);
    // A refresh, and signing on again, keep the patient this page was launched for.
    this.#tokens.patient ||= patient ?? '';
  }

  #refresh() {
    this.#refreshing ??= this.#ask({ grant_type: 'refresh_token', refresh_token: this.#tokens.refresh }, '').finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** `fetch` with a token; one that has ended is renewed, once. @param {string} url @param {RequestInit} [options] */
  async fetch(url, options = {}) {
    if (!this.#tokens) throw new SignInProblem('sessionEnded');
    if (Date.now() > this.#tokens.until - SPARE) await this.#renew();
    const answer = await this.#send(url, options);
    if (answer.status !== 401 || wantedAssurance(401, answer.headers.get('WWW-Authenticate'))) return answer;
    await this.#renew();
    return this.#send(url, options);
  }

  async #renew() {
    try {
      await this.#refresh();
    } catch (refused) {
      if (!(refused instanceof SignInProblem)) throw refused;
      throw new SignInProblem('sessionEnded');
    }
  }

  async #send(url, options) {
    const { access } = this.#tokens;
    const headers = new Headers(options.headers);
    headers.set('Authorization', `${this.#app.dpop ? 'DPoP' : 'Bearer'} ${access}`);
    if (this.#app.dpop) headers.set('DPoP', await this.#proof(options.method ?? 'GET', url, access));
    return fetch(url, { ...options, headers, cache: 'no-store' });
  }

  async #key() {
    this.#pair ??= await devicePair();
    return this.#pair;
  }

  async #proof(method, url, token) {
    return proof(await this.#key(), { method, url, token, id: secret(), at: Date.now() });
  }

  /** Ends the session here and at the identity server, without a token in an address. */
  async signOut() {
    const refresh = this.#tokens?.refresh;
    this.#tokens = undefined;
    this.#channel.postMessage({ signedOut: true });
    const { end } = await this.find();
    const body = new URLSearchParams({ client_id: this.#app.client, refresh_token: refresh ?? '' });
    // Goes on when the page is closed meanwhile.
    const answer = await fetch(end, { method: 'POST', body, referrerPolicy: 'no-referrer', keepalive: true });
    if (!answer.ok && answer.status !== 400) throw new SignInProblem('signOutFailed');
  }
}

function take(state) {
  const kept = sessionStorage.getItem(PENDING + state);
  sessionStorage.removeItem(PENDING + state);
  return kept && JSON.parse(kept);
}

/** @param {string} url @param {'away' | 'idpAway'} [why]  what is said if nobody answers there */
async function json(url, why = 'idpAway') {
  // A server that hangs is away as well: nobody waits before a page that says nothing.
  const wanted = { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(url, wanted).catch((unreachable) => {
    console.warn('nobody answers', unreachable);
    throw new SignInProblem(why);
  });
  if (!answer.ok) throw new SignInProblem(why);
  return answer.json();
}
