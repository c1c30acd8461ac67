// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import './ems-certainty.js';
import { compared } from './find-model.js';
import { icon } from './icons.js';
import { WORDS } from './words-find.js';

/** Who it may be, best first, told apart by what agrees and what differs: in words and shapes. Tells `chosen` with one. */
class EmsCandidateList extends KitElement {
  static words = WORDS;
  static properties = { candidates: { attribute: false } };

  render() {
    return html`<ul class="plain stack">${this.candidates.map((one) => html`<li><button type="button" class="tall candidate" @click=${() => this.tell('chosen', one)}>
      <span class="line"><span lang="ja"><span class="kana">${one.kana}</span> <strong class="big">${one.name}</strong></span> <ems-certainty .certainty=${one.certainty}></ems-certainty></span>
      <span>${this.#facts(one)}</span>
      ${compared(one).length > 0 ? html`<span class="line compared">${compared(one).map((item) => this.#compared(item))}</span>` : nothing}
    </button></li>`)}</ul>`;
  }

  #facts({ age, birthYear, sex, town }) {
    const old = age !== undefined ? this.t('years').replace('{n}', String(age)) : birthYear !== undefined ? this.t('bornIn').replace('{n}', String(birthYear)) : '';
    return html`${[old, this.t(`sex.${sex}`)].filter(Boolean).join(this.t('joined'))}${town ? html`${this.t('joined')}<span lang="ja">${town}</span>` : nothing}`;
  }

  #compared({ item, agrees }) {
    return html`<span class="mark ${agrees ? 'agrees' : 'differs'}">${icon(agrees ? 'yes' : 'no')}${this.t(`item.${item}`)}${agrees ? '' : html` <strong>${this.t('differs')}</strong>`}<span class="unseen">${agrees ? this.t('agrees') : nothing}</span></span>`;
  }
}
customElements.define('ems-candidate-list', EmsCandidateList);
