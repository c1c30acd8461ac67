// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { failed } from '../kit/hub.js';
import { decisions } from './chart-model.js';
import { WORDS } from './words.js';

/** What the gate says of me and this record, kind by kind (`$access-decision`); hidden and absent in the same words. */
export class CareWhy extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, patient: {}, state: { state: true } };

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#ask();
  }

  async #ask() {
    this.state = { kind: 'loading' };
    try {
      const parameter = [{ name: 'patient', valueReference: { reference: `Patient/${this.patient}` } }];
      this.state = { kind: 'ready', answer: await this.hub.operation('$access-decision', parameter) };
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  render() {
    return html`<kit-dialog .heading=${this.t('whyTitle')} .content=${this.#content()}></kit-dialog>`;
  }

  #content() {
    if (this.state.kind !== 'ready') return html`<kit-notice .state=${this.state} @again=${() => this.#ask()}></kit-notice>`;
    return html`<p>${this.t('whyText')}</p><ul>${decisions(this.state.answer, this.language).map((text) => html`<li>${text}</li>`)}</ul>
      <p class="constant">${this.t('withholding')}</p>`;
  }
}
customElements.define('care-why', CareWhy);
