// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { invitation, invited, link, RELATIONS, ROLES } from './people-model.js';
import { qr } from './qr.js';
import { WORDS } from './words-people.js';

const POWERS = ['read', 'write-wishes', 'consent'];

/** Asking somebody: `person` of the list, or somebody new. The code is shown once, as text and to scan. Tells `back`. */
class MyPeopleInvite extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, person: { attribute: false }, role: { state: true }, state: { state: true }, copied: { state: true } };

  constructor() {
    super();
    this.role = '';
    /** @type {any} */
    this.state = { kind: 'asking' };
  }

  firstUpdated() {
    this.querySelector('h1')?.focus();
    scrollTo(0, 0);
  }

  async #send(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    const text = (name) => String(data.get(name) ?? '');
    const form = {
      relatedPerson: this.person?.id, name: text('name'), kana: text('kana'), relationship: text('relationship'), phone: text('phone'),
      role: this.role, powers: data.getAll('power').map(String), mayDecide: text('decide') === 'yes', limits: text('limits'), email: text('email'),
    };
    this.state = { kind: 'sending' };
    try {
      this.state = { kind: 'sent', ...invited(await this.hub.operation(`Patient/${this.whose.patient}/$invite`, invitation(form))) };
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector('h1'))?.focus();
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  render() {
    const { state } = this;
    if (state.kind === 'sent') return this.#sent(state);
    const roles = this.whose.relation === 'self' ? ROLES : ROLES.filter((role) => !['agent', 'alternate'].includes(role));
    return html`<h1 tabindex="-1">${this.person ? this.t('inviteTitle').replace('{name}', this.person.name) : this.t('inviteNew')}</h1>
      ${this.whose.relation === 'self' ? nothing : html`<p class="notice">${this.t('helpsOnly')}</p>`}
      <form @submit=${this.#send}>${this.person ? nothing : this.#who()}
        <fieldset><legend>${this.t('role')}</legend>${roles.map((role) => html`<label class="choice big"><input type="radio" name="role" required .checked=${this.role === role} @change=${() => (this.role = role)} />
          <span><strong>${this.t(`role.${role}`)}</strong><span class="hint">${this.t(`means.${role}`)}</span></span></label>`)}</fieldset>
        ${['', 'family'].includes(this.role) ? nothing : this.#powers()}
        ${['agent', 'alternate'].includes(this.role) ? this.#speaking() : nothing}
        ${this.#field('email', 'email', { type: 'email' })}
        <p class="soft">${this.t('stepUp')}</p>
        <kit-notice fixed .state=${state}></kit-notice>
        <p class="actions"><button class="primary" ?disabled=${state.kind === 'sending'}>${this.t(state.kind === 'sending' ? 'sending' : 'send')}</button>
          <button type="button" @click=${() => this.tell('back')}>${this.t('cancel')}</button></p></form>`;
  }

  #field(name, label, { type = 'text', needed = false, hint = '' } = {}) {
    return html`<div class="field"><label for="i-${name}">${this.t(label)}</label>${hint ? html`<span class="hint" id="i-${name}-hint">${this.t(hint)}</span>` : nothing}
      <input id="i-${name}" name=${name} type=${type} ?required=${needed} autocomplete="off" maxlength="300" aria-describedby=${hint ? `i-${name}-hint` : nothing} /></div>`;
  }

  #who() {
    return html`${this.#field('name', 'name', { needed: true })}${this.#field('kana', 'kana')}
      <div class="field"><label for="i-relation">${this.t('relationship')}</label><select id="i-relation" name="relationship">${RELATIONS.map((code) => html`<option value=${code}>${this.t(`rel.${code}`)}</option>`)}</select></div>
      ${this.#field('phone', 'phone', { type: 'tel', hint: 'phoneHint' })}`;
  }

  #powers() {
    const may = this.role === 'helper' ? POWERS.filter((power) => power !== 'consent') : POWERS;
    return html`<fieldset><legend>${this.t('powers')}</legend>${may.map((power) => html`<label class="choice"><input type="checkbox" name="power" value=${power} />${this.t(`power.${power}`)}</label>`)}</fieldset>`;
  }

  #speaking() {
    return html`<fieldset><legend>${this.t('decide')}</legend>${['yes', 'no'].map((answer) => html`<label class="choice"><input type="radio" name="decide" value=${answer} required />${this.t(answer === 'yes' ? 'decideYes' : 'decideNo')}</label>`)}</fieldset>
      <div class="field"><label for="i-limits">${this.t('limitsLabel')}</label><span class="hint" id="i-limits-hint">${this.t('limitsHint')}</span>
        <textarea id="i-limits" name="limits" rows="3" lang="ja" maxlength="2000" aria-describedby="i-limits-hint"></textarea></div>`;
  }

  #sent({ code, until, mail }) {
    const address = link(location.origin, code);
    return html`<h1 tabindex="-1">${this.t('sentTitle')}</h1><p>${this.t('sentText')}</p><p class="notice">${this.t('once').replace('{day}', date(until, this.language))}</p>
      ${mail ? html`<p role="status">${this.t(`mail.${mail}`)}</p>` : nothing}
      <div class="qr">${qr(address, this.t('qr'))}</div>
      <p>${this.t('code')}: <span class="code">${code}</span></p>
      <p class="soft">${this.t('linkTo')}: <span class="code">${address}</span></p>
      <p class="actions"><button type="button" @click=${() => this.#copy(address)}>${this.t('copy')}</button><button type="button" class="primary" @click=${() => this.tell('back')}>${this.t('done')}</button></p>
      <p role="status">${this.copied ? this.t('copied') : ''}</p>`;
  }

  async #copy(address) {
    try {
      await navigator.clipboard.writeText(address);
      this.copied = true;
    } catch (refused) {
      console.info('no clipboard', refused);
    }
  }
}
customElements.define('my-people-invite', MyPeopleInvite);
