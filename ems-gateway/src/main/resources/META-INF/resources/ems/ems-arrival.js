// @ts-check
import { html, nothing } from 'lit';
import { dateTime, inJapan } from '../kit/dates.js';
import { failed } from '../kit/hub.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import './ems-happenings.js';
import './ems-identity.js';
import './ems-log-table.js';
import './ems-sheet-body.js';
import { handover, logOf } from './handover-model.js';
import { COLUMNS, doctorsWords, happenings, rounds } from './log-model.js';
import { institutions } from './open-data.js';
import { one } from './params.js';
import { sheet } from './sheet-model.js';
import { times } from './times-model.js';
import { WORDS } from './words-desk.js';

/** Milliseconds after which the crew's newest entries are asked for. */
const PAUSE = 15_000;
const NONE = new Set();

/** One hand-over opened (`handover`: its id): the sheet as the desk may see it, and the crew's log. Tells `acknowledged`, `closed`. */
class EmsArrival extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, handover: {}, shown: { state: true }, going: { state: true }, named: { state: true } };

  #timer = 0;

  constructor() {
    super();
    this.shown = /** @type {any} */ ({ kind: 'loading' });
    this.named = new Map();
  }

  async firstUpdated() {
    this.named = await institutions(this.hub);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = window.setInterval(() => this.#load(), PAUSE);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  updated(changed) {
    if (!changed.has('handover')) return;
    this.shown = { kind: 'loading' };
    this.#load();
  }

  get #asked() {
    return [{ name: 'id', valueString: this.handover }];
  }

  async #load() {
    const asked = this.handover;
    try {
      const answer = await this.hub.operation('$handover', this.#asked);
      const found = one(answer, 'outcome') === 'found';
      if (asked === this.handover) this.shown = { kind: 'ready', handover: handover(answer), sheet: found ? sheet(answer) : undefined, log: logOf(answer), at: new Date().toISOString() };
    } catch (failure) {
      this.shown = failed(failure);
    }
  }

  render() {
    return html`<section class="opened" aria-labelledby="arrival"><h2 id="arrival">${this.t('opened')}</h2>
      ${this.shown.kind === 'ready' ? this.#ready(this.shown) : html`<kit-notice .state=${this.shown} @again=${() => this.#load()}></kit-notice>`}
      <p><button type="button" @click=${() => this.tell('closed')}>${this.t('close')}</button></p></section>`;
  }

  #ready({ handover: it, sheet: found, log, at }) {
    return html`<p class="actions">${it.state === 'acknowledged' ? html`<strong class="seen"><span aria-hidden="true">✔</span> ${this.t('seen').replace('{time}', inJapan(it.acknowledged).time)} <span lang="ja">${it.by}</span></strong>`
        : html`<button type="button" class="primary large" @click=${() => this.#acknowledge()}>${this.t('acknowledge')}</button>`}
        <a class="call" href="/care/" target="_blank" rel="noopener">${this.t('chart')}</a></p>
      <p class="soft">${this.t('chartHint')} ${this.t('until').replace('{until}', dateTime(it.until, this.language))}</p>
      <kit-notice fixed .state=${this.going}></kit-notice>
      ${this.#word(log)}
      ${found ? html`<ems-identity .identity=${found.identity}></ems-identity><ems-sheet-body bare .sheet=${found}></ems-sheet-body>` : html`<p class="notice">${this.t('notShown')}</p>`}
      <h3>${this.t('times')}</h3><ul class="plain passed">${times(log).filter(({ when }) => when).map(({ code, when }) => html`<li>${this.t(code)} <strong>${inJapan(when).time}</strong></li>`)}</ul>
      <h3>${this.t('vitals')}</h3><ems-log-table .rounds=${rounds(log, NONE)} .columns=${COLUMNS}></ems-log-table>
      <h3>${this.t('happenings')}</h3><ems-happenings .rows=${happenings(log, NONE, this.named)}></ems-happenings>
      <p class="soft">${this.t('asOf').replace('{time}', inJapan(at).time)}</p>`;
  }

  /** What the doctor said weighs more than anything below it. */
  #word(log) {
    const [last] = doctorsWords(log);
    if (!last) return nothing;
    return html`<div class="notice word"><p><strong>${this.t('doctorSaid')}</strong> ${inJapan(last.sent).time} <span lang="ja">${last.sender?.display}</span></p><blockquote lang="ja">${last.payload?.[0]?.contentString}</blockquote></div>`;
  }

  async #acknowledge() {
    this.going = { kind: 'loading' };
    try {
      await this.hub.operation('$acknowledge-handover', this.#asked);
      this.going = undefined;
      this.tell('acknowledged');
    } catch (failure) {
      this.going = failed(failure);
    }
    await this.#load();
  }
}
customElements.define('ems-arrival', EmsArrival);
