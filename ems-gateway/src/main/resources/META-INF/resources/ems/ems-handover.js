// @ts-check
import { html, nothing } from 'lit';
import { dateTime, inJapan } from '../kit/dates.js';
import { failed } from '../kit/hub.js';
import { ActingElement } from './acting-element.js';
import './ems-handover-form.js';
import { asked, handovers, ofIncident } from './handover-model.js';
import { accepted } from './hospital-model.js';
import { command } from './log-data.js';
import { happenings, rounds } from './log-model.js';
import { chosen } from './triage-model.js';
import { WORDS } from './words-handover.js';

/** Milliseconds between two looks at whether the hospital has seen it. */
const PAUSE = 5000;

/** Handing over to the hospital's desk, and watching it being acknowledged. Tells `go`. */
class EmsHandover extends ActingElement {
  static words = WORDS;
  static properties = { sent: { state: true }, ending: { state: true } };

  #timer = 0;

  constructor() {
    super();
    this.sent = /** @type {any} */ ({ kind: 'loading', rows: [] });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = window.setInterval(() => this.#look(), PAUSE);
    this.#look();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  async #look() {
    if (!this.encounter) return;
    try {
      this.sent = { kind: 'ready', rows: ofIncident(handovers(await this.hub.operation('$handovers')), this.encounter) };
    } catch (failure) {
      // What was known last still stands; an unwatched hand-over is said to be one.
      this.sent = { ...failed(failure), rows: this.sent.rows };
    }
  }

  render() {
    if (!this.encounter) return this.noIncident();
    const { resources } = this.log;
    const [one] = this.sent.rows;
    return html`<h1>${this.t('heading')}</h1>
      ${this.unsent()}
      ${one ? this.#watched(one) : nothing}
      ${this.sent.kind === 'failed' ? html`<p class="notice" role="status">${this.t('unwatched')}</p>` : nothing}
      ${one ? nothing : html`<ems-handover-form .hub=${this.hub} .hospital=${accepted(resources)} .urgency=${chosen(resources)} .going=${this.going} @written=${({ detail }) => this.#send(detail)}></ems-handover-form>`}
      <section aria-labelledby="what"><h2 id="what">${this.t('what')}</h2>${this.#what(resources)}</section>
      <section aria-labelledby="family"><h2 id="family">${this.t('family')}</h2><p class="soft">${this.t('familyText')}</p></section>`;
  }

  #watched(one) {
    const seen = one.state === 'acknowledged';
    return html`<section class="handed ${one.state}" aria-labelledby="handed"><h2 id="handed" tabindex="-1"><span aria-hidden="true">${seen ? '✔' : '…'}</span> ${this.t(seen ? 'acknowledged' : 'sent')}</h2>
      <div role="status"><p>${seen ? html`${inJapan(one.acknowledged).time} <span lang="ja">${one.by}</span>` : this.t('waitsForDesk')}</p></div>
      <p class="soft">${this.t('until').replace('{until}', dateTime(one.until, this.language))}</p>
      ${this.ending ? html`<p>${this.t('endSure')}</p><p class="actions"><button type="button" class="primary" @click=${() => this.#end(one.id)}>${this.t('endGo')}</button><button type="button" @click=${() => this.#asks(false)}>${this.t('cancel')}</button></p>`
        : html`<p><button type="button" @click=${() => this.#asks(true)}>${this.t('end')}</button></p>`}</section>`;
  }

  #asks(ending) {
    this.ending = ending;
    return this.goOnAt('.handed button');
  }

  #what(resources) {
    const who = this.state.match?.identity?.name;
    const items = [
      who ? `${this.t('whatSheet')}: ${who}` : this.patient ? this.t('whatSheet') : this.t('whatNobody'),
      this.t('whatLog').replace('{rounds}', String(rounds(resources, new Set()).length)).replace('{entries}', String(happenings(resources, new Set()).length)),
    ];
    return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul><p class="soft">${this.t('whatGate')}</p>`;
  }

  async #send(said) {
    const path = this.patient ? `${this.patient}/$emergency-handover` : '$emergency-handover';
    this.going = { kind: 'loading' };
    try {
      await command(this.hub, path, asked({ incident: this.encounter, ...said }));
      this.going = undefined;
    } catch (failure) {
      this.going = failed(failure);
    }
    await Promise.all([this.#look(), this.refresh()]);
    if (this.sent.rows.length > 0) await this.goOnAt('#handed');
  }

  async #end(id) {
    this.ending = false;
    try {
      await this.hub.operation('$end-handover', [{ name: 'id', valueString: id }]);
    } catch (failure) {
      this.going = failed(failure);
    }
    await this.#look();
    await this.goOnAt('h1');
  }
}
customElements.define('ems-handover', EmsHandover);
