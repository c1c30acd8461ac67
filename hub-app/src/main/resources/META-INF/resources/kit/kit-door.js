// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { KIT_WORDS } from './kit-words.js';

/** Before anybody is signed in: what this app is, and the way in. `locked`, `why`: what put one out again. Tells `sign-in`. */
export class KitDoor extends KitElement {
  static words = KIT_WORDS;
  static properties = { heading: {}, lead: {}, more: {}, locked: { type: Boolean }, why: {} };

  render() {
    return html`<h1>${this.heading}</h1>
      <p class="lead">${this.lead}</p>
      ${this.locked ? html`<p class="notice" role="status">${this.t('locked')}</p>` : nothing}
      ${this.why ? html`<p class="notice failed" role="alert">${this.t(`why.${this.why}`)}</p>` : nothing}
      <p><button type="button" class="primary" @click=${() => this.tell('sign-in')}>${this.t('signIn')}</button></p>
      <p class="soft">${this.more}</p>`;
  }
}
customElements.define('kit-door', KitDoor);
