// @ts-check
import { html, nothing } from 'lit';
import { today } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { record } from './talks-model.js';
import { clean } from './wishes-text.js';
import { WORDS } from './words-talks.js';

/** Writing down a talk. Tells `done` when it is kept. */
class MyTalksForm extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, state: { state: true }, notes: { state: true } };

  /** A try again is the same talk. */
  #command = crypto.randomUUID();

  constructor() {
    super();
    /** @type {any} */
    this.state = { kind: 'idle' };
    this.notes = /** @type {Record<string, any>} */ ({});
  }

  async #keep(event) {
    event.preventDefault();
    const form = /** @type {any} */ (Object.fromEntries(new FormData(event.target)));
    if (!form.said.trim()) {
      this.state = { kind: 'missing' };
      /** @type {HTMLElement} */ (this.querySelector('#t-said')).focus();
      return;
    }
    if (Object.values(this.notes).some(({ over }) => over)) return;
    this.state = { kind: 'saving' };
    try {
      await this.hub.operation(`Patient/${this.whose.patient}/$record-talk`, record(form, this.#command));
      this.#command = crypto.randomUUID();
      event.target.reset();
      this.notes = {};
      this.state = { kind: 'idle' };
      this.tell('done');
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  #typed(name, event) {
    if (event.isComposing) return;
    const field = event.target;
    const cleaned = clean(field.value);
    if (cleaned.text !== field.value) field.value = cleaned.text;
    this.notes = { ...this.notes, [name]: cleaned };
  }

  render() {
    return html`<details class="add"><summary>${this.t('recordTitle')}</summary><form @submit=${this.#keep}>
      <div class="field"><label for="t-date">${this.t('date')}</label><input id="t-date" name="date" type="date" required max=${today(new Date())} value=${today(new Date())} /></div>
      ${this.#line('participants', 'participantsHint')}${this.#line('place', 'placeHint')}${this.#line('how', 'howHint')}${this.#text('said', 'saidHint')}${this.#text('changed', 'changedHint')}
      ${this.state.kind === 'failed' ? html`<kit-notice fixed .state=${this.state}></kit-notice>` : nothing}
      <p><button class="primary" ?disabled=${this.state.kind === 'saving'}>${this.t(this.state.kind === 'saving' ? 'saving' : 'keep')}</button></p></form></details>`;
  }

  #line(name, hint) {
    return html`<div class="field"><label for="t-${name}">${this.t(name)}</label><span class="hint" id="t-${name}-hint">${this.t(hint)}</span>
      <input id="t-${name}" name=${name} lang="ja" autocomplete="off" maxlength="1000" aria-describedby="t-${name}-hint" /></div>`;
  }

  #text(name, hint) {
    const note = this.notes[name];
    const missing = name === 'said' && this.state.kind === 'missing';
    return html`<div class="field"><label for="t-${name}">${this.t(name)}</label><span class="hint" id="t-${name}-hint">${this.t(hint)}</span>
      <textarea id="t-${name}" name=${name} rows="4" lang="ja" aria-describedby="t-${name}-hint t-${name}-note" aria-invalid=${missing || note?.over ? 'true' : nothing}
        @input=${(event) => this.#typed(name, event)} @compositionend=${(event) => this.#typed(name, event)}></textarea>
      <span class=${missing || note?.over ? 'error' : 'hint'} id="t-${name}-note" aria-live="polite">${missing ? this.t('saidMissing') : ''}
        ${note?.over ? this.t('over').replace('{n}', String(-note.left)) : note?.left !== undefined ? this.t('left').replace('{n}', note.left) : ''}
        ${note?.dropped ? this.t('cleaned').replace('{n}', note.dropped) : ''}</span></div>`;
  }
}
customElements.define('my-talks-form', MyTalksForm);
