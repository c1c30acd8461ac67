// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { icon } from './icons.js';
import { marks, numbers, plain, withoutNumbers } from './sheet-model.js';
import { WORDS } from './words-sheet.js';

/** One block of the sheet, a line an item. The whole of it is a target that tells `deeper`; a number in it is called. */
class EmsBlock extends KitElement {
  static words = WORDS;
  static properties = { block: { attribute: false } };

  render() {
    const { code, items, empty } = this.block;
    return html`<section class="block ${code} ${items.length === 0 ? 'bare' : ''}" aria-labelledby="block-${code}">
      <h2 id="block-${code}">${items.length > 0 ? html`<button type="button" @click=${() => this.tell('deeper')}>${this.t(`block.${code}`)}<span class="unseen"> ${this.t('more')}</span></button>` : this.t(`block.${code}`)}</h2>
      ${items.length > 0 ? html`<ul class="plain">${items.map((item) => (code === 'contacts' ? this.#contact(item) : this.#item(item)))}</ul>` : html`<p class="empty">${empty[this.language]}</p>`}
    </section>`;
  }

  #item(item) {
    const { sure, doubt, heavy } = marks(item);
    const text = item.text[this.language];
    return html`<li class=${heavy.length > 0 ? 'heavy' : ''}><span class="text" lang=${text === item.text.ja ? 'ja' : 'en'}>${plain(text)}</span>
      ${this.#signs(heavy, 'weight')}${sure ? html`<span class="mark sure-${sure}">${this.t(`mark.${sure}`)}</span>` : nothing}${this.#signs(doubt, 'doubt')}
      <span class="when soft">${item.age[this.language]}</span></li>`;
  }

  #signs(found, kind) {
    return found.map((mark) => html`<span class="mark ${kind}">${kind === 'doubt' ? icon('warn') : nothing}${this.t(`mark.${mark}`)}</span>`);
  }

  #contact(item) {
    const text = item.text[this.language];
    const [first] = numbers(text);
    return html`<li><span class="text" lang="ja">${withoutNumbers(text)} ${this.#signs(marks(item).heavy, 'weight')}</span>
      ${first ? html`<a class="tel" href="tel:${first.called}">${icon('phone')}${first.shown}</a>` : html`<span class="soft">${this.t('noNumber')}</span>`}</li>`;
  }
}
customElements.define('ems-block', EmsBlock);
