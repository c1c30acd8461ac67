// @ts-check
import { html } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { KitApp } from '../kit/app.js';
import '../kit/kit-door.js';
import '../kit/kit-notice.js';
import '../kit/look.js';
import { DeviceProblem, myself } from './device.js';
import './ems-bar.js';
import './ems-nav.js';
import './ems-pair.js';
import './ems-view.js';
import { open, signIn } from './session.js';
import { state as run } from './state.js';
import { first } from './views.js';
import { WORDS } from './words.js';

/** The crews' app: is this tablet known, who is signed on, and one view. */
class EmsApp extends KitApp {
  static words = WORDS;

  constructor() {
    super(signIn, open, '/ems/');
    run.addEventListener('change', () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('go', (event) => this.#go(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener('sign-out', () => this.leave('signed-out'));
    this.addEventListener('paired', () => this.start());
  }

  /** A tablet that the hub does not know signs nobody on: that is said before anybody types a badge number. */
  async start() {
    this.state = { kind: 'starting' };
    try {
      const device = await myself();
      if (!device.live) {
        this.state = { kind: 'unpaired', revoked: device.known };
        return;
      }
    } catch (failure) {
      console.warn('the hub did not say whether it knows this tablet', failure);
      const kind = failure instanceof DeviceProblem ? (failure.status === 503 ? 'away' : 'broken') : 'away';
      this.state = { kind: 'failed', why: { kind, text: failure instanceof DeviceProblem ? failure.message : '' } };
      return;
    }
    await super.start();
  }

  async entered() {
    run.change({ desk: signIn.role === 'emergency-desk', me: signIn.person?.id ?? '', name: signIn.person?.name ?? '', organization: signIn.organization });
    return { kind: 'view', view: first(run.desk) };
  }

  forgotten() {
    run.forget();
  }

  #go(detail) {
    const more = typeof detail === 'string' ? { view: detail } : detail;
    this.go({ kind: 'view', view: more.view, detail: more, moved: true });
  }

  render() {
    const inside = this.state.kind === 'view';
    return html`<a class="skip" href="#content">${this.t('skip')}</a>
      <ems-bar .state=${run} .ends=${signIn.ends} ?inside=${inside}></ems-bar>
      <div class=${inside ? 'rooms' : 'rooms alone'}>
        ${inside ? html`<ems-nav .view=${this.state.view} ?desk=${run.desk}></ems-nav>` : ''}
        <main class="page" id="content" tabindex="-1">${this.#inside()}</main>
      </div>
      ${this.watch()}`;
  }

  #inside() {
    const { state } = this;
    switch (state.kind) {
      case 'view':
        return keyed(state, html`<ems-view .view=${state.view} .detail=${state.detail} ?moved=${state.moved} .hub=${this.hub} .state=${run}></ems-view>`);
      case 'unpaired':
        return html`<ems-pair ?revoked=${state.revoked}></ems-pair>`;
      case 'failed':
        return html`<h1>${this.t('ems')}</h1><kit-notice .state=${state} @again=${this.start}></kit-notice>`;
      case 'signed-out':
      case 'locked':
        return html`<kit-door .heading=${this.t('ems')} .lead=${this.t('doorLead')} .more=${this.t('doorMore')} ?locked=${state.kind === 'locked'}
          .why=${state.why ?? ''} @sign-in=${this.signIn}></kit-door>`;
      default:
        return html`<kit-notice .state=${{ kind: 'loading' }}></kit-notice>`;
    }
  }
}
customElements.define('ems-app', EmsApp);
