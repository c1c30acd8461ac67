// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { namesOf } from '../kit/record.js';
import './my-talks-form.js';
import './my-talks-proposal.js';
import { talks } from './talks-model.js';
import { about, isProposal, said, standing } from './wishes-model.js';
import { WORDS } from './words-talks.js';

const CATEGORY = 'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS';
const TALK = 'https://tsumugi.dev/fhir/CodeSystem/acp|talk';

/** Talks about wishes: what is proposed, what was said before, and writing one down. */
class MyTalks extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, state: { state: true }, told: { state: true } };

  #named = new Map();

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
    this.told = '';
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    const whose = { patient: `Patient/${this.whose.patient}` };
    try {
      const [compositions, wishes] = await Promise.all([
        this.hub.search('Composition', { ...whose, type: TALK }),
        this.hub.search('Observation', { ...whose, category: `${CATEGORY}|intervention-preference,${CATEGORY}|care-experience-preference` }),
      ]);
      this.#named = await namesOf(this.hub, [...compositions.resources, ...wishes.resources]);
      const proposals = wishes.resources.filter((one) => isProposal(one, this.whose.patient));
      this.state = { kind: 'ready', talks: talks(compositions.resources), proposals, stands: standing(wishes.resources) };
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  #words = (reference) => reference?.display ?? this.#named.get(reference?.reference) ?? '';

  async #done(told) {
    this.told = told;
    await this.#load();
  }

  get #may() {
    return this.whose.relation === 'self' || this.whose.powers.includes('write-wishes');
  }

  render() {
    const { state } = this;
    if (state.kind !== 'ready') return html`<h1>${this.t('talksTitle')}</h1><kit-notice .state=${state} @again=${this.#load}></kit-notice>`;
    return html`<h1>${this.t('talksTitle')}</h1><p>${this.t('talksLead')}</p>
      <div role="status">${this.told ? html`<p class="notice">${this.t(this.told)}</p>` : nothing}</div>
      ${this.told === 'taken' ? html`<p><button type="button" class="primary" @click=${() => this.tell('go', 'wishes')}>${this.t('toReview')}</button></p>` : nothing}
      ${state.proposals.length > 0 ? html`<section aria-labelledby="proposals"><h2 id="proposals">${this.t('proposalsTitle')}</h2><p>${this.t('proposalsText')}</p>
        ${state.proposals.map((one) => html`<my-talks-proposal .hub=${this.hub} .whose=${this.whose} .proposal=${one} .by=${this.#words(one.performer?.[0])} ?fixed=${!this.#may}
          .stands=${state.stands.find((s) => about(s) && about(s) === about(one) && said(s).condition === said(one).condition)} @done=${({ detail }) => this.#done(detail)}></my-talks-proposal>`)}</section>` : nothing}
      ${this.#may ? html`<my-talks-form .hub=${this.hub} .whose=${this.whose} @done=${() => this.#done('talkKept')}></my-talks-form>` : html`<p class="notice">${this.t('talkReadOnly')}</p>`}
      <section aria-labelledby="talks"><h2 id="talks">${this.t('ofTalks')}</h2>
        ${state.talks.length > 0 ? html`<ul class="plain cards">${state.talks.map((one) => this.#talk(one))}</ul>` : html`<p class="empty">${this.t('noTalks')}</p>`}</section>`;
  }

  #talk(one) {
    const line = (key, text) => (text ? html`<dt>${this.t(key)}</dt><dd lang="ja" class="said">${text}</dd>` : nothing);
    const by = this.#words(one.by);
    return html`<li><h3>${date(one.date, this.language)}</h3><dl>${line('withWhom', one.participants)}${line('place', one.place)}${line('how', one.how)}${line('said', one.said)}${line('changed', one.changed)}</dl>
      ${by ? html`<p class="soft">${this.t('writtenBy').replace('{who}', by)}</p>` : nothing}</li>`;
  }
}
customElements.define('my-talks', MyTalks);
