// @ts-check
/** EHR launch (SMART App Launch 2.2): `iss` must be this hub, `launch` is taken along to the identity server. */
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-header.js';
import '../kit/kit-notice.js';
import { SignInProblem } from '../kit/signin.js';
import { signIn } from './session.js';
import { WORDS } from './words.js';

class CareLaunch extends KitElement {
  static words = WORDS;
  static properties = { state: { state: true } };

  constructor() {
    super();
    this.state = { kind: 'loading' };
  }

  connectedCallback() {
    super.connectedCallback();
    this.#go();
  }

  render() {
    return html`<kit-header .heading=${this.t('care')}></kit-header>
      <main class="wrap page" id="content">
        <h1>${this.t('launching')}</h1>
        ${this.state.kind === 'foreign' ? html`<p class="notice failed">${this.t('foreignIss')}</p>` : html`<kit-notice .state=${this.state} @again=${this.#go}></kit-notice>`}
        <p><a href="/care/">${this.t('toSearch')}</a></p>
      </main>`;
  }

  async #go() {
    const query = new URLSearchParams(location.search);
    const [iss, launch] = [query.get('iss'), query.get('launch')];
    try {
      const { fhir } = await signIn.find();
      // Signing on for an address that somebody else chose would hand them the code.
      if (iss?.replace(/\/$/, '') !== fhir || !launch) this.state = { kind: 'foreign' };
      else await signIn.go({ launch });
    } catch (failure) {
      console.warn('the launch failed', failure);
      this.state = { kind: 'failed', why: { kind: failure instanceof SignInProblem ? failure.message : 'idpAway' } };
    }
  }
}
customElements.define('care-launch', CareLaunch);
