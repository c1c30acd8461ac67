// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { namesOf } from '../kit/record.js';
import './my-wishes-history.js';
import './my-wishes-list.js';
import './my-wishes-steps.js';
import './my-wishes-withdraw.js';
import { confirm, load, withdraw } from './wishes-data.js';
import { standing } from './wishes-model.js';
import { WORDS } from './words-wishes.js';

/** A person's wishes: what holds, since when and how sure; and the ways to write, say again, withdraw. */
class MyWishes extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, state: { state: true }, writing: { state: true }, sure: { state: true }, told: { state: true } };

  #named = new Map();
  #command = crypto.randomUUID();

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
    /** @type {{ topic: string } | undefined} */
    this.writing = undefined;
    /** @type {string[] | undefined} */
    this.sure = undefined;
    /** @type {any} */
    this.told = { kind: 'nothing' };
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    try {
      const loaded = await load(this.hub, this.whose.patient);
      this.state = { kind: 'ready', ...loaded };
      this.#named = await namesOf(this.hub, [...loaded.wishes, ...loaded.orders]);
      this.requestUpdate();
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  get #may() {
    return this.whose.relation === 'self' || this.whose.powers.includes('write-wishes');
  }

  async #do(done, action) {
    this.told = { kind: 'saving' };
    try {
      await action();
      this.#command = crypto.randomUUID();
      await this.#load();
      this.told = { kind: done };
    } catch (failure) {
      this.told = failed(failure);
    }
  }

  #withdraw({ wishes, reason }) {
    this.sure = undefined;
    this.#do('withdrawn', () => withdraw(this.hub, this.whose.patient, wishes, reason));
  }

  async #back() {
    this.writing = undefined;
    this.state = { kind: 'loading' };
    await this.#load();
    await this.updateComplete;
    const heading = /** @type {HTMLElement | null} */ (this.querySelector('h1'));
    heading?.setAttribute('tabindex', '-1');
    heading?.focus();
    scrollTo(0, 0);
  }

  /** A reference in words. */
  #words = (reference) => reference?.display ?? this.#named.get(reference?.reference) ?? '';

  render() {
    const { state } = this;
    if (state.kind !== 'ready') return html`<h1>${this.t('title')}</h1><kit-notice .state=${state} @again=${this.#load}></kit-notice>`;
    if (this.writing) {
      return html`<my-wishes-steps .hub=${this.hub} .whose=${this.whose} .loaded=${state} .topic=${this.writing.topic} @back=${this.#back}></my-wishes-steps>`;
    }
    const stands = standing(state.wishes);
    return html`<h1>${this.t('title')}</h1><p>${this.t('lead')}</p>
      ${this.#status(state.plan, state.unasked)}
      <div role="status">${this.#told()}</div>
      ${this.#may ? this.#ways(state) : html`<p class="notice">${this.t('readOnly')}</p>`}
      <my-wishes-list .wishes=${stands} .orders=${state.orders} .conflicts=${state.plan.conflicts} .named=${this.#words} ?fixed=${!this.#may}
        @revise=${({ detail }) => (this.writing = { topic: detail })} @withdraw=${({ detail }) => (this.sure = [detail])}></my-wishes-list>
      <my-wishes-history .wishes=${state.wishes} .plans=${state.plans} .named=${this.#words}></my-wishes-history>
      ${this.sure ? html`<my-wishes-withdraw .wishes=${this.sure} @withdraw=${({ detail }) => this.#withdraw(detail)} @closed=${() => (this.sure = undefined)}></my-wishes-withdraw>` : nothing}`;
  }

  #status(plan, unasked) {
    const day = (key, value) => (value ? [this.t(key).replace('{day}', date(value, this.language))] : []);
    const facts = [...day('signedOn', plan.signed), ...day('confirmedOn', plan.confirmed !== plan.signed ? plan.confirmed : ''), ...day('expiresOn', plan.expires)];
    if (unasked) return html`<kit-notice .state=${unasked} @again=${this.#load}></kit-notice>`;
    return html`<div class="standing ${plan.state}"><p><strong>${this.t(`state.${plan.state}`)}</strong></p>
      ${facts.length > 0 ? html`<p class="soft">${facts.join(this.t('comma'))}</p>` : nothing}</div>
      ${plan.due.length > 0 ? this.#due(plan) : nothing}`;
  }

  #due({ due, actions }) {
    return html`<div class="notice"><p>${due.map(({ reason }) => this.t(`due.${reason}`)).join('')} <strong>${this.t('dueAsk')}</strong></p>
      ${this.#may ? html`<p class="actions"><button type="button" class="primary" ?disabled=${actions.confirm?.allowed === false || this.told.kind === 'saving'}
        @click=${() => this.#do('confirmed', () => confirm(this.hub, this.whose.patient, this.#command))}>${this.t('still')}</button>
        <button type="button" @click=${() => (this.writing = { topic: '' })}>${this.t('stillChange')}</button></p>` : nothing}</div>`;
  }

  #ways({ drafts, proposals, plan, plans }) {
    const kind = drafts.length > 0 ? 'goOn' : plans.length > 0 || plan.state !== 'none' ? 'change' : 'begin';
    const { withdraw } = plan.actions;
    return html`<p class="actions"><button type="button" class="primary" @click=${() => (this.writing = { topic: '' })}>${this.t(kind)}</button>
        ${drafts.length > 0 ? html`<button type="button" @click=${() => (this.writing = { topic: 'review' })}>${this.t('toSign')}</button>` : nothing}
        ${plan.version ? html`<button type="button" @click=${() => this.tell('go', 'documents')}>${this.t('document')}</button>` : nothing}
        ${withdraw?.allowed ? html`<button type="button" @click=${() => (this.sure = [])}>${this.t('withdrawAll')}</button>` : nothing}</p>
      ${proposals.length > 0 ? html`<p class="notice">${this.t('proposals').replace('{n}', String(proposals.length))}
        <button type="button" class="link" @click=${() => this.tell('go', 'talks')}>${this.t('seeProposals')}</button></p>` : nothing}`;
  }

  #told() {
    const { told } = this;
    if (told.kind === 'failed') return html`<kit-notice fixed .state=${told}></kit-notice>`;
    return ['confirmed', 'withdrawn', 'saving'].includes(told.kind) ? html`<p class="notice">${this.t(told.kind)}</p>` : nothing;
  }
}
customElements.define('my-wishes', MyWishes);
