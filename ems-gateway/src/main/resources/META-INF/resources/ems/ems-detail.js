// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import { marks, numbers } from './sheet-model.js';
import { WORDS } from './words-sheet.js';

/** One tap deeper: all that the sheet knows of a block or of a flag. `deeper`: `{ kind: 'block', block } | { kind: 'flag', flag }`. Tells `closed`. */
class EmsDetail extends KitElement {
  static words = WORDS;
  static properties = { deeper: { attribute: false }, sheet: { attribute: false } };

  render() {
    const { deeper } = this;
    const heading = deeper.kind === 'flag' ? deeper.flag.text[this.language] : this.t(`block.${deeper.block.code}`);
    return html`<kit-dialog class="drawer" .heading=${heading} .content=${deeper.kind === 'flag' ? this.#flag(deeper.flag) : this.#items(deeper.block.items)}></kit-dialog>`;
  }

  #flag({ source, refs }) {
    const items = this.sheet.blocks.flatMap(({ items }) => items).filter(({ ref }) => refs.includes(ref));
    return html`<p class="soft">${this.t('rule')}: <span lang="ja">${source}</span></p><h3>${this.t('because')}</h3>${this.#items(items)}`;
  }

  #items(items) {
    return html`<ul class="plain details">${items.map((item) => this.#item(item))}</ul>`;
  }

  /** The kind of record in words, and its reference, by which the operators find it. @param {string} ref */
  #source(ref) {
    const [type] = ref.split('/');
    const key = `type.${type}`;
    const kind = this.t(key);
    return kind === key ? ref : `${kind} ${ref}`;
  }

  #item(item) {
    const { sure, doubt, heavy } = marks(item);
    const fact = (key, value) => (value ? html`<div><dt>${this.t(key)}</dt><dd lang="ja">${value}</dd></div>` : nothing);
    const english = item.text.en !== item.text.ja && this.language === 'en';
    return html`<li class="panel"><p class="words" lang="ja"><strong>${item.text.ja}</strong></p>${english ? html`<p lang="en">${item.text.en}</p>` : nothing}
      ${[sure, ...doubt, ...heavy].filter(Boolean).map((mark) => html`<p class="meaning"><span class="mark">${this.t(`mark.${mark}`)}</span> ${this.t(`means.${mark}`)}</p>`)}
      <dl class="facts">${fact('recorded', item.date ? `${dateTime(item.date, this.language)} (${item.age[this.language]})` : this.t('noDate'))}
        ${fact('source', this.#source(item.ref))}</dl>
      ${numbers(item.text.ja).map(({ shown, called }) => html`<p><a class="tel" href="tel:${called}">${shown}</a></p>`)}</li>`;
  }
}
customElements.define('ems-detail', EmsDetail);
