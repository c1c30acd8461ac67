// @ts-check
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import './my-wishes-begin.js';
import './my-wishes-entry.js';
import './my-wishes-media.js';
import './my-wishes-review.js';
import { meIn } from './people-model.js';
import { Drafts } from './wishes-drafts.js';
import { draft, entries, equal, goOnAt, isBlank, nothingSaid, said, standing, STEPS, topicOf } from './wishes-model.js';
import { WORDS } from './words-wishes.js';

const LAST = STEPS.length - 1;

const LEAVING = ['beforeunload', 'pagehide'];

/** Writing wishes, page by page: whatever is answered is in the hub a moment later, as a draft. Tells `back` when it is left. */
class MyWishesSteps extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, loaded: { attribute: false }, topic: {}, at: { state: true }, keeping: { state: true }, helper: { state: true }, rows: { state: true }, signed: { state: true } };

  #drafts = new Drafts({ create: (one, how) => this.hub.create(one, how), update: (one, how) => this.hub.update(one, how) }, (wanted, before) => this.#make(wanted, before), (key, state) => (this.keeping = { ...this.keeping, [key]: state }));
  /** A page that goes takes what is not yet kept along. */
  #leaving = () => this.#drafts.flush({ keepalive: true });

  constructor() {
    super();
    this.at = -1;
    this.keeping = /** @type {Record<string, any>} */ ({});
    this.helper = '';
    this.rows = /** @type {Record<string, { key: string, said: any, draft?: any, replaces?: any }[]>} */ ({});
  }

  firstUpdated() {
    this.#top();
  }

  connectedCallback() {
    super.connectedCallback();
    // A browser that closes may end the page before it tells that it is hidden.
    for (const leaving of LEAVING) addEventListener(leaving, this.#leaving);
    document.addEventListener('visibilitychange', this.#leaving);
  }

  disconnectedCallback() {
    for (const leaving of LEAVING) removeEventListener(leaving, this.#leaving);
    document.removeEventListener('visibilitychange', this.#leaving);
    this.#leaving();
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (!changed.has('loaded')) return;
    const { drafts, wishes } = this.loaded;
    this.rows = Object.fromEntries(STEPS.flat().map((topic) => [topic, entries(topic, drafts, standing(wishes)).map((row, i) => ({ key: `${topic}-${i}`, ...row }))]));
    for (const { key, draft: resource } of Object.values(this.rows).flat()) if (resource) this.#drafts.know(key, resource);
    this.at = this.topic === 'review' ? LAST : this.topic ? STEPS.findIndex((keys) => keys.includes(this.topic)) : drafts.length > 0 ? goOnAt(drafts) : -1;
  }

  get #enteredBy() {
    if (this.helper) return { display: this.helper };
    return this.whose.relation === 'self' ? undefined : meIn(this.loaded.related, this.whose);
  }

  /** What only repeats the wish that stands, and an empty page, are no drafts. */
  #make(wanted, before) {
    const { replaces } = Object.values(this.rows).flat().find(({ key }) => key === wanted.key) ?? {};
    const idle = isBlank(wanted.said) || (replaces && equal(wanted.said, said(replaces)));
    if (idle && !before) return undefined;
    return draft(wanted.said, { patient: this.whose.patient, enteredBy: this.#enteredBy, now: new Date().toISOString() }, before, replaces);
  }

  #said(key, topic, value) {
    this.rows = { ...this.rows, [topic]: this.rows[topic].map((row) => (row.key === key ? { ...row, said: value } : row)) };
    this.#drafts.write(key, { key, said: value });
  }

  #another(topic) {
    const rows = this.rows[topic];
    this.rows = { ...this.rows, [topic]: [...rows, { key: `${topic}-${rows.length}`, said: nothingSaid(topic) }] };
  }

  async #to(at) {
    this.#drafts.flush();
    this.at = at;
    await this.updateComplete;
    this.#top();
  }

  /** Who listens hears where they are now. */
  #top() {
    const heading = /** @type {HTMLElement | null} */ (this.querySelector('h1'));
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  async #leave() {
    await this.#drafts.flush();
    if (this.#drafts.kept) this.tell('back');
  }

  render() {
    if (this.at < 0) return html`<my-wishes-begin .hub=${this.hub} @begin=${({ detail }) => { this.helper = detail; this.#to(0); }} @back=${() => this.tell('back')}></my-wishes-begin>`;
    const keys = STEPS[this.at];
    return html`<p class="progress"><span>${this.t('step').replace('{n}', String(this.at + 1)).replace('{all}', String(STEPS.length))}</span>
        <progress max=${STEPS.length} value=${this.at + 1} aria-label=${this.t('pages')}></progress></p>
      ${this.helper ? html`<p class="tag">${this.t('helping').replace('{who}', this.helper)}</p>` : nothing}
      ${keys.length === 0 ? html`<my-wishes-review .hub=${this.hub} .whose=${this.whose} .drafts=${this.#drafts} .enteredBy=${this.#enteredBy}
          @signed=${() => (this.signed = true)} @revise=${({ detail }) => this.#to(STEPS.findIndex((one) => one.includes(detail)))} @back=${() => this.tell('back')}></my-wishes-review>`
        : keyed(this.at, keys.map((topic, i) => this.#topic(topic, i === 0)))}
      ${this.signed ? nothing : html`${this.#kept()}${this.#ways()}`}`;
  }

  #topic(topic, first) {
    const rows = this.rows[topic];
    return html`<section class="topic">${first ? html`<h1>${this.t(`topic.${topic}`)}</h1>` : html`<h2>${this.t(`topic.${topic}`)}</h2>`}
      <p>${this.t(`about.${topic}`)}</p>
      ${rows.map(({ key, said: value }) => html`<my-wishes-entry .name=${key} .said=${value} ?only=${rows.length === 1} @said=${({ detail }) => this.#said(key, topic, detail)}></my-wishes-entry>`)}
      ${topicOf(topic).ask === 'answer' && rows.some(({ said: value }) => value.answer) ? html`<p><button type="button" @click=${() => this.#another(topic)}>${this.t('another')}</button></p>` : nothing}
      ${topic === 'matters' ? html`<my-wishes-media .hub=${this.hub} .whose=${this.whose} .media=${this.loaded.media}></my-wishes-media>` : nothing}
    </section>`;
  }

  #kept() {
    const states = Object.values(this.keeping);
    const problem = states.find(({ kind }) => kind === 'failed');
    if (problem) {
      return html`<div role="alert"><p class="error">${this.t('notSaved')}</p><kit-notice fixed .state=${problem}></kit-notice>
        <p><button type="button" @click=${() => this.#drafts.flush()}>${this.t('tryAgain')}</button></p></div>`;
    }
    const kind = ['waiting', 'saving'].find((one) => states.some((state) => state.kind === one)) ?? (states.length > 0 ? 'saved' : '');
    return html`<p class="soft keeping" role="status">${kind ? this.t(kind) : ''}</p>
      ${states.some((state) => state.kind === 'twice') ? html`<p class="notice">${this.t('twice')}</p>` : nothing}`;
  }

  #ways() {
    return html`<p class="actions steps">
        ${this.at > 0 ? html`<button type="button" @click=${() => this.#to(this.at - 1)}>${this.t('back')}</button>` : nothing}
        ${this.at < LAST ? html`<button type="button" class="primary" @click=${() => this.#to(this.at + 1)}>${this.t(this.at === LAST - 1 ? 'review' : 'next')}</button>` : nothing}
        <button type="button" class="link" @click=${this.#leave}>${this.t('leave')}</button></p>
      <details><summary>${this.t('pages')}</summary><ol class="pages">${STEPS.map((keys, at) => html`<li><button type="button" class="link" aria-current=${at === this.at ? 'step' : 'false'} @click=${() => this.#to(at)}>
        ${keys.length > 0 ? keys.map((key) => this.t(`topic.${key}`)).join(this.t('comma')) : this.t('reviewTitle')}</button></li>`)}</ol></details>`;
  }
}
customElements.define('my-wishes-steps', MyWishesSteps);
