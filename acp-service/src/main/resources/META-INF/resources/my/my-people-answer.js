// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { asked, codeOf } from './people-model.js';
import { WORDS } from './words-people.js';

/** Who was asked answers: by the `code` of a link, or one that is typed. The code goes in a body, never in an address. */
class MyPeopleAnswer extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, code: {}, state: { state: true }, told: { state: true }, sure: { state: true } };

  constructor() {
    super();
    this.code = '';
    /** @type {any} */
    this.state = { kind: 'typing' };
    /** @type {any} */
    this.told = { kind: 'nothing' };
  }

  firstUpdated() {
    if (this.code) this.#look();
  }

  #ask(operation) {
    return this.hub.operation(operation, [{ name: 'code', valueString: this.code }]);
  }

  async #look() {
    this.state = { kind: 'loading' };
    try {
      this.state = { kind: 'asked', ...asked(await this.#ask('$invitation')) };
      await this.updateComplete;
      this.querySelector('h1')?.focus();
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  async #answer(operation, done) {
    this.sure = false;
    this.told = { kind: 'loading' };
    try {
      await this.#ask(operation);
      this.told = { kind: done };
    } catch (failure) {
      this.told = failed(failure);
    }
  }

  #typed(event) {
    event.preventDefault();
    this.code = codeOf(String(new FormData(event.target).get('code')));
    if (this.code) this.#look();
  }

  render() {
    const { state, told } = this;
    if (told.kind === 'accepted') {
      return html`<h1 tabindex="-1">${this.t('accepted')}</h1><p><button type="button" class="primary" @click=${() => this.tell('whose-changed')}>${this.t('acceptedSee').replace('{name}', state.patient)}</button></p>`;
    }
    if (told.kind === 'declined') return html`<p role="status" class="notice">${this.t('declined')}</p>`;
    if (state.kind === 'asked') return state.state === 'invited' ? this.#asked(state) : html`<p class="notice" role="status">${this.t(`over.${state.state}`)}</p>`;
    return html`<form @submit=${this.#typed}><div class="field"><label for="code">${this.t('code')}</label><span class="hint" id="code-hint">${this.t('haveCodeText')}</span>
        <input id="code" name="code" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="500" .value=${this.code} aria-describedby="code-hint" /></div><button>${this.t('look')}</button></form>
      <kit-notice fixed .state=${state}></kit-notice>`;
  }

  #asked(one) {
    return html`<h1 tabindex="-1">${this.t('invitationTitle').replace('{name}', one.patient)}</h1>
      <p>${this.t('invitationText').replace('{by}', one.by).replace('{me}', one.me).replace('{role}', this.t(`role.${one.role}`))} ${this.t(`means.${one.role}`)}</p>
      <h2>${this.t('youMay')}</h2>
      ${one.powers.length > 0 ? html`<ul>${one.powers.map((power) => html`<li>${this.t(`power.${power}`)}</li>`)}</ul>` : html`<p>${this.t('nothingMore')}</p>`}
      ${['agent', 'alternate'].includes(one.role) ? html`<p>${this.t(one.mayDecide ? 'decidesFor' : 'conveysFor')}</p>` : nothing}
      ${one.limits ? html`<h2>${this.t('youLimits')}</h2><p lang="ja" class="said">${one.limits}</p>` : nothing}
      <p class="notice">${this.t('free')}</p><p class="soft">${this.t('until').replace('{day}', date(one.until, this.language))}</p>
      <kit-notice fixed .state=${this.told}></kit-notice>
      <p class="actions"><button type="button" class="primary" ?disabled=${this.told.kind === 'loading'} @click=${() => this.#answer('$accept-invitation', 'accepted')}>${this.t('accept')}</button>
        <button type="button" ?disabled=${this.told.kind === 'loading'} @click=${() => (this.sure = true)}>${this.t('decline')}</button></p>
      ${this.sure ? html`<kit-dialog .heading=${this.t('decline')} .content=${html`<p>${this.t('declineSure')}</p>`} .closing=${this.t('cancel')}
        .actions=${html`<button type="button" class="primary" @click=${() => this.#answer('$decline-invitation', 'declined')}>${this.t('decline')}</button>`} @closed=${() => (this.sure = false)}></kit-dialog>` : nothing}`;
  }
}
customElements.define('my-people-answer', MyPeopleAnswer);
