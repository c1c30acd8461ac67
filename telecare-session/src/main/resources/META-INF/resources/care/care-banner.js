// @ts-check
import { html, nothing } from 'lit';
import { date, dateTime, era } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { WORDS } from './words.js';

/** What each role asks for when it does not say; for others there is no word. */
const USUAL = { physician: 'TREAT', nurse: 'TREAT', pharmacist: 'TREAT', facility: 'TREAT', 'emergency-desk': 'ETREAT', crew: 'ETREAT' };

/** Who this chart is about, and what for it is open. */
export class CareBanner extends KitElement {
  static words = WORDS;
  static properties = { person: { attribute: false }, until: {}, purpose: {}, role: {} };

  render() {
    const { person } = this;
    return html`<div class="banner">
      <h1 tabindex="-1" lang="ja"><span class="kana">${person.kana}</span> ${person.name}</h1>
      <dl>
        ${this.#fact('age', this.#age(person.age))}
        ${this.#fact('born', html`${date(person.born, this.language)} <span class="soft">${era(person.born, this.language)}</span>`)}
        ${this.#fact('sex', this.t(`sex.${person.sex || 'unknown'}`))}
        ${person.number ? this.#fact('number', person.number) : nothing}
        ${this.until || USUAL[this.role] ? this.#fact('purpose', this.#purpose()) : nothing}
      </dl>
      ${person.died ? html`<p class="notice failed">${this.t('died')} ${person.died === 'yes' ? nothing : date(person.died, this.language)}</p>` : nothing}
    </div>`;
  }

  #fact(key, content) {
    return html`<div><dt>${this.t(key)}</dt><dd>${content}</dd></div>`;
  }

  /** Months count in the first three years. */
  #age(age) {
    if (!age) return this.t('unknown');
    const words = age.years < 3 ? this.t('yearsMonths') : this.t('years');
    return words.replace('{n}', age.years).replace('{m}', age.months);
  }

  #purpose() {
    if (!this.until) return this.t(`purpose.${USUAL[this.role]}`);
    return html`<strong class="broken">${this.t(`purpose.${this.purpose}`)}</strong> ${this.t('until').replace('{when}', dateTime(this.until, this.language))}`;
  }
}
customElements.define('care-banner', CareBanner);
