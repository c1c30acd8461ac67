// @ts-check
import { html, nothing } from 'lit';
import { failed } from '../kit/hub.js';
import { ActingElement } from './acting-element.js';
import { dial } from './doctor-model.js';
import './ems-refusal.js';
import { accepted, hospitals, named } from './hospital-model.js';
import { organizations, services } from './open-data.js';
import { hospitalAnswer } from './said-model.js';
import { WORDS } from './words-hospital.js';

/** The choice of the hospital: call first; what each answered is kept. Tells `go`. */
class EmsHospital extends ActingElement {
  static words = WORDS;
  static properties = { loaded: { state: true }, all: { state: true }, refusing: { state: true } };

  constructor() {
    super();
    this.loaded = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    this.loaded = { kind: 'loading' };
    try {
      const [places, offered] = await Promise.all([organizations(this.hub), services(this.hub)]);
      this.loaded = { kind: 'ready', places, offered };
    } catch (failure) {
      this.loaded = failed(failure);
    }
  }

  render() {
    if (!this.encounter) return this.noIncident();
    return html`<h1>${this.t('heading')}</h1><p>${this.t('lead')}</p>
      ${this.unsent()}
      <kit-notice fixed .state=${this.going}></kit-notice>
      ${this.loaded.kind === 'ready' ? this.#ready(this.loaded) : html`<kit-notice .state=${this.loaded} @again=${() => this.#load()}></kit-notice>`}
      ${this.refusing ? html`<ems-refusal .name=${this.refusing.name} @written=${({ detail }) => this.#refused(detail)} @closed=${() => (this.refusing = undefined)}></ems-refusal>` : nothing}`;
  }

  #ready({ places, offered }) {
    const rows = hospitals(places, offered, named(this.state.sheet), this.log.resources);
    const first = rows.filter((one) => one.emergency || one.own || one.answer);
    const shown = this.all || first.length === 0 ? rows : first;
    const chosen = accepted(this.log.resources);
    return html`${chosen ? html`<div class="notice accepted"><p><strong>${this.t('accepted')} <span lang="ja">${chosen.name}</span></strong></p>
        <p><button type="button" class="primary large" @click=${() => this.tell('go', 'handover')}>${this.t('toHandover')}</button></p></div>` : nothing}
      ${rows.length === 0 ? html`<p class="empty">${this.t('none')}</p>` : html`<ul class="plain callees">${shown.map((one) => this.#row(one))}</ul>`}
      ${shown.length < rows.length ? html`<p><button type="button" @click=${() => (this.all = true)}>${this.t('all').replace('{n}', String(rows.length - shown.length))}</button></p>` : nothing}`;
  }

  #row(one) {
    return html`<li class="hospital ${one.answer}"><p><strong lang="ja">${one.name}</strong>
        ${one.own ? html`<span class="tag">${this.t('own')}</span>` : nothing} ${one.emergency ? html`<span class="tag" lang=${one.level ? 'ja' : nothing}>${one.level || this.t('emergency')}</span>` : nothing}
        ${one.answer ? html`<span class="tag ${one.answer}">${this.t(one.answer)}</span> <span lang="ja">${one.reasons.join(this.t('comma'))}</span>` : nothing}</p>
      ${one.offers.length > 0 ? html`<p class="soft" lang="ja">${one.offers.join(this.t('comma'))}</p>` : nothing}
      <p class="actions">${one.phone ? html`<a class="call" href=${dial(one.phone)}><span>${this.t('call')} <span class="number">${one.phone}</span></span></a>` : html`<span class="soft">${this.t('noPhone')}</span>`}
        <button type="button" class="large yes" @click=${() => this.#accepted(one)}>${this.t('takes')}<span class="unseen">: ${one.name}</span></button>
        <button type="button" class="large" @click=${() => (this.refusing = one)}>${this.t('refuses')}<span class="unseen">: ${one.name}</span></button></p></li>`;
  }

  #accepted(one) {
    return this.keep([hospitalAnswer(one, 'accepted', [], '', this.about())]);
  }

  async #refused({ reasons, words }) {
    const one = this.refusing;
    this.refusing = undefined;
    await this.keep([hospitalAnswer(one, 'refused', reasons, words, this.about())]);
  }
}
customElements.define('ems-hospital', EmsHospital);
