// @ts-check
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { KitApp } from '../kit/app.js';
import '../kit/kit-door.js';
import '../kit/kit-header.js';
import '../kit/kit-notice.js';
import '../kit/text-size.js';
import './install.js';
import './my-nav.js';
import './my-view.js';
import './my-whose.js';
import { keepForOffline } from './offline.js';
import { open, signIn, takeInvitation } from './session.js';
import { nobody, purposeFor, reference } from './whose-model.js';
import { askWhose } from './whose.js';
import { WORDS } from './words.js';

/** The residents' app: whose record, always in sight; the ways to everything; one view. */
class MyApp extends KitApp {
  static words = WORDS;
  static properties = { online: { state: true } };

  #people = /** @type {import('./whose-model.js').Whose[]} */ ([]);
  #whose = nobody('');

  constructor() {
    super(signIn, open, '/my/');
    this.online = navigator.onLine;
  }

  connectedCallback() {
    super.connectedCallback();
    for (const kind of ['online', 'offline']) addEventListener(kind, () => (this.online = navigator.onLine));
    this.addEventListener('go', (event) => this.#go(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener('switch', (event) => this.#switch(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener('whose-changed', () => this.begin());
    this.addEventListener('sign-out', () => this.leave('signed-out'));
  }

  async entered() {
    const me = reference(signIn.person?.id ?? '');
    this.#people = await askWhose(/** @type {any} */ (this.hub), me);
    this.#whose = this.#people.find(({ patient }) => patient === this.#whose.patient) ?? this.#people[0] ?? nobody(me);
    const invitation = takeInvitation();
    return invitation ? { kind: 'view', view: 'people', detail: { invitation } } : { kind: 'view', view: 'home' };
  }

  forgotten() {
    this.#people = [];
    this.#whose = nobody('');
  }

  #go(detail) {
    const more = typeof detail === 'string' ? { view: detail } : detail;
    this.go({ kind: 'view', view: more.view, detail: more, moved: true });
  }

  /** Another's record begins at its beginning: nothing of the one before stays in reach. */
  #switch(patient) {
    this.#whose = this.#people.find((one) => one.patient === patient) ?? this.#whose;
    this.begin();
  }

  render() {
    const inside = this.state.kind === 'view';
    return html`<a class="skip" href="#content">${this.t('skip')}</a>
      <kit-header class=${inside ? 'inside' : ''} .heading=${this.t('my')} .person=${inside ? (signIn.person?.name ?? '') : ''} .role=${''}></kit-header>
      ${inside ? html`<my-whose .whose=${this.#whose} .others=${this.#people.length > 1}></my-whose>` : nothing}
      ${this.online ? nothing : html`<p class="notice failed wrap offline" role="status">${this.t('offline')}</p>`}
      <div class=${inside ? 'wrap rooms' : 'wrap'}>
        ${inside ? html`<my-nav .view=${this.state.view} ?alone=${this.#whose.relation === 'none'}></my-nav>` : nothing}
        <main class="page" id="content" tabindex="-1">${this.#inside()}</main>
      </div>
      ${this.watch()}`;
  }

  #inside() {
    const { state } = this;
    switch (state.kind) {
      case 'view':
        return keyed(state, html`<my-view .view=${state.view} .detail=${state.detail} ?moved=${state.moved} .whose=${this.#whose}
          .hub=${this.hub?.stating(purposeFor(this.#whose))}></my-view>`);
      case 'failed':
        return html`<h1>${this.t('my')}</h1><kit-notice .state=${state} @again=${this.start}></kit-notice>
          ${['offline', 'away'].includes(state.why.kind) ? html`<p>${this.t('offlineStill')}</p>` : nothing}`;
      case 'signed-out':
      case 'locked':
        return html`<kit-door .heading=${this.t('my')} .lead=${this.t('doorLead')} .more=${this.t('doorJournal')} ?locked=${state.kind === 'locked'}
          .why=${state.why ?? ''} @sign-in=${this.signIn}></kit-door>`;
      default:
        return html`<kit-notice .state=${{ kind: 'loading' }}></kit-notice>`;
    }
  }
}
customElements.define('my-app', MyApp);

keepForOffline();
