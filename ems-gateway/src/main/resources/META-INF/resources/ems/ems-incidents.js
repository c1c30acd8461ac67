// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import './ems-candidate-list.js';
import './ems-keep.js';
import './ems-open-run.js';
import { EmsElement } from './element.js';
import { lookByCall } from './finding.js';
import { icon } from './icons.js';
import { arrived, incidents, pause } from './incidents-model.js';
import { keepSheets } from './keeping.js';
import { WORDS } from './words-incidents.js';

/**
 * The open incidents of the crew's organisation, asked for again and again while somebody looks; choosing one asks at once whom
 * the call may be about. Tells `go`.
 */
class EmsIncidents extends EmsElement {
  static words = WORDS;
  static properties = { list: { state: true }, fresh: { state: true }, called: { state: true }, opening: { state: true } };

  #timer = 0;
  #misses = 0;
  #seen = () => document.visibilityState === 'visible' && this.#ask();

  constructor() {
    super();
    this.list = /** @type {any} */ ({ kind: 'loading' });
    this.called = /** @type {any} */ (undefined);
    /** @type {string[]} */
    this.fresh = [];
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#seen);
    this.#ask();
    if (this.state.incident) this.#call();
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.#seen);
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  /** A screen that nobody sees asks nothing. */
  async #ask() {
    clearTimeout(this.#timer);
    try {
      const rows = incidents(await this.hub.operation('$incidents'));
      this.#misses = 0;
      if (this.list.kind === 'ready') this.fresh = [...this.fresh, ...arrived(this.list.rows, rows).map(({ reference }) => reference)];
      this.list = { kind: 'ready', rows };
    } catch (failure) {
      this.#misses++;
      const shown = failed(failure);
      // What was there is still worth reading; the bar says that there is no signal.
      this.list = this.list.kind === 'ready' ? { ...this.list, late: shown } : shown;
    }
    if (this.isConnected && document.visibilityState === 'visible') this.#timer = setTimeout(() => this.#ask(), pause(this.#misses));
  }

  #choose(row) {
    this.fresh = this.fresh.filter((one) => one !== row.reference);
    this.state.choose(row);
    this.#call();
  }

  async #call() {
    const { reference } = /** @type {any} */ (this.state.incident);
    this.called = { kind: 'loading' };
    try {
      const answer = await lookByCall(this.hub, this.state);
      if (this.state.incident?.reference !== reference) return;
      this.called = { kind: 'ready', answer };
      if (answer.kind !== 'unknown') keepSheets(this.hub, this.state);
    } catch (failure) {
      this.called = failed(failure);
    }
  }

  render() {
    const chosen = this.state.incident;
    return html`<div class="head"><h1>${this.t('incidents')}</h1>
        <button type="button" @click=${() => (this.opening = true)}>${this.t('openOwn')}</button></div>
      <p class="unseen" role="status">${this.fresh.length > 0 ? this.t('arrived').replace('{n}', String(this.fresh.length)) : nothing}</p>
      <ems-keep short .hub=${this.hub} .state=${this.state}></ems-keep>
      <div class="two"><div>${this.#list(chosen)}</div>
        ${chosen ? html`<section class="panel" aria-labelledby="run">${this.#run(chosen)}</section>` : html`<p class="soft aside">${this.t('chooseOne')}</p>`}</div>
      ${this.opening ? html`<ems-open-run .hub=${this.hub} @opened=${({ detail }) => this.#opened(detail)} @closed=${() => (this.opening = false)}></ems-open-run>` : nothing}`;
  }

  #opened(row) {
    this.opening = false;
    this.#choose(row);
    this.#ask();
  }

  #list(chosen) {
    const { list } = this;
    if (list.kind !== 'ready') return html`<kit-notice .state=${list} @again=${() => this.#ask()}></kit-notice>`;
    return html`${list.late ? html`<kit-notice .state=${list.late} @again=${() => this.#ask()}></kit-notice>` : nothing}
      ${list.rows.length === 0 ? html`<p class="panel">${this.t('none')}</p>` : html`<ul class="plain stack">${list.rows.map((row) => this.#row(row, chosen))}</ul>`}`;
  }

  #row(row, chosen) {
    const here = row.reference === chosen?.reference;
    return html`<li><button type="button" class="tall ${here ? 'here' : ''}" aria-pressed=${String(here)} @click=${() => this.#choose(row)}>
      <span class="line"><strong>${row.number || this.t('own')}</strong>
        ${this.fresh.includes(row.reference) ? html`<span class="mark new">${icon('warn')}${this.t('new')}</span>` : nothing}
        ${here ? html`<span class="mark">${icon('yes')}${this.t('here')}</span>` : nothing}</span>
      <span class="line">${dateTime(row.received, this.language)} <span lang="ja">${row.unit}</span></span>
      <span class="line" lang="ja">${row.address}</span>
      ${row.reason ? html`<span class="line" lang="ja">${row.reason}</span>` : nothing}
      ${row.handover ? html`<span class="line">${this.t(`handover.${row.handover}`)}</span>` : nothing}
    </button></li>`;
  }

  #run(run) {
    const fact = (key, value) => (value ? html`<div><dt>${this.t(key)}</dt><dd lang="ja">${value}</dd></div>` : nothing);
    return html`<h2 id="run">${run.number || this.t('own')}</h2>
      <dl class="facts">${fact('received', dateTime(run.received, this.language))}${fact('address', run.address)}${fact('phone', run.phone)}${fact('reason', run.reason)}</dl>
      ${this.state.match ? this.#confirmed() : this.#called()}
      <div class="actions"><button type="button" class=${this.state.match ? '' : 'primary'} @click=${() => this.tell('go', 'find')}>${icon('find')} ${this.t('find')}</button></div>`;
  }

  #confirmed() {
    const { identity } = /** @type {any} */ (this.state.match);
    return html`<p class="notice">${this.t('confirmed')} <strong lang="ja">${identity.name}</strong></p>
      <p><button type="button" class="primary" @click=${() => this.tell('go', 'sheet')}>${icon('sheet')} ${this.t('toSheet')}</button></p>`;
  }

  #called() {
    const { called } = this;
    if (called?.kind !== 'ready') return html`<kit-notice .state=${called} @again=${() => this.#call()}></kit-notice>`;
    if (called.answer.kind === 'unknown') return html`<p class="panel">${this.t('nobodyCalled')}</p>`;
    if (called.answer.kind === 'found') {
      const { match } = called.answer;
      return html`<h3>${this.t('fromCall')}</h3><p><button type="button" class="tall" @click=${() => this.tell('go', { view: 'confirm', match })}><strong lang="ja">${match.identity.name}</strong></button></p>`;
    }
    return html`<h3>${this.t('fromCall')}</h3>
      <ems-candidate-list .candidates=${called.answer.candidates} @chosen=${({ detail }) => this.tell('go', { view: 'confirm', code: detail.confirm })}></ems-candidate-list>`;
  }
}
customElements.define('ems-incidents', EmsIncidents);
