// @ts-check
import { html, nothing } from 'lit';
import { inJapan } from '../kit/dates.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { Chime } from './chime.js';
import { EmsElement } from './element.js';
import './ems-arrival.js';
import { arrivals, fresh, handovers, minutesTo } from './handover-model.js';
import { LEVELS } from './triage-rules.js';
import { WORDS } from './words-desk.js';

/** Milliseconds between two looks for arrivals, and between two chimes while one waits for somebody. */
const PAUSE = 4000;
const REMIND = 20_000;

/** The emergency desk: who arrives, when, how urgent; one of them opened. */
class EmsDesk extends EmsElement {
  static words = WORDS;
  static properties = { list: { state: true }, opened: { state: true }, now: { state: true }, sound: { state: true } };

  #chime = new Chime();
  #timer = 0;
  #chimed = 0;
  #title = document.title;

  constructor() {
    super();
    this.list = /** @type {any} */ ({ kind: 'loading', rows: [] });
    this.now = new Date();
    this.sound = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = window.setInterval(() => this.#look(), PAUSE);
    this.#look();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.title = this.#title;
    this.#chime.disable();
    super.disconnectedCallback();
  }

  async #look() {
    const before = this.list.rows;
    try {
      this.list = { kind: 'ready', rows: arrivals(handovers(await this.hub.operation('$handovers'))) };
    } catch (failure) {
      this.list = { ...failed(failure), rows: before };
    }
    this.now = new Date();
    this.#call(before);
    // One that ended, or that may not be seen any more, goes from the screen too.
    if (this.opened && this.list.kind === 'ready' && !this.list.rows.some(({ id }) => id === this.opened)) this.opened = undefined;
  }

  /** Sound for what is new, and again while it waits. */
  #call(before) {
    const waiting = this.list.rows.filter(({ state }) => state === 'sent');
    document.title = waiting.length > 0 ? `(${waiting.length}) ${this.#title}` : this.#title;
    this.sound = this.#chime.on;
    const due = fresh(before, this.list.rows).length > 0 || (waiting.length > 0 && this.now.getTime() - this.#chimed > REMIND);
    if (due && this.#chime.play(waiting[0]?.urgency ?? '')) this.#chimed = this.now.getTime();
  }

  render() {
    const { rows } = this.list;
    return html`<h1>${this.t('heading')}</h1>
      <div class="sound"><p>${this.t(this.sound ? 'soundOn' : 'soundOff')}</p>
        <button type="button" class=${this.sound ? '' : 'primary'} aria-pressed=${String(this.sound)} @click=${() => this.#sound()}>${this.t(this.sound ? 'soundStop' : 'soundStart')}</button></div>
      ${this.list.kind === 'ready' ? nothing : html`<kit-notice .state=${this.list} @again=${() => this.#look()}></kit-notice>`}
      ${this.list.kind === 'failed' ? html`<p class="notice failed">${this.t('notWatching')}</p>` : nothing}
      <div aria-live="assertive" class="unseen">${rows.filter(({ state }) => state === 'sent').map((one) => this.#inWords(one)).join(' ')}</div>
      ${rows.length === 0 && this.list.kind === 'ready' ? html`<p class="lead">${this.t('nobody')}</p>` : nothing}
      <ul class="plain arrivals">${rows.map((one) => this.#row(one))}</ul>
      ${this.opened ? html`<ems-arrival .hub=${this.hub} .handover=${this.opened} @acknowledged=${() => this.#look()} @closed=${() => (this.opened = undefined)}></ems-arrival>` : nothing}`;
  }

  #level(one) {
    const level = LEVELS.find(({ key }) => key === one.urgency);
    return level ? { shape: level.shape, word: this.language === 'ja' ? level.ja : level.en } : { shape: '◇', word: this.t('noUrgency') };
  }

  #eta(one) {
    const minutes = minutesTo(one.eta, this.now);
    if (minutes === undefined) return this.t('noEta');
    if (minutes === 0) return this.t('etaNow');
    return this.t(minutes > 0 ? 'eta' : 'etaPast').replace('{n}', String(Math.abs(minutes)));
  }

  #inWords(one) {
    return [this.t('arrives'), this.#level(one).word, one.unit, this.#eta(one)].filter(Boolean).join(this.t('comma'));
  }

  #row(one) {
    const { shape, word } = this.#level(one);
    return html`<li><button type="button" class="arrival ${one.urgency || 'unsaid'} ${one.state}" aria-pressed=${String(this.opened === one.id)} @click=${() => (this.opened = one.id)}>
      <span class="shape"><span aria-hidden="true">${shape}</span> ${word}</span>
      <strong class="eta">${this.#eta(one)}</strong>
      <span lang="ja">${[one.unit, one.number].filter(Boolean).join(' ')}</span>
      <span>${this.t('sentAt').replace('{time}', inJapan(one.sent).time)}</span>
      <span class="state">${one.state === 'acknowledged' ? html`<span aria-hidden="true">✔</span> ${this.t('seen').replace('{time}', inJapan(one.acknowledged).time)} <span lang="ja">${one.by}</span>` : this.t('waits')}</span></button></li>`;
  }

  async #sound() {
    if (this.sound) await this.#chime.disable();
    else await this.#chime.enable();
    this.sound = this.#chime.on;
  }
}
customElements.define('ems-desk', EmsDesk);
