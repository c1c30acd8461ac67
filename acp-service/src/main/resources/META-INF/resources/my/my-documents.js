// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-document.js';
import '../kit/kit-notice.js';
import { loadSection, namesOf } from '../kit/record.js';
import { papers } from './documents-model.js';
import './my-add-paper.js';
import './my-share.js';
import './my-take-in.js';
import './my-take-out.js';
import { WORDS } from './words-documents.js';

const DOCUMENTS = { key: 'documents', asks: /** @type {[string, Record<string, string>][]} */ ([['DocumentReference', { _sort: '-date' }]]) };
/** A plan holds wishes, and who may speak for the person. */
const BOTH = ['write-wishes', 'consent'];

/** Papers: those that are kept, one more, and what may be taken out. */
class MyDocuments extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, state: { state: true }, named: { state: true } };

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
    this.named = new Map();
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    this.state = { kind: 'loading' };
    this.state = await loadSection(this.hub, this.whose.patient, DOCUMENTS);
    if (this.state.kind !== 'ready') return;
    try {
      this.named = await namesOf(this.hub, this.state.resources);
    } catch (failure) {
      console.info('names were not found', failed(failure));
    }
  }

  #words = (reference) => (reference?.reference === `Patient/${this.whose.patient}` ? this.whose.name : (reference?.display ?? this.named.get(reference?.reference) ?? ''));

  render() {
    return html`<h1>${this.t('view.documents')}</h1>
      <section aria-labelledby="papers"><h2 id="papers">${this.t('papersTitle')}</h2>${this.#papers()}</section>
      ${this.whose.relation === 'shared' ? nothing : html`<my-add-paper .hub=${this.hub} .whose=${this.whose} @added=${this.#load}></my-add-paper>`}
      ${BOTH.every((power) => this.whose.powers.includes(power)) ? html`<my-take-in .hub=${this.hub} .whose=${this.whose} @taken=${this.#load}></my-take-in>` : nothing}
      <my-take-out .hub=${this.hub} .whose=${this.whose}></my-take-out>
      ${this.whose.powers.includes('consent') ? html`<my-share .hub=${this.hub} .whose=${this.whose}></my-share>` : nothing}`;
  }

  #papers() {
    if (this.state.kind !== 'ready') return html`<kit-notice .state=${this.state} @again=${this.#load}></kit-notice>`;
    const rows = papers(this.state.resources, this.#words);
    if (rows.length === 0) return html`<kit-notice .state=${{ kind: 'empty' }}></kit-notice>`;
    return html`<ul class="plain cards">${rows.map((row) => html`<li>
      <p><strong lang="ja">${row.title}</strong> ${row.kind ? html`<span class="tag">${this.t(`kind.${row.kind}`)}</span>` : nothing}${row.elsewhere ? html`<span class="tag">${this.t('elsewhere')}</span>` : nothing}${row.old ? html`<span class="tag">${this.t('old')}</span>` : nothing}</p>
      <p class="soft">${[dateTime(row.when, this.language), row.by].filter(Boolean).join(this.t('joined'))}</p>
      ${row.attachments.map((attachment) => html`<kit-document .hub=${this.hub} .attachment=${{ title: row.title, ...attachment }}></kit-document>`)}
      ${row.printed && row.attachments.length === 0 ? html`<p>${this.t('printed')}</p>` : nothing}</li>`)}</ul>`;
  }
}
customElements.define('my-documents', MyDocuments);
