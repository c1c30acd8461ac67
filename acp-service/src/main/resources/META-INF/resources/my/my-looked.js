// @ts-check
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { date, inJapan } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { ASKED, byDay, entries, filtered, FILTERS, next, questions, visits } from './looked-model.js';
import './my-ask.js';
import './my-sealed.js';
import { WORDS } from './words-looked.js';

const PAGE = 50;

/** Who looked, newest first, page by page; what was refused too. */
class MyLooked extends KitElement {
  static words = WORDS;
  static properties = {
    hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false },
    state: { state: true }, filter: { state: true }, asking: { state: true }, asked: { state: true },
  };

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading', all: [], next: [] });
    this.filter = FILTERS[0];
    this.asked = new Map();
  }

  firstUpdated() {
    this.#load([{ name: '_count', valueString: String(PAGE) }]);
    this.#recall();
  }

  /** What was asked before. The journal is there without it. */
  async #recall() {
    try {
      const { resources } = await this.hub.search('Communication', { patient: `Patient/${this.whose.patient}`, ...ASKED });
      this.asked = questions(resources);
    } catch (failure) {
      console.info('earlier questions were not found', failed(failure));
    }
  }

  /** Goes on until something is there to be shown, or nothing is left. */
  async #load(parameters) {
    const before = this.state.all;
    this.state = { ...this.state, kind: 'loading' };
    try {
      const answer = await this.hub.operation(`Patient/${this.whose.patient}/$access-journal`, parameters);
      this.state = { kind: 'ready', all: [...before, ...entries(answer, this.whose.me)], next: next(answer) };
      if (this.#shown().length === filtered(before, this.filter).length && this.state.next.length > 0) await this.#load(this.state.next);
    } catch (failure) {
      this.state = { ...failed(failure), all: before, next: parameters };
    }
  }

  #shown() {
    return filtered(this.state.all, this.filter);
  }

  #choose(filter) {
    this.filter = filter;
    if (this.state.kind === 'ready' && this.#shown().length === 0 && this.state.next.length > 0) this.#load(this.state.next);
  }

  render() {
    const days = byDay(this.#shown(), (at) => inJapan(at).day);
    return html`<h1>${this.t('view.looked')}</h1>
      <p>${this.t('lookedLead')}</p>
      <my-sealed .hub=${this.hub} .patient=${this.whose.patient}></my-sealed>
      <div class="field narrow"><label for="looked-filter">${this.t('filter')}</label>
        <select id="looked-filter" @change=${({ target }) => this.#choose(target.value)}>
          ${FILTERS.map((key) => html`<option value=${key} ?selected=${key === this.filter}>${this.t(`filter.${key}`)}</option>`)}
        </select></div>
      ${days.map(({ day, entries: some }) => html`<section aria-label=${date(day, this.language)}><h2>${date(day, this.language)}</h2>
        <ul class="plain cards">${repeat(visits(some), ([newest]) => newest.id, (visit) => html`<li>${visit.length === 1 ? this.#entry(visit[0]) : this.#visit(visit)}</li>`)}</ul></section>`)}
      ${this.#more(days.length === 0)}
      ${this.asking ? html`<my-ask .hub=${this.hub} .whose=${this.whose} .entry=${this.asking} @asked=${this.#recall}
        @closed=${() => (this.asking = undefined)}></my-ask>` : nothing}`;
  }

  /** Many looks at once, newest first; opened, each stands as it would alone. */
  #visit(visit) {
    const { language } = this;
    const [newest] = visit;
    const [from, until] = [visit[visit.length - 1], newest].map(({ at }) => inJapan(at).time);
    const span = this.t(from === until ? 'visitMinute' : 'visitSpan').replace('{from}', from).replace('{until}', until);
    const said = { who: newest.who[language], why: newest.why[language], span, n: String(visit.length) };
    const words = (key) => Object.entries(said).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), this.t(key));
    return html`<p>${words(`visit.${newest.look}`)}</p>
      <details ?open=${visit.some(({ id }) => this.asked.has(id))}><summary>${words('visitLines')}</summary>
        <ul class="plain stack">${visit.map((entry) => html`<li>${this.#entry(entry)}</li>`)}</ul></details>`;
  }

  #entry(entry) {
    return html`<p>${entry.refused ? html`<span class="tag">${this.t('refused')}</span> ` : nothing}${entry.glass ? html`<span class="tag severe">${this.t('glass')}</span> ` : nothing}${entry.unusual ? html`<span class="tag severe">${this.t('unusual')}</span> ` : nothing}${entry.text[this.language]}</p>
      ${entry.mine ? nothing : this.#question(entry)}`;
  }

  #question(entry) {
    const asked = this.asked.get(entry.id);
    if (!asked) return html`<p><button type="button" class="link" @click=${() => (this.asking = entry)}>${this.t('ask')}</button></p>`;
    return html`<p><span class="tag">${this.t(asked.answer ? 'answered' : 'askedBefore')}</span> ${asked.words}</p>
      ${asked.answer ? html`<p class="notice">${asked.answer}</p>` : nothing}`;
  }

  #more(nothingShown) {
    const { state } = this;
    if (state.kind !== 'ready') return html`<kit-notice .state=${state} @again=${() => this.#load(state.next)}></kit-notice>`;
    if (state.next.length === 0) return html`<p class="soft">${this.t(nothingShown ? 'none' : 'end')}</p>`;
    return html`<p><button type="button" @click=${() => this.#load(state.next)}>${this.t('older')}</button></p>`;
  }
}
customElements.define('my-looked', MyLooked);
