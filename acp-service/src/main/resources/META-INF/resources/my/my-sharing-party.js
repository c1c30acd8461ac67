// @ts-check
import { html, nothing } from 'lit';
import { date, today } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { KEYS, isEmpty } from './sharing-form.js';
import { allAnswered, answered } from './sharing-model.js';
import { WORDS } from './words-sharing.js';

/** What one of them may see: each group of data, and for how long. Tells `choice` at every answer, `save`, `withdraw`, `back`. */
class MySharingParty extends KitElement {
  static words = WORDS;
  static properties = { party: { attribute: false }, name: {}, choice: { attribute: false }, held: { type: Boolean }, changed: { type: Boolean }, fixed: { type: Boolean }, told: { attribute: false }, sure: { state: true }, dated: { state: true }, wrong: { state: true } };

  #answer(key, answer) {
    this.tell('choice', answered(this.choice, key, answer));
  }

  #all(answer) {
    this.tell('choice', allAnswered(this.choice, answer));
  }

  #day(event) {
    const day = event.target.value;
    this.wrong = !day || day < today(new Date());
    if (!this.wrong) this.tell('choice', { ...this.choice, until: day });
  }

  #always() {
    this.dated = false;
    this.wrong = false;
    this.tell('choice', { ...this.choice, until: '' });
  }

  render() {
    const { kind } = this.party;
    return html`<p><button type="button" class="link" @click=${() => this.tell('back')}>← ${this.t('back')}</button></p>
      <h1 lang="ja">${this.name}</h1>
      <p class="notice">${this.t(`means.${kind}`)}</p>
      <form @submit=${(event) => { event.preventDefault(); if (!this.wrong) this.tell('save'); }}>
        <fieldset ?disabled=${this.fixed}><legend class="unseen">${this.t('each')}</legend>
          <p class="actions">${[['yes', 'allYes'], ['no', 'allNo'], ['', 'allNone']].map(([answer, words]) => html`<button type="button" @click=${() => this.#all(answer)}>${this.t(words)}</button>`)}</p>
          ${KEYS.map((key) => this.#group(key, kind))}
        </fieldset>
        ${isEmpty(this.choice) ? nothing : this.#until()}
        ${this.fixed ? nothing : html`<p class="soft">${this.t('stepUp')}</p>
        <p class="actions"><button class="primary" ?disabled=${!this.changed || this.told.kind === 'saving'}>${this.t(this.told.kind === 'saving' ? 'saving' : 'save')}</button>
          ${this.held ? html`<button type="button" @click=${() => (this.sure = true)}>${this.t('withdraw')}</button>` : nothing}</p>`}
      </form>
      <div role="status">${this.#told()}</div>
      ${this.sure ? html`<kit-dialog .heading=${this.t('withdraw')} .content=${html`<p>${this.t('withdrawSure')}</p>`} .closing=${this.t('cancel')}
        .actions=${html`<button type="button" class="primary" @click=${() => { this.sure = false; this.tell('withdraw'); }}>${this.t('withdrawYes')}</button>`}
        @closed=${() => (this.sure = false)}></kit-dialog>` : nothing}`;
  }

  #group(key, kind) {
    const hint = key === 'history' && kind === 'emergency' ? 'hint.historyEmergency' : `hint.${key}`;
    return html`<fieldset class="group ${this.choice.cells[key] || 'none'}" aria-describedby="hint-${key}"><legend>${this.t(`group.${key}`)}</legend>
      <span class="hint" id="hint-${key}">${this.t(hint)}</span>
      <div class="answers">${['yes', 'no', ''].map((answer) => html`<label class="choice"><input type="radio" name=${key} .checked=${this.choice.cells[key] === answer}
        @change=${() => this.#answer(key, answer)} />${this.t(`answer.${answer || 'none'}`)}</label>`)}</div>
    </fieldset>`;
  }

  #until() {
    const dated = this.dated || Boolean(this.choice.until);
    return html`<fieldset class="group" ?disabled=${this.fixed}><legend>${this.t('howLong')}</legend>
      <label class="choice"><input type="radio" name="until" .checked=${!dated} @change=${this.#always} />${this.t('always')}</label>
      <label class="choice"><input type="radio" name="until" .checked=${dated} @change=${() => (this.dated = true)} />${this.t('untilDay')}</label>
      ${dated ? html`<label for="until">${this.t('lastDay')}</label><input id="until" type="date" min=${today(new Date())} .value=${this.choice.until} @change=${this.#day}
        aria-describedby="until-said" aria-invalid=${this.wrong ? 'true' : nothing} />
        <span id="until-said" class=${this.wrong ? 'error' : 'hint'}>${this.wrong ? this.t('dayWrong') : date(this.choice.until, this.language)}</span>` : nothing}
    </fieldset>`;
  }

  #told() {
    const { told } = this;
    switch (told.kind) {
      case 'saved':
      case 'withdrawn':
        return html`<p class="notice">${this.t(told.kind)}</p>`;
      case 'unread':
        return html`<p class="notice failed">${this.t('unread')}</p>`;
      case 'clash':
        return html`<div class="notice failed"><p>${this.t('clash')}</p><ul>${told.clashes.map((one) => html`<li>${this.#clash(one)}</li>`)}</ul></div>`;
      case 'failed':
        return html`<kit-notice fixed .state=${told}></kit-notice>`;
      default:
        return nothing;
    }
  }

  #clash({ group, mine, theirs }) {
    const words = (answer) => (group === 'until' ? date(answer, this.language) || this.t('always') : this.t(`answer.${answer || 'none'}`));
    return this.t('clash.line').replace('{group}', group === 'until' ? this.t('howLong') : this.t(`group.${group}`)).replace('{mine}', words(mine)).replace('{theirs}', words(theirs));
  }
}
customElements.define('my-sharing-party', MySharingParty);
