// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import { sealed } from './looked-model.js';
import { WORDS } from './words-looked.js';

/** Which tablets of crews may hold a sealed sheet, and until when: what a withdrawal does not reach at once. Nothing if there is none. */
class MySealed extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, patient: {}, since: { attribute: false }, held: { state: true } };

  constructor() {
    super();
    this.since = '';
    this.held = /** @type {ReturnType<typeof sealed>} */ ([]);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    // What was done just now may have ended one.
    const done = changed.has('since') && ['saved', 'withdrawn'].includes(this.since);
    if (changed.has('patient') || done) this.#load();
  }

  async #load() {
    try {
      this.held = sealed(await this.hub.operation(`Patient/${this.patient}/$sealed-sheets`));
    } catch (failure) {
      console.info('which devices hold a sheet is not known', failed(failure));
    }
  }

  #said({ device, expires, revoked }) {
    return this.t(revoked ? 'sealedRevoked' : 'sealedUntil').replace('{device}', device).replace('{until}', dateTime(expires, this.language));
  }

  render() {
    if (this.held.length === 0) return nothing;
    return html`<section class="notice" aria-labelledby="sealed"><h2 id="sealed">${this.t('sealedTitle')}</h2>
      <p>${this.t('sealedLead')}</p>
      <ul>${this.held.map((one) => html`<li>${this.#said(one)}</li>`)}</ul></section>`;
  }
}
customElements.define('my-sealed', MySealed);
