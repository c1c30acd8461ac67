// @ts-check
import { html, nothing } from 'lit';
import { today } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { note, proposal, talk } from './talk-model.js';
import { ANSWERS, NAMED } from './wishes-model.js';
import { WORDS } from './words.js';

const MOST = 10;

/**
 * Writing down a talk (`kind` talk), or proposing words (`kind` proposal). What was typed stays until it is kept, whatever
 * fails; the same talk tried again is one talk. Tells `written`, and `closed`.
 */
export class CareTalk extends KitElement {
  static words = WORDS;
  static properties = {
    hub: { attribute: false }, patient: {}, kind: {}, me: {},
    state: { state: true }, wrong: { state: true }, rows: { state: true }, kept: { state: true },
  };

  #command = crypto.randomUUID();

  constructor() {
    super();
    this.rows = 1;
  }

  get #word() {
    return this.kind === 'talk' ? 'talk' : 'propose';
  }

  render() {
    const going = this.state?.kind === 'loading';
    return html`<kit-dialog .heading=${this.t(`${this.#word}Title`)} .closing=${this.t(this.kept === undefined ? 'cancel' : 'close')}
      .content=${this.kept === undefined ? this.#form() : html`<p role="status">${this.t('talkDone')} ${this.kept}</p>`}
      .actions=${this.kept === undefined ? html`<button class="primary" form="talk" ?disabled=${going}>${this.t(`${this.#word}Go`)}</button>` : nothing}></kit-dialog>`;
  }

  #form() {
    return html`<p>${this.t(`${this.#word}Text`)}</p>
      <form id="talk" @submit=${(event) => this.#send(event)} novalidate>
        ${this.kind === 'talk' ? this.#about() : nothing}
        ${Array.from({ length: this.rows }, (_, index) => this.#fragment(index))}
        ${this.kind === 'talk' && this.rows < MOST ? html`<button type="button" @click=${() => (this.rows += 1)}>${this.t('talkMore')}</button>` : nothing}
        <p class="error" id="talk-error" role="alert">${this.wrong ? this.t(`${this.#word}Wrong`) : nothing}</p>
        <kit-notice fixed .state=${this.state}></kit-notice>
      </form>`;
  }

  #about() {
    const day = today(new Date());
    return html`<div class="field"><label for="talk-date">${this.t('talkDate')}</label>
        <input id="talk-date" name="date" type="date" max=${day} .defaultValue=${day} aria-describedby="talk-error" /></div>
      <div class="field"><label for="talk-place">${this.t('talkPlace')}</label><input id="talk-place" name="place" autocomplete="off" /></div>
      ${this.#text('people', 'talkPeople', 'talkPeopleHint')} ${this.#text('how', 'talkHow', 'talkHowHint')}
      ${this.#text('said', 'talkSaid', '')} ${this.#text('changed', 'talkChanged', '')}`;
  }

  #text(name, label, hint) {
    return html`<div class="field"><label for="talk-${name}">${this.t(label)}</label>
      ${hint ? html`<span class="hint" id="talk-${name}-hint">${this.t(hint)}</span>` : nothing}
      <textarea id="talk-${name}" name=${name} rows="3" aria-describedby="${hint ? `talk-${name}-hint ` : ''}talk-error"></textarea></div>`;
  }

  #fragment(index) {
    const talks = this.kind === 'talk';
    return html`<fieldset><legend>${talks ? this.t('talkFragment').replace('{n}', String(index + 1)) : this.t('proposeWords')}</legend>
      ${talks ? html`<p class="hint">${this.t('talkFragmentHint')}</p>` : nothing}
      <div class="field"><label for="talk-topic-${index}">${this.t('talkTopic')}</label>
        <select id="talk-topic-${index}" name="topic">${talks ? html`<option value="">${this.t('talkNone')}</option>` : nothing}
          ${NAMED.map(([key, name]) => html`<option value=${key}>${this.t(`topic.${name}`)}</option>`)}</select></div>
      <div class="field"><label for="talk-answer-${index}">${this.t('talkAnswer')}</label>
        <select id="talk-answer-${index}" name="answer"><option value="">${this.t('talkInWords')}</option>
          ${ANSWERS.map((answer) => html`<option value=${answer}>${this.t(`wish.${answer}`)}</option>`)}</select></div>
      <div class="field"><label for="talk-words-${index}">${this.t(talks ? 'talkWords' : 'proposeWords')}</label>
        <textarea id="talk-words-${index}" name="words" rows="2"></textarea></div>
    </fieldset>`;
  }

  async #send(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const asked = this.kind === 'talk' ? talk(form, this.me ?? '', this.#command) : proposal(form);
    this.wrong = asked === undefined;
    if (asked === undefined) return;
    this.state = { kind: 'loading' };
    try {
      const name = this.kind === 'talk' ? '$record-talk' : '$propose-wish';
      const answer = await this.hub.operation(`Patient/${this.patient}/${name}`, asked);
      this.kept = note(answer, this.language);
      this.tell('written');
    } catch (failure) {
      this.state = failed(failure);
    }
  }
}
customElements.define('care-talk', CareTalk);
