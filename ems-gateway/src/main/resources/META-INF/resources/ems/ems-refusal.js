// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import { REFUSALS } from './said-model.js';
import { WORDS } from './words-hospital.js';

/** Why a hospital (`name`) could not take the person. Tells `written`, and `closed`. */
class EmsRefusal extends KitElement {
  static words = WORDS;
  static properties = { name: {}, wrong: { state: true } };

  render() {
    return html`<kit-dialog .heading=${`${this.t('refused')}: ${this.name}`} .closing=${this.t('cancel')}
      .content=${html`<form id="refusal" @submit=${(event) => this.#send(event)} novalidate><fieldset><legend>${this.t('why')}</legend>
        ${Object.keys(REFUSALS).map((one) => html`<label class="choice large"><input type="checkbox" name="reason" value=${one} /> ${this.t(one)}</label>`)}</fieldset>
        <div class="field"><label for="refusal-words">${this.t('whyWords')}</label><input id="refusal-words" name="words" lang="ja" autocomplete="off" /></div>
        <p class="error" role="alert">${this.wrong ? this.t('wrongReason') : ''}</p></form>`}
      .actions=${html`<button class="primary" form="refusal">${this.t('record')}</button>`}></kit-dialog>`;
  }

  #send(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const reasons = form.getAll('reason').map(String);
    this.wrong = reasons.length === 0;
    if (!this.wrong) this.tell('written', { reasons, words: String(form.get('words')) });
  }
}
customElements.define('ems-refusal', EmsRefusal);
