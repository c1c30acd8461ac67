// @ts-check
import { html, nothing } from 'lit';
import { date, era } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { icon } from './icons.js';
import { WORDS } from './words-find.js';

/** Who somebody is, with the photo if there is one. `large`: to compare with the face before one. */
class EmsIdentity extends KitElement {
  static words = WORDS;
  static properties = { identity: { attribute: false }, large: { type: Boolean } };

  render() {
    const { name, kana, birthDate, age, sex, address, photo } = this.identity;
    const old = age === undefined ? '' : this.t('years').replace('{n}', String(age));
    return html`<div class="identity ${this.large ? 'large' : ''}">
      ${photo ? html`<img src=${photo} alt=${this.t('photo')} />` : html`<span class="no-photo">${icon('person')}<span class="unseen">${this.t('noPhoto')}</span></span>`}
      <div class="names" lang="ja"><span class="kana">${kana}</span><strong class="full">${name}</strong></div>
      <p class="body"><strong>${[old, this.t(`sex.${sex}`)].filter(Boolean).join(this.t('joined'))}</strong>
        <span>${birthDate ? html`${this.t('born').replace('{day}', date(birthDate, this.language))} <span class="soft">${era(birthDate, this.language)}</span>` : this.t('bornUnknown')}</span>
        ${address ? html`<span class="address" lang="ja">${address}</span>` : nothing}${this.#speech()}</p></div>`;
  }

  /** Japanese, which everybody here speaks, is no news. */
  #speech() {
    const { language, foreign, interpreter, hearing } = this.identity;
    const said = [foreign || interpreter ? language[this.language] : '', interpreter ? this.t('interpreter') : '', hearing[this.language]].filter(Boolean);
    return said.length > 0 ? html`<span class="mark speech">${icon('warn')}${said.join(this.t('joined'))}</span>` : nothing;
  }
}
customElements.define('ems-identity', EmsIdentity);
