// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import { loadAll, loadSection, namesOf } from '../kit/record.js';
import './my-section.js';
import { explain } from './plain.js';
import { explainedBy, SECTIONS } from './record-model.js';
import { WORDS } from './words-record.js';

/** The record at a glance: every section loads by itself, and is explained when it is there. */
class MyRecord extends KitElement {
  static words = WORDS;
  static properties = {
    hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false },
    sections: { state: true }, named: { state: true }, plain: { state: true },
  };

  constructor() {
    super();
    this.sections = /** @type {Record<string, import('../kit/record.js').Section>} */ ({});
    this.named = new Map();
    this.plain = new Map();
  }

  async firstUpdated() {
    await loadAll(this.hub, this.whose.patient, SECTIONS, (key, section) => this.#arrived(key, section));
    await this.#name();
  }

  #arrived(key, section) {
    this.sections = { ...this.sections, [key]: section };
    if (section.kind !== 'ready') return;
    const codings = section.resources.map(explainedBy).filter((coding) => coding !== undefined);
    explain(this.hub, codings, (code, words) => (this.plain = new Map(this.plain).set(code, words)));
  }

  async #name() {
    try {
      this.named = await namesOf(this.hub, Object.values(this.sections).flatMap((s) => (s.kind === 'ready' ? s.resources : [])));
    } catch (failure) {
      // Names of institutions are a comfort; the record is there without them.
      console.info('names were not found', failed(failure));
    }
  }

  async #again(key) {
    const section = SECTIONS.find((one) => one.key === key);
    this.sections = { ...this.sections, [key]: { kind: 'loading', resources: [], more: false } };
    if (section) this.#arrived(key, await loadSection(this.hub, this.whose.patient, section));
    await this.#name();
  }

  /** A reference in words. */
  #words = (reference) => reference?.display ?? this.named.get(reference?.reference) ?? '';

  render() {
    return html`<h1>${this.t('view.record')}</h1>
      <p>${this.t('recordLead')}</p>
      <nav class="jump" aria-label=${this.t('jump')}><ul>
        ${SECTIONS.map(({ key }) => html`<li><button type="button" @click=${() => this.#jump(key)}>${this.t(`section.${key}`)}</button></li>`)}
      </ul></nav>
      ${SECTIONS.map(({ key }) => html`<my-section .name=${key} .section=${this.sections[key] ?? { kind: 'loading' }} .named=${this.#words} .plain=${this.plain}
        @again=${() => this.#again(key)}></my-section>`)}`;
  }

  /** No link to a fragment: the address of this page never changes. */
  #jump(key) {
    const heading = /** @type {HTMLElement | null} */ (this.querySelector(`#section-${key}`));
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }
}
customElements.define('my-record', MyRecord);
