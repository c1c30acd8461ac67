// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { byNumber } from './find-model.js';
import { WORDS } from './words-find.js';

const FIELDS = { resident: ['resident'], insurance: ['insurer', 'symbol', 'member', 'branch'] };

/** A number on a card: the town's own, or an insurance card's four. Tells `asked` with the question's parameters. */
class EmsNumber extends KitElement {
  static words = WORDS;
  static properties = { busy: { type: Boolean }, kind: { state: true }, wrong: { state: true } };

  constructor() {
    super();
    this.kind = /** @type {'resident' | 'insurance'} */ ('resident');
    this.wrong = false;
  }

  render() {
    return html`<form class="panel" @submit=${(event) => this.#ask(event)} novalidate>
      <fieldset class="choices"><legend>${this.t('whichNumber')}</legend>
        ${Object.keys(FIELDS).map((key) => html`<label class="choice"><input type="radio" name="kind" value=${key} .checked=${key === this.kind} @change=${() => this.#switch(key)} /> ${this.t(`number.${key}`)}</label>`)}</fieldset>
      <div class="fields">${FIELDS[this.kind].map((key) => html`<div class="field"><label for="number-${key}">${this.t(key)}</label>
        <input id="number-${key}" name=${key} autocomplete="off" spellcheck="false" inputmode=${key === 'symbol' || key === 'resident' ? 'text' : 'numeric'} maxlength="40"
          aria-invalid=${String(this.wrong)} aria-describedby="number-wrong" /></div>`)}</div>
      <p class="error" id="number-wrong" role="alert">${this.wrong ? this.t(`numberWrong.${this.kind}`) : nothing}</p>
      <button class="primary wide-button" ?disabled=${this.busy}>${this.t('ask')}</button></form>`;
  }

  #switch(key) {
    this.kind = key;
    this.wrong = false;
  }

  #ask(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const asked = byNumber(this.kind, FIELDS[this.kind].map((key) => String(form.get(key) ?? '')));
    this.wrong = !asked;
    if (asked) this.tell('asked', asked);
    else /** @type {HTMLElement} */ (this.querySelector('.fields input')).focus();
  }
}
customElements.define('ems-number', EmsNumber);
