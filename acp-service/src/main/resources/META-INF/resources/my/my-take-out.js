// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { fromBase64, save } from '../kit/save.js';
import { noPlan } from './documents-model.js';
import { WORDS } from './words-documents.js';

/** What may be taken out: key, operation, its parameters, file name. */
const WAYS = [
  { key: 'paperPlan', operation: '$acp-paper', kind: 'plan', name: 'tsumugi-plan.pdf' },
  { key: 'paperSheet', operation: '$acp-paper', kind: 'sheet', name: 'tsumugi-sheet.pdf' },
  { key: 'paperCard', operation: '$acp-paper', kind: 'card', name: 'tsumugi-card.pdf' },
  { key: 'summaryTitle', text: 'summaryText', operation: '$summary', name: 'tsumugi-summary.json' },
  { key: 'wholeTitle', text: 'wholeText', operation: '$everything', name: 'tsumugi-record.json' },
];

/** The record, or a part of it, as a file to be saved. */
class MyTakeOut extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, states: { state: true } };

  constructor() {
    super();
    this.states = /** @type {Record<string, any>} */ ({});
  }

  render() {
    return html`<section class="section" aria-labelledby="take-out"><h2 id="take-out">${this.t('outTitle')}</h2>
      <ul class="plain cards">${WAYS.map((way) => this.#way(way))}</ul></section>`;
  }

  #way(way) {
    const what = this.t(way.key);
    const state = this.states[way.key];
    return html`<li><h3>${what}</h3><p>${this.t(way.text ?? `${way.key}Text`)}</p>
      <p><button type="button" ?disabled=${state?.kind === 'loading'} @click=${() => this.#take(way)}>${this.t('keepShort')}<span class="unseen">: ${what}</span></button></p>
      <div role="status">${state?.kind === 'kept' ? html`<p>${this.t('kept')}</p>` : nothing}</div>
      ${state?.kind === 'none' ? html`<p class="notice" role="status">${this.t('noPlan')}</p>` : nothing}
      ${state?.kind === 'loading' || state?.kind === 'failed' ? html`<kit-notice fixed .state=${state}></kit-notice>` : nothing}</li>`;
  }

  async #take(way) {
    const set = (state) => (this.states = { ...this.states, [way.key]: state });
    set({ kind: 'loading' });
    try {
      save(await this.#bytes(way), way.name);
      set({ kind: 'kept' });
    } catch (failure) {
      const state = failed(failure);
      set(noPlan(this.whose, way.kind, state.why) ? { kind: 'none' } : state);
    }
  }

  async #bytes({ operation, kind }) {
    const path = `Patient/${this.whose.patient}/${operation}`;
    if (!kind) return this.hub.bytes(path);
    const parameter = [{ name: 'kind', valueCode: kind }, { name: 'language', valueCode: this.language }];
    return fromBase64((await this.hub.operation(path, parameter)).data);
  }
}
customElements.define('my-take-out', MyTakeOut);
