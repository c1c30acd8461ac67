// @ts-check
import { html, nothing } from 'lit';
import { date, dateTime, today } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { load, sign } from './wishes-data.js';
import { about, doubles, isBlank, said, standing } from './wishes-model.js';
import { WORDS } from './words-wishes.js';

/** All drafts at once, two of the same side by side, and the signature. Tells `revise` (a topic), `signed` and `back`. */
class MyWishesReview extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, drafts: { attribute: false }, enteredBy: { attribute: false }, state: { state: true }, told: { state: true } };

  /** The same id until it is signed: a try again is the same signature. */
  #command = crypto.randomUUID();

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
    /** @type {any} */
    this.told = { kind: 'nothing' };
  }

  async firstUpdated() {
    await this.drafts.flush();
    this.#load();
  }

  async #load() {
    try {
      const loaded = await load(this.hub, this.whose.patient);
      this.state = { kind: 'ready', drafts: loaded.drafts.filter((one) => !isBlank(said(one))), stands: standing(loaded.wishes) };
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  async #drop(resources) {
    try {
      for (const one of resources) await this.drafts.drop(one);
      await this.#load();
    } catch (failure) {
      this.told = failed(failure);
    }
  }

  async #sign(event) {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    this.told = { kind: 'signing' };
    try {
      await sign(this.hub, this.whose.patient, /** @type {any} */ ({ ...form, drafts: this.state.drafts, enteredBy: this.enteredBy, command: this.#command }));
      this.state = { kind: 'signed' };
      this.tell('signed');
      scrollTo(0, 0);
    } catch (failure) {
      this.told = failed(failure);
      if (this.told.why.kind === 'conflict') {
        this.#command = crypto.randomUUID();
        await this.#load();
      }
    }
  }

  render() {
    const { state } = this;
    if (state.kind === 'signed') return this.#signed();
    return html`<h1>${this.t('reviewTitle')}</h1>
      ${state.kind === 'ready' ? this.#ready(state) : html`<kit-notice .state=${state} @again=${this.#load}></kit-notice>`}`;
  }

  #ready({ drafts, stands }) {
    if (drafts.length === 0) return html`<p>${this.t('reviewNone')}</p>`;
    const twice = doubles(drafts);
    return html`${twice.map((pair) => this.#double(pair))}
      ${twice.length > 0 ? nothing : html`<p>${this.t('reviewText')}</p>`}
      <ul class="plain cards">${drafts.filter((one) => !twice.flat().includes(one)).map((one) => this.#draft(one, stands))}</ul>
      ${twice.length > 0 ? nothing : this.#form()}
      <div role="status">${this.told.kind === 'failed' ? html`${this.told.why.kind === 'conflict' ? html`<p class="notice failed">${this.t('cameTogether')}</p>` : nothing}
        <kit-notice fixed .state=${this.told}></kit-notice>` : nothing}</div>`;
  }

  #double(pair) {
    return html`<section class="notice failed twice"><h2>${this.t('twiceTitle')}: ${this.t(`topic.${about(pair[0]) || 'other'}`)}</h2><p>${this.t('twiceText')}</p>
      <div class="sides">${pair.map((one) => html`<div class="side"><h3>${this.t('draftOf').replace('{when}', dateTime(one.meta.lastUpdated, this.language))}</h3>${this.#says(said(one))}
        <p><button type="button" @click=${() => this.#drop(pair.filter((other) => other !== one))}>${this.t('choose')}</button></p></div>`)}</div></section>`;
  }

  #says({ answer, words, condition, trial }) {
    return html`${condition ? html`<p class="condition" lang="ja">${condition}</p>` : nothing}
      ${answer ? html`<p><strong class="answer">${this.t(`answer.${answer}`)}</strong>${trial ? html` <span lang="ja">(${trial})</span>` : nothing}</p>` : nothing}
      ${words ? html`<p class="said" lang="ja">${words}</p>` : nothing}`;
  }

  #draft(one, stands) {
    const topic = about(one);
    const before = stands.find((s) => about(s) === topic && said(s).condition === said(one).condition);
    return html`<li><h2>${this.t(`topic.${topic || 'other'}`)}</h2>${this.#says(said(one))}
      ${before ? html`<details><summary>${this.t('was')} (${date(before.effectiveDateTime, this.language)})</summary>${this.#says(said(before))}</details>` : nothing}
      <p class="actions">${topic ? html`<button type="button" aria-label="${this.t('changeOne')}: ${this.t(`topic.${topic}`)}" @click=${() => this.tell('revise', topic)}>${this.t('changeOne')}</button>` : nothing}
        <button type="button" class="link" aria-label="${this.t('dropDraft')}: ${this.t(`topic.${topic || 'other'}`)}" @click=${() => this.#drop([one])}>${this.t('dropDraft')}</button></p></li>`;
  }

  #form() {
    const line = (key) => html`<div class="field"><label for=${key}>${this.t(key)}</label><span class="hint" id="${key}-hint">${this.t('personHint')}</span>
      <input id=${key} name="${key}${key === 'witness' ? 'es' : 's'}" autocomplete="off" maxlength="500" aria-describedby="${key}-hint" /></div>`;
    return html`<form @submit=${this.#sign}>${line('facilitator')}${line('witness')}
      <div class="field"><label for="expires">${this.t('expires')}</label><input id="expires" name="expires" type="date" min=${today(new Date())} /></div>
      <p><button class="primary" ?disabled=${this.told.kind === 'signing'}>${this.t(this.told.kind === 'signing' ? 'signing' : 'sign')}</button></p></form>`;
  }

  #signed() {
    return html`<h1>${this.t('signedTitle')}</h1><p role="status">${this.t('signedText')}</p><p class="notice">${this.t('signedSharing')}</p>
      <p class="actions"><button type="button" class="primary" @click=${() => this.tell('go', 'sharing')}>${this.t('toSharing')}</button>
        ${['people', 'documents'].map((key) => html`<button type="button" @click=${() => this.tell('go', key)}>${this.t(key === 'people' ? 'toPeople' : 'toDocuments')}</button>`)}
        <button type="button" class="link" @click=${() => this.tell('back')}>${this.t('toOverview')}</button></p>`;
  }
}
customElements.define('my-wishes-review', MyWishesReview);
