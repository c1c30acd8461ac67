// @ts-check
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { KitElement } from '../kit/element.js';
import { HubProblem } from '../kit/hub.js';
import { watchIdle } from '../kit/idle.js';
import '../kit/kit-again.js';
import '../kit/kit-dialog.js';
import '../kit/kit-header.js';
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
  static properties = { state: { state: true }, need: { state: true }, idle: { state: true } };

  #views = [{ kind: 'search' }];
  #proof = /** @type {{ promise: Promise<void>, done: () => void, failed: (why: Error) => void } | undefined} */ (undefined);

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'starting' });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('popstate', ({ state }) => this.hub && this.#show(this.#views[state?.view ?? 0] ?? this.#views[0]));
    signIn.addEventListener('somebody-else', () => location.replace('/care/'));
    this.#start();
  }

  async #start() {
    this.state = { kind: 'starting' };
    try {
      const started = await signIn.start();
      if (started.kind === 'signed-in') await this.#enter();
      else if (started.kind !== 'leaving') this.state = started.kind === 'failed' ? { kind: 'signed-out', failed: started.why } : started;
    } catch (failure) {
      this.#notIn(failure);
    }
  }

  async #enter() {
    const { hub, lockMinutes } = await open();
    this.hub = hub;
    hub.prove = (need) => this.#prove(need);
    watchIdle(lockMinutes, (idle) => (idle === 'lock' ? this.#leave('locked') : (this.idle = idle)));
    history.replaceState({ view: 0 }, '');
    if (signIn.patient) this.#views[0] = { kind: 'chart', patient: signIn.patient };
    this.#show(this.#views[0]);
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

  #show(view) {
    this.state = view;
    this.updateComplete.then(() => scrollTo(0, 0));
  }

  #go(view) {
    this.#views.splice((history.state?.view ?? 0) + 1, Infinity, view);
    history.pushState({ view: this.#views.length - 1 }, '');
    this.#show(view);
  }

  async #leave(kind) {
    this.need = undefined;
    this.idle = undefined;
    this.hub = undefined;
    this.#views = [{ kind: 'search' }];
    this.state = { kind };
    try {
      await signIn.signOut();
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
      ${this.need ? html`<kit-again .need=${this.need} .signIn=${signIn} @proved=${this.#proved} @given-up=${this.#gaveUp}></kit-again>` : nothing}
      ${this.idle === 'warn' ? html`<kit-dialog .heading=${this.t('idleTitle')} .closing=${this.t('idleStay')} .content=${html`<p>${this.t('idleText')}</p>`}></kit-dialog>` : nothing}`;
  }

  #inside() {
    const { state } = this;
    switch (state.kind) {
      case 'search':
        return html`<care-search .hub=${this.hub} .me=${signIn.person?.id} @opened=${({ detail }) => this.#go({ kind: 'chart', ...detail })}></care-search>`;
      case 'chart':
        return html`${keyed(state, this.#chart(state))}`;
      case 'failed':
        return html`<h1>${this.t('care')}</h1><kit-notice .state=${state} @again=${this.#start}></kit-notice>`;
      case 'signed-out':
      case 'locked':
        return html`<care-door ?locked=${state.kind === 'locked'} ?refused=${Boolean(state.failed)} @sign-in=${this.#signIn}></care-door>`;
      default:
        return html`<kit-notice .state=${{ kind: 'loading' }}></kit-notice>`;
    }
  }

  #chart(view) {
    const hub = view.until ? this.hub?.stating(BREAK_GLASS) : this.hub;
    return html`<care-chart .hub=${hub} .patient=${view.patient} .until=${view.until} .me=${signIn.person?.name} .role=${signIn.role}
      @to-search=${() => this.#go({ kind: 'search' })} @opened=${({ detail }) => this.#go({ kind: 'chart', ...detail })}></care-chart>`;
  }

  /** One question, however many requests wait for it. */
  #prove(need) {
    if (!this.#proof) {
      this.need = need;
      const proof = /** @type {any} */ ({});
      proof.promise = new Promise((done, failed) => Object.assign(proof, { done, failed }));
      this.#proof = proof;
    }
    return /** @type {any} */ (this.#proof).promise;
  }

  #answered(settle) {
    const [proof, ended] = [this.#proof, this.need?.kind === 'ended'];
    this.need = undefined;
    this.#proof = undefined;
    settle(proof);
    return ended;
  }

  #proved() {
    this.#answered((proof) => proof?.done());
  }

  #gaveUp() {
    const ended = this.#answered((proof) => proof?.failed(new HubProblem({ kind: 'givenUp' })));
    if (ended) this.#leave('signed-out');
  }
}
customElements.define('care-app', CareApp);
