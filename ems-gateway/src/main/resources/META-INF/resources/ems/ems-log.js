// @ts-check
import { html, nothing } from 'lit';
import { inJapan } from '../kit/dates.js';
import '../kit/kit-dialog.js';
import { ActingElement } from './acting-element.js';
import { COLUMNS, happenings, rounds } from './log-model.js';
import './ems-happenings.js';
import './ems-note.js';
import './ems-time.js';
import './ems-log-table.js';
import { institutions } from './open-data.js';
import { outOfOrder, time, times } from './times-model.js';
import { WORDS } from './words-log.js';

/** The incident's log: its times, the rounds of vital signs, what was said, decided and done. Tells `go`. */
class EmsLog extends ActingElement {
  static words = WORDS;
  static properties = { changing: { state: true }, writing: { state: true }, mistaken: { state: true }, named: { state: true } };

  constructor() {
    super();
    this.named = new Map();
  }

  async firstUpdated() {
    this.named = await institutions(this.hub);
  }

  render() {
    if (!this.encounter) return this.noIncident();
    const { resources, waiting } = this.log;
    return html`<h1>${this.t('heading')}</h1>
      ${this.unsent()}
      <section aria-labelledby="log-times"><h2 id="log-times">${this.t('times')}</h2><p class="soft">${this.t('timesHint')}</p>${this.#times(resources, waiting)}</section>
      <section aria-labelledby="log-vitals"><h2 id="log-vitals">${this.t('vitals')}</h2>
        <p><button type="button" class="primary large" @click=${() => this.tell('go', 'vitals')}>${this.t('toVitals')}</button></p>
        <ems-log-table own .rounds=${rounds(resources, waiting)} .columns=${COLUMNS} @mistaken=${({ detail }) => (this.mistaken = detail)}></ems-log-table></section>
      <section aria-labelledby="log-said"><h2 id="log-said">${this.t('happenings')}</h2>
        <p class="actions"><button type="button" class="large" @click=${() => (this.writing = 'treatment')}>${this.t('addTreatment')}</button>
          <button type="button" class="large" @click=${() => (this.writing = 'decision')}>${this.t('addDecision')}</button></p>
        <ems-happenings .rows=${happenings(resources, waiting, this.named)}></ems-happenings></section>
      <kit-notice fixed .state=${this.going}></kit-notice>
      ${this.writing ? html`<ems-note .kind=${this.writing} @written=${({ detail }) => this.#write(detail)} @closed=${() => (this.writing = undefined)}></ems-note>` : nothing}
      ${this.mistaken ? this.#mistaken(this.mistaken) : nothing}
      ${this.changing ? html`<ems-time .name=${this.t(this.changing.code)} .when=${this.changing.when} @written=${({ detail }) => this.#time(this.changing.code, detail, true)}
        @closed=${() => (this.changing = undefined)}></ems-time>` : nothing}`;
  }

  #times(resources, waiting) {
    const rows = times(resources, this.state.incident.received, waiting);
    const wrong = outOfOrder(rows);
    return html`<ol class="plain times">${rows.map((row) => this.#row(row))}</ol>
      <p class="error" role="status">${wrong.length > 0 ? `${this.t('outOfOrder')} ${wrong.map((code) => this.t(code)).join(this.t('comma'))}` : nothing}</p>`;
  }

  #row({ code, when, noted, before, waiting }) {
    if (!when) return html`<li><button type="button" class="time" @click=${() => this.#time(code, undefined, false)}><span>${this.t(code)}</span> <strong>${this.t('now')}</strong></button></li>`;
    return html`<li class="known"><p><span>${this.t(code)}</span> <strong>${inJapan(when).time}</strong>
        ${waiting ? html`<strong class="tag unsent">${this.t('unsent')}</strong>` : nothing}
        ${noted ? nothing : html`<span class="soft">${this.t('fromDispatch')}</span>`}
        ${before.length > 0 ? html`<span class="soft">${this.t('before').replace('{times}', before.map((at) => inJapan(at).time).join(this.t('comma')))}</span>` : nothing}</p>
      <button type="button" @click=${() => (this.changing = { code, when })}>${this.t('correct')}<span class="unseen">: ${this.t(code)}</span></button></li>`;
  }

  #mistaken({ at, resources }) {
    return html`<kit-dialog .heading=${this.t('mistakenTitle').replace('{time}', inJapan(at).time)} .content=${html`<p>${this.t('mistakenText')}</p>`} .closing=${this.t('cancel')} @closed=${() => (this.mistaken = undefined)}
      .actions=${html`<button type="button" class="primary" @click=${() => this.#retract(resources)}>${this.t('retract')}</button>`}></kit-dialog>`;
  }

  #retract(resources) {
    this.mistaken = undefined;
    return this.retract(resources);
  }

  /** @param {string} code @param {string | undefined} when  undefined: now */
  #time(code, when, corrects) {
    this.changing = undefined;
    const about = this.about();
    return this.keep([time(code, when ?? about.when, WORDS.ja[code], about, corrects)]);
  }

  async #write(make) {
    this.writing = undefined;
    await this.keep([make(this.about())]);
  }
}
customElements.define('ems-log', EmsLog);
