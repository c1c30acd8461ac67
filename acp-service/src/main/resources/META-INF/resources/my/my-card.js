// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { value } from './documents-model.js';
import { handouts } from './handouts-model.js';
import { emergency } from './home-model.js';
import './my-card-face.js';
import { has } from './views.js';
import { WORDS } from './words-card.js';

/** The emergency card: issued and shown once, listed, ended when it is lost. Tells `go`. */
class MyCard extends KitElement {
  static words = WORDS;
  static properties = {
    hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false },
    list: { state: true }, chosen: { state: true }, made: { state: true }, state: { state: true }, losing: { state: true },
  };

  constructor() {
    super();
    this.list = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#load();
  }

  #ask(operation, parameter = /** @type {any[]} */ ([])) {
    return this.hub.operation(`Patient/${this.whose.patient}/${operation}`, parameter);
  }

  async #load() {
    try {
      const [cards, { resources }] = await Promise.all([this.#ask('$emergency-cards'), this.hub.search('Consent', { patient: `Patient/${this.whose.patient}`, status: 'active' })]);
      this.list = { kind: 'ready', cards: handouts(cards, new Date().toISOString()) };
      this.chosen = emergency(resources);
    } catch (failure) {
      this.list = failed(failure);
    }
  }

  render() {
    const may = this.whose.powers.includes('consent');
    return html`<h1>${this.t('view.card')}</h1>
      <p>${this.t('cardLead')}</p><p class="soft">${this.t('cardHolds')}</p>
      ${this.list.kind === 'ready' ? this.#ready(may) : html`<kit-notice .state=${this.list} @again=${this.#load}></kit-notice>`}
      ${this.state ? html`<kit-notice fixed .state=${this.state}></kit-notice>` : nothing}
      ${this.losing ? this.#lost() : nothing}`;
  }

  #ready(may) {
    const { cards } = this.list;
    return html`${this.chosen === 'agreed' ? nothing : html`<div class="notice failed"><p>${this.t(this.chosen === 'refused' ? 'refused' : 'noConsent')}</p>
        ${has('sharing') ? html`<p><button type="button" @click=${() => this.tell('go', 'sharing')}>${this.t('toSharing')}</button></p>` : nothing}</div>`}
      ${this.made ? html`<my-card-face .qr=${this.made} .name=${this.whose.name}></my-card-face>` : nothing}
      ${may ? html`<p class="screen-only"><button type="button" class=${this.made ? '' : 'primary'} @click=${() => this.#issue()}>${this.t(cards.some((card) => !card.over) ? 'issueMore' : 'issue')}</button></p>` : html`<p>${this.t('forOthers')}</p>`}
      <section class="section screen-only" aria-labelledby="cards"><h2 id="cards">${this.t('listTitle')}</h2>
        ${cards.length === 0 ? html`<p class="soft">${this.t('listNone')}</p>` : html`<ul class="plain cards">${cards.map((card) => this.#card(card, may))}</ul>`}</section>`;
  }

  #card({ id, issued, ended, over }, may) {
    const day = dateTime(issued, this.language);
    return html`<li><p><span class="tag">${this.t(over ? 'over' : 'live')}</span> ${this.t('issuedAt').replace('{when}', day)}
        ${ended ? html`<span class="soft">${this.t('endedAt').replace('{when}', dateTime(ended, this.language))}</span>` : nothing}</p>
      ${over || !may ? nothing : html`<p><button type="button" @click=${() => (this.losing = id)}>${this.t('lost')}<span class="unseen">: ${day}</span></button></p>`}</li>`;
  }

  #lost() {
    const id = this.losing;
    return html`<kit-dialog .heading=${this.t('lostTitle')} .content=${html`<p>${this.t('lostText')}</p>`} .closing=${this.t('cancel')} @closed=${() => (this.losing = undefined)}
      .actions=${html`<button type="button" class="primary" @click=${() => this.#end(id, true)}>${this.t('lostAnew')}</button>
        <button type="button" @click=${() => this.#end(id, false)}>${this.t('lostOnly')}</button>`}></kit-dialog>`;
  }

  #issue() {
    return this.#change(async () => {
      this.made = value(await this.#ask('$emergency-card'), 'qr');
    });
  }

  #end(id, anew) {
    this.losing = undefined;
    this.made = undefined;
    return this.#change(async () => {
      await this.#ask('$end-emergency-card', [{ name: 'id', valueId: id }]);
      if (anew) this.made = value(await this.#ask('$emergency-card'), 'qr');
    });
  }

  async #change(act) {
    this.state = { kind: 'loading' };
    try {
      await act();
      this.state = undefined;
    } catch (failure) {
      this.state = failed(failure);
    }
    await this.#load();
  }
}
customElements.define('my-card', MyCard);
