// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { HubProblem } from './hub.js';
import './kit-again.js';
import './kit-idle.js';
import './kit-notice.js';
import { SignInProblem } from './signin.js';

/**
 * The base of every app: who is in, and which view is open. What a view shows of whom stands in this object alone: an
 * address or a title with a patient in it would stay in histories, logs and screenshots. The browser's history holds only
 * how many views deep we are. A derived app says in `entered` what it starts with, and renders `state`.
 */
export class KitApp extends KitElement {
  static properties = { state: { state: true } };

  #signIn;
  #open;
  #home;
  #views = /** @type {any[]} */ ([]);

  /**
   * @param {import('./signin.js').SignIn} signIn
   * @param {() => Promise<{ hub: import('./hub.js').Hub, lockMinutes: number }>} open
   * @param {string} home  path of the app
   */
  constructor(signIn, open, home) {
    super();
    this.#signIn = signIn;
    this.#open = open;
    this.#home = home;
    /** @type {any} */
    this.state = { kind: 'starting' };
    /** @type {import('./hub.js').Hub | undefined} */
    this.hub = undefined;
    this.lockMinutes = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', ({ state }) => this.hub && this.#show(this.#views[state?.view ?? 0] ?? this.#views[0]));
    this.#signIn.addEventListener('somebody-else', () => location.replace(this.#home));
    this.#signIn.addEventListener('signed-out', () => this.#forget('signed-out'));
    this.start();
  }

  /** The first view of who has just signed in. @returns {Promise<any>} */
  async entered() {
    throw new Error('an app says what it starts with');
  }

  async start() {
    this.state = { kind: 'starting' };
    try {
      const started = await this.#signIn.start();
      if (started.kind === 'signed-in') await this.#enter();
      else if (started.kind !== 'leaving') this.state = { kind: 'signed-out', why: started.kind === 'failed' ? started.why : '' };
    } catch (failure) {
      this.#notIn(failure);
    }
  }

  async signIn() {
    try {
      await this.#signIn.go({ prompt: this.state.kind === 'locked' ? 'login' : undefined });
    } catch (failure) {
      this.#notIn(failure);
    }
  }

  #notIn(failure) {
    console.warn('signing in failed', failure);
    this.state = { kind: 'failed', why: reason(failure) };
  }

  async #enter() {
    const { hub, lockMinutes } = await this.#open();
    this.hub = hub;
    this.lockMinutes = lockMinutes;
    hub.prove = (need) => /** @type {any} */ (this.querySelector('kit-again')).ask(need);
    await this.begin();
  }

  /** Asks `entered` for the first view, and forgets those before it. */
  async begin() {
    const first = await this.entered();
    // Who signed out meanwhile sees nothing more.
    if (!this.hub) return;
    this.#views = [first];
    history.replaceState({ view: 0 }, '');
    this.#show(first);
  }

  #show(view) {
    this.state = view;
    this.updateComplete.then(() => scrollTo(0, 0));
  }

  /** Opens a view; the browser's way back leads to the one before. */
  go(view) {
    this.#views.splice((history.state?.view ?? 0) + 1, Infinity, view);
    history.pushState({ view: this.#views.length - 1 }, '');
    this.#show(view);
  }

  #forget(kind) {
    this.hub = undefined;
    this.#views = [];
    this.forgotten();
    this.state = { kind };
  }

  /** What a derived app holds of anybody goes here. */
  forgotten() {}

  /** Forgets everything first, whatever the identity server says. @param {'signed-out' | 'locked'} kind */
  async leave(kind) {
    this.#forget('leaving');
    try {
      await this.#signIn.signOut();
      // Not before: who reloads now would be signed in again without a word.
      this.state = { kind };
    } catch (failure) {
      console.warn('the identity server was not told', failure);
      this.state = { kind: 'failed', why: { kind: 'signOutFailed' } };
    }
  }

  /** Stands beside every view: signing on again, and the lock of a screen that nobody touches. */
  watch() {
    return html`<kit-again .signIn=${this.#signIn} @given-up=${() => this.leave('signed-out')}></kit-again>
      ${this.hub ? html`<kit-idle .minutes=${this.lockMinutes} @lock=${() => this.leave('locked')}></kit-idle>` : nothing}`;
  }
}

/** @param {unknown} failure */
function reason(failure) {
  if (!navigator.onLine) return { kind: 'offline' };
  if (failure instanceof HubProblem) return failure.why;
  return { kind: failure instanceof SignInProblem ? failure.message : 'idpAway' };
}
