// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import { decision, TREATMENTS, treatment } from './said-model.js';
import { WORDS } from './words-log.js';

/** Writes down what was done (`kind` treatment) or decided (`kind` decision). Tells `written` with what makes the entry, and `closed`. */
class EmsNote extends KitElement {
  static words = WORDS;
  static properties = { kind: {}, what: { state: true }, wrong: { state: true } };

  constructor() {
    super();
    this.what = '';
  }

  render() {
    const treated = this.kind === 'treatment';
    return html`<kit-dialog .heading=${this.t(treated ? 'addTreatment' : 'addDecision')} .closing=${this.t('cancel')}
      .content=${html`<form id="note" @submit=${(event) => this.#send(event)} novalidate>
        ${treated ? html`<div class="chips" role="group" aria-label=${this.t('often')}>${TREATMENTS.map((one) => html`<button type="button" lang="ja" aria-pressed=${String(this.what === one)} @click=${() => (this.what = one)}>${one}</button>`)}</div>` : nothing}
        <div class="field"><label for="note-what">${this.t(treated ? 'treatmentWhat' : 'decisionWhat')}</label>
          <textarea id="note-what" name="what" rows="2" .value=${this.what} @input=${({ target }) => (this.what = target.value)} aria-describedby="note-error"></textarea></div>
        ${treated ? nothing : html`<div class="field"><label for="note-who">${this.t('decisionWho')}</label><input id="note-who" name="who" autocomplete="off" /></div>`}
        <p class="error" id="note-error" role="alert">${this.wrong ? this.t('noteWrong') : nothing}</p></form>`}
      .actions=${html`<button class="primary" form="note">${this.t('record')}</button>`}></kit-dialog>`;
  }

  #send(event) {
    event.preventDefault();
    this.wrong = !this.what.trim();
    if (this.wrong) return;
    const { what } = this;
    const who = String(new FormData(event.target).get('who') ?? '');
    this.tell('written', (about) => (this.kind === 'treatment' ? treatment(what, about) : decision(what, who, about)));
  }
}
customElements.define('ems-note', EmsNote);
