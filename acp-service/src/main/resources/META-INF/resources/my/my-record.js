// @ts-check
import { html } from 'lit';
import { KitSections } from '../kit/sections.js';
import './my-section.js';
import { explain } from './plain.js';
import { explainedBy, SECTIONS } from './record-model.js';
import { WORDS } from './words-record.js';

/** The record at a glance: every section loads by itself, and is explained when it is there. */
class MyRecord extends KitSections {
  static words = WORDS;
  static asked = SECTIONS;
  static properties = {
    hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false },
    plain: { state: true },
  };

  constructor() {
    super();
    this.plain = new Map();
  }

  firstUpdated() {
    this.load(this.hub, this.whose.patient);
  }

  /** @param {string} key @param {import('../kit/record.js').Section} section */
  arrived(key, section) {
    super.arrived(key, section);
    if (section.kind !== 'ready') return;
    const codings = section.resources.map(explainedBy).filter((coding) => coding !== undefined);
    explain(this.hub, codings, (code, words) => (this.plain = new Map(this.plain).set(code, words)));
  }

  render() {
    return html`<h1>${this.t('view.record')}</h1>
      <p>${this.t('recordLead')}</p>
      <nav class="jump" aria-label=${this.t('jump')}><ul>
        ${SECTIONS.map(({ key }) => html`<li><button type="button" @click=${() => this.jump(key)}>${this.t(`section.${key}`)}</button></li>`)}
      </ul></nav>
      ${SECTIONS.map(({ key }) => html`<my-section .name=${key} .section=${this.sections[key] ?? { kind: 'loading' }} .named=${this.inWords} .plain=${this.plain}
        @again=${() => this.again(this.hub, this.whose.patient, key)}></my-section>`)}`;
  }
}
customElements.define('my-record', MyRecord);
