// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { WORDS } from './words.js';

/** Before anybody is signed in: what this is, and the way in. `locked`, `why`: what put one out again. Tells `sign-in`. */
export class CareDoor extends KitElement {
  static words = WORDS;
  static properties = { locked: { type: Boolean }, why: {} };

  render() {
    return html`<h1>${this.t('care')}</h1>
      <p class="lead">${this.t('doorLead')}</p>
      ${this.locked ? html`<p class="notice" role="status">${this.t('locked')}</p>` : nothing}
      ${this.why ? html`<p class="notice failed" role="alert">${this.t(`why.${this.why}`)}</p>` : nothing}
      <p><button type="button" class="primary" @click=${() => this.tell('sign-in')}>${this.t('signIn')}</button></p>
      <p class="soft">${this.t('doorJournal')}</p>`;
  }
}
customElements.define('care-door', CareDoor);
