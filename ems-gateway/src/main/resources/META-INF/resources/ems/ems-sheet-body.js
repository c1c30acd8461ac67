// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import './ems-block.js';
import './ems-call.js';
import './ems-detail.js';
import { icon } from './icons.js';
import { blockOf } from './sheet-model.js';
import { WORDS } from './words-sheet.js';

/** Where each block stands on a tablet: wishes first, then what changes the next minutes. */
const COLUMNS = [['wishes', 'order', 'call'], ['allergies', 'medication', 'infection', 'devices'], ['contacts', 'problems', 'baseline']];

/** What a `sheet` says below the person's name: red flags, then its blocks; detail is one tap deeper. `word`: what the doctor said since. The crew's and the desk's alike, who (`bare`) write nothing. */
class EmsSheetBody extends KitElement {
  static words = WORDS;
  static properties = { sheet: { attribute: false }, word: { attribute: false }, bare: { type: Boolean }, deeper: { state: true } };

  render() {
    const { sheet } = this;
    return html`${sheet.flags.length > 0 ? html`<ul class="plain flags" aria-label=${this.t('flags')}>${sheet.flags.map((flag) => html`<li><button type="button" @click=${() => (this.deeper = { kind: 'flag', flag })}>${icon('warn')}<span>${flag.text[this.language]}</span></button></li>`)}</ul>` : nothing}
      <div class="columns">${COLUMNS.map((codes) => html`<div>${codes.map((code) => this.#block(code))}</div>`)}</div>
      ${this.deeper ? html`<ems-detail .deeper=${this.deeper} .sheet=${sheet} @closed=${() => (this.deeper = undefined)}></ems-detail>` : nothing}`;
  }

  #block(code) {
    if (code === 'call') return html`<ems-call .doctors=${this.sheet.doctors} .word=${this.word} ?bare=${this.bare}></ems-call>`;
    const block = blockOf(this.sheet, code);
    return block ? html`<ems-block .block=${block} @deeper=${() => (this.deeper = { kind: 'block', block })}></ems-block>` : nothing;
  }
}
customElements.define('ems-sheet-body', EmsSheetBody);
