// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import './ems-era-pad.js';
import { ageTyped, byPerson } from './find-model.js';
import { WORDS } from './words-find.js';

const FIELDS = ['name', 'birthDate', 'age', 'address', 'phone'];

/** Name, birth date or age, sex, address, number, as far as they are known. Tells `asked` with the question's parameters. */
class EmsPerson extends KitElement {
  static words = WORDS;
  static properties = { busy: { type: Boolean }, wrong: { state: true }, pad: { state: true }, years: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.wrong = {};
    this.pad = false;
    this.years = /** @type {number | undefined} */ (undefined);
  }

  render() {
    return html`<form class="panel person" @submit=${(event) => this.#ask(event)} novalidate>
      <p class="soft">${this.t('personText')}</p>
      ${this.#field('name', { hint: true })}
      <div class="pair">${this.#field('birthDate', { hint: true, typed: (event) => this.#born(event.target.value) })}
        <button type="button" class="pad-key" aria-expanded=${String(this.pad)} @click=${() => (this.pad = !this.pad)}>${this.t('pad')}</button>
        ${this.years === undefined ? this.#field('age', { mode: 'numeric' }) : html`<p class="field told" role="status"><span class="label">${this.t('age')}</span> ${this.t('years').replace('{n}', String(this.years))}</p>`}</div>
      ${this.pad ? html`<ems-era-pad @day=${({ detail }) => this.#keyed(detail)}></ems-era-pad>` : nothing}
      <fieldset class="choices"><legend>${this.t('sex')}</legend>
        ${['', 'female', 'male'].map((key) => html`<label class="choice"><input type="radio" name="sex" value=${key} ?checked=${key === ''} /> ${this.t(`sexAsked.${key || 'open'}`)}</label>`)}</fieldset>
      <div class="fields">${this.#field('address', {})}${this.#field('phone', { mode: 'tel' })}</div>
      <button class="primary wide-button" ?disabled=${this.busy}>${this.t('ask')}</button></form>`;
  }

  #field(key, { hint = false, mode = 'text', typed = /** @type {(event: any) => void} */ (() => {}) }) {
    const wrong = this.wrong[key];
    return html`<div class="field"><label for="person-${key}">${this.t(`item.${key}`)}</label>${hint ? html`<span class="hint" id="person-${key}-hint">${this.t(`${key}Hint`)}</span>` : nothing}
      <input id="person-${key}" name=${key} autocomplete="off" spellcheck="false" lang="ja" inputmode=${mode} maxlength="200" @input=${typed}
        aria-invalid=${String(Boolean(wrong))} aria-describedby="${hint ? `person-${key}-hint ` : ''}person-${key}-wrong" />
      <p class="error" id="person-${key}-wrong">${wrong ? this.t(wrong) : nothing}</p></div>`;
  }

  /** Two ages that do not fit would find nobody: who knows the day is not asked for the age. */
  #born(typed) {
    this.years = ageTyped(typed, new Date());
  }

  #keyed({ typed, done }) {
    const field = /** @type {HTMLInputElement} */ (this.querySelector('#person-birthDate'));
    field.value = typed;
    this.#born(typed);
    if (done) this.pad = false;
  }

  async #ask(event) {
    event.preventDefault();
    const { parameters, wrong } = byPerson(/** @type {any} */ (Object.fromEntries(new FormData(event.target))), new Date());
    this.wrong = wrong;
    await this.updateComplete;
    const first = FIELDS.find((key) => wrong[key]);
    if (first) /** @type {HTMLElement} */ (this.querySelector(`#person-${first}`)).focus();
    else this.tell('asked', parameters);
  }
}
customElements.define('ems-person', EmsPerson);
