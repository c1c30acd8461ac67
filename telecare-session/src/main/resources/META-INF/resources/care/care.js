// @ts-check
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-again.js';
import '../kit/kit-header.js';
import '../kit/kit-idle.js';
import '../kit/kit-notice.js';
import { SignInProblem } from '../kit/signin.js';
import './care-chart.js';
import './care-door.js';
import { BREAK_GLASS } from './care-glass.js';
import './care-search.js';
import { open, signIn } from './session.js';
import { WORDS } from './words.js';

/**
 * The app: signed out, the search, or one chart. Which chart is open stands in this object alone: an address or a title with
 * a patient in it would stay in histories, logs and screenshots. The history holds only how many views deep we are.
 */
class CareApp extends KitElement {
  static words = WORDS;
  static properties = { state: { state: true } };

  #views = [{ kind: 'search' }];

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'starting' });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', ({ state }) => this.hub && this.#show(this.#views[state?.view ?? 0] ?? this.#views[0]));
    signIn.addEventListener('somebody-else', () => location.replace('/care/'));
    signIn.addEventListener('signed-out', () => this.#forget('signed-out'));
    this.#start();
  }

  async #start() {
    this.state = { kind: 'starting' };
    try {
      const started = await signIn.start();
      if (started.kind === 'signed-in') await this.#enter();
      else if (started.kind !== 'leaving') this.state = { kind: 'signed-out', why: started.kind === 'failed' ? started.why : '' };
    } catch (failure) {
      this.#notIn(failure);
    }
  }

  async #signIn() {
    try {
      await signIn.go({ prompt: this.state.kind === 'locked' ? 'login' : undefined });
    } catch (failure) {
      this.#notIn(failure);
    }
  }

  #notIn(failure) {
    console.warn('signing in failed', failure);
    this.state = { kind: 'failed', why: { kind: failure instanceof SignInProblem ? failure.message : 'idpAway' } };
  }

  async #enter() {
    const { hub, lockMinutes } = await open();
    this.hub = hub;
    this.lockMinutes = lockMinutes;
    hub.prove = (need) => /** @type {any} */ (this.querySelector('kit-again')).ask(need);
    history.replaceState({ view: 0 }, '');
    if (signIn.patient) this.#views[0] = /** @type {any} */ ({ kind: 'chart', patient: signIn.patient });
    this.#show(this.#views[0]);
  }

  #show(view) {
    this.state = view;
    this.updateComplete.then(() => scrollTo(0, 0));
  }

  #go(view) {
    this.#views.splice((history.state?.view ?? 0) + 1, Infinity, view);
    history.pushState({ view: this.#views.length - 1 }, '');
    this.#show(view);
  }

  #forget(kind) {
    this.hub = undefined;
    this.#views = [{ kind: 'search' }];
    this.state = { kind };
  }

  /** Forgets everything first, whatever the identity server says. */
  async #leave(kind) {
    this.#forget('leaving');
    try {
      await signIn.signOut();
      // Not before: who reloads now would be signed in again without a word.
      this.state = { kind };
    } catch (failure) {
      console.warn('the identity server was not told', failure);
      this.state = { kind: 'failed', why: { kind: 'signOutFailed' } };
    }
  }

  render() {
    const { person, role } = signIn;
    const known = this.hub && person;
    return html`<a class="skip" href="#content">${this.t('skip')}</a>
      <kit-header .heading=${this.t('care')} .person=${known ? person.name : ''} .role=${known ? this.t(`role.${role}`) : ''}
        @sign-out=${() => this.#leave('signed-out')}></kit-header>
      <main class="wrap page" id="content" tabindex="-1">${this.#inside()}</main>
      <kit-again .signIn=${signIn} @given-up=${() => this.#leave('signed-out')}></kit-again>
      ${known ? html`<kit-idle .minutes=${this.lockMinutes} @lock=${() => this.#leave('locked')}></kit-idle>` : nothing}`;
  }

  #inside() {
    const { state } = this;
    switch (state.kind) {
      case 'search':
        return html`<care-search .hub=${this.hub} .me=${signIn.person?.id} @opened=${({ detail }) => this.#go({ kind: 'chart', ...detail })}></care-search>`;
      case 'chart':
        return keyed(state, this.#chart(state));
      case 'failed':
        return html`<h1>${this.t('care')}</h1><kit-notice .state=${state} @again=${this.#start}></kit-notice>`;
      case 'signed-out':
      case 'locked':
        return html`<care-door ?locked=${state.kind === 'locked'} .why=${state.why ?? ''} @sign-in=${this.#signIn}></care-door>`;
      default:
        return html`<kit-notice .state=${{ kind: 'loading' }}></kit-notice>`;
    }
  }

  #chart({ patient, until }) {
    const hub = until ? this.hub?.stating(BREAK_GLASS) : this.hub;
    return html`<care-chart .hub=${hub} .patient=${patient} .until=${until} .me=${signIn.person?.name} .role=${signIn.role}
      @to-search=${() => this.#go({ kind: 'search' })} @opened=${({ detail }) => this.#go({ kind: 'chart', ...detail })}></care-chart>`;
  }
}
customElements.define('care-app', CareApp);
