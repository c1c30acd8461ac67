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
import { begin, count, end } from './keeping.js';
import { keepForOffline } from './offline.js';
import { comeBack, forgetRun } from './returning.js';
import { open, signIn } from './session.js';
import { state as run } from './state.js';
import { first, MODULES } from './views.js';
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
    this.addEventListener('sign-out', () => {
      forgetRun();
      this.leave('signed-out');
    });
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
      await count();
      this.state = { kind: 'failed', why: { kind, text: failure instanceof DeviceProblem ? failure.message : '' } };
      return;
    }
    await super.start();
  }

  async entered() {
    run.change({ desk: signIn.role === 'emergency-desk', me: signIn.person?.id ?? '', name: signIn.person?.name ?? '', organization: signIn.organization });
    const hub = /** @type {import('../kit/hub.js').Hub} */ (this.hub);
    if (!run.desk) {
      begin(hub);
      await comeBack(hub);
    }
    return { kind: 'view', view: run.sheet ? 'sheet' : first(run.desk) };
  }

  forgotten() {
    end();
    run.forget();
  }

  #go(detail) {
    const more = typeof detail === 'string' ? { view: detail } : detail;
    if (!this.hub) {
      // Nobody is signed on: what is sealed here is all there is, and the browser's history is not kept.
      this.state = { kind: 'view', view: more.view, detail: more, moved: true };
      return;
    }
    this.go({ kind: 'view', view: more.view, detail: more, moved: true });
  }

  render() {
    const inside = this.state.kind === 'view';
    return html`<a class="skip" href="#content">${this.t('skip')}</a>
      <ems-bar .state=${run} .ends=${signIn.ends} ?inside=${inside}></ems-bar>
      <div class=${inside ? 'rooms' : 'rooms alone'}>
        ${inside ? html`<ems-nav .view=${this.state.view} ?desk=${run.desk} ?alone=${!this.hub}></ems-nav>` : ''}
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
        return html`<div class="narrow"><h1>${this.t('ems')}</h1><kit-notice .state=${state} @again=${this.start}></kit-notice>
          ${run.sealed > 0 ? html`<p class="lead">${this.t('sealedStill').replace('{n}', String(run.sealed))}</p>
            <p><button type="button" class="primary wide-button" @click=${() => this.#go('sealed')}>${this.t('toSealed')}</button></p>` : html`<p>${this.t('sealedNone')}</p>`}</div>`;
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

keepForOffline(MODULES);
