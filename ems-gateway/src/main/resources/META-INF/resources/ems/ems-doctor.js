// @ts-check
import { html, nothing } from 'lit';
import { failed } from '../kit/hub.js';
import { inJapan } from '../kit/dates.js';
import { ActingElement } from './acting-element.js';
import { callable, dial, protocol, refuses, resuscitation } from './doctor-model.js';
import './ems-doctor-word.js';
import { command, doctorsWords } from './log-model.js';
import { organizations, protocols } from './open-data.js';
import { doctorsWord } from './said-model.js';
import { WORDS } from './words-doctor.js';

/** Calling the doctor who confirms, and keeping what they said. Tells `go`. */
class EmsDoctor extends ActingElement {
  static words = WORDS;
  static properties = { spoken: { state: true }, others: { state: true }, plan: { state: true }, done: { state: true } };

  constructor() {
    super();
    this.others = /** @type {any} */ (undefined);
    this.plan = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#protocol();
  }

  async #protocol() {
    try {
      this.plan = { kind: 'ready', protocol: protocol(await protocols(this.hub)) };
    } catch (failure) {
      this.plan = failed(failure);
    }
  }

  async #others() {
    this.others = { kind: 'loading' };
    try {
      this.others = { kind: 'ready', rows: callable(await organizations(this.hub)) };
    } catch (failure) {
      this.others = failed(failure);
    }
  }

  render() {
    if (!this.encounter) return this.noIncident();
    const lines = resuscitation(this.state.sheet);
    return html`<h1>${this.t('heading')}</h1>
      ${this.unsent()}
      ${this.#wish(lines)}
      <section aria-labelledby="doctors"><h2 id="doctors">${this.t('whom')}</h2>${this.#doctors()}</section>
      ${this.spoken ? html`<ems-doctor-word .doctor=${this.spoken} .going=${this.going} @written=${({ detail }) => this.#write(detail, lines)} @given-up=${() => (this.spoken = undefined)}></ems-doctor-word>` : nothing}
      <p role="status" class="done">${this.done ? this.t('done') : nothing}</p>
      <section aria-labelledby="words"><h2 id="words" tabindex="-1">${this.t('words')}</h2>${this.#words()}</section>
      <section aria-labelledby="protocol"><h2 id="protocol">${this.t('protocol')}</h2>${this.#plan()}</section>`;
  }

  #wish(lines) {
    return html`<div class="notice ${refuses(lines) ? 'failed' : ''}"><p><strong>${this.t(refuses(lines) ? 'needsWord' : 'needsWordIf')}</strong></p>
      ${lines.map((one) => html`<p lang="ja">${one.text.ja}</p>`)}</div>`;
  }

  #doctors() {
    const doctors = this.state.sheet?.doctors ?? [];
    return html`${doctors.length === 0 ? html`<p>${this.t('nobodyNamed')}</p>` : html`<ul class="plain callees">${doctors.map((one) => this.#callee(one))}</ul>`}
      ${this.others?.kind === 'ready' ? html`<ul class="plain callees">${this.others.rows.map((one) => this.#callee(one))}</ul>` :
        html`<kit-notice .state=${this.others} @again=${() => this.#others()}></kit-notice>${this.others ? nothing : html`<p><button type="button" @click=${() => this.#others()}>${this.t('others')}</button></p>`}`}
      <p><button type="button" @click=${() => this.#speak({ name: '', organization: '', ref: '' })}>${this.t('somebodyElse')}</button></p>`;
  }

  /** By night the number that is answered then comes first. @param {import('./sheet-model.js').Doctor} one */
  #callee(one) {
    const name = [one.name, one.organization].filter(Boolean).join(' ');
    const numbers = [...one.phones, ...one.nights.filter((number) => !one.phones.includes(number))];
    return html`<li><p>${one.role ? html`<span class="tag">${this.t(`role.${one.role}`)}</span> ` : nothing}<strong lang="ja">${name}</strong></p>
      <p class="actions">${numbers.length === 0 ? html`<span class="soft">${this.t('noPhone')}</span>` : numbers.map((number) => html`<a class="call" href=${dial(number)}><span>${this.t(one.nights.includes(number) ? 'callNight' : 'call')} <span class="number">${number}</span></span></a>`)}
        <button type="button" class="large" @click=${() => this.#speak(one)}>${this.t('spoke')}<span class="unseen">: ${name}</span></button></p></li>`;
  }

  #speak(doctor) {
    this.done = false;
    this.spoken = { ...doctor };
  }

  #words() {
    const said = doctorsWords(this.log.resources);
    if (said.length === 0) return html`<p class="soft">${this.t('noWord')}</p>`;
    return html`<ul class="plain">${said.map((one, index) => html`<li class=${index === 0 ? 'word now' : 'word'}><p><time datetime=${one.sent}>${inJapan(one.sent).time}</time> <strong lang="ja">${one.sender?.display}</strong>
        ${this.log.waiting.has(command(one)) ? html`<strong class="tag unsent">${this.t('unsent')}</strong>` : nothing}</p>
      <blockquote lang="ja">${one.payload?.[0]?.contentString}</blockquote></li>`)}</ul>`;
  }

  #plan() {
    if (this.plan.kind !== 'ready') return html`<kit-notice .state=${this.plan} @again=${() => this.#protocol()}></kit-notice>`;
    const { protocol: plan } = this.plan;
    if (!plan) return html`<p class="soft">${this.t('noProtocol')}</p>`;
    return html`<div lang="ja"><p><strong>${plan.title}</strong></p><p class="written">${plan.text}</p>${plan.steps.length > 0 ? html`<ol>${plan.steps.map((one) => html`<li>${one}</li>`)}</ol>` : nothing}
      <p class="soft">${[plan.by, plan.date].filter(Boolean).join(' ')}</p></div>`;
  }

  async #write(word, lines) {
    const refs = lines.map(({ ref }) => ref).filter(Boolean);
    if (!(await this.keep([doctorsWord({ ...word, refs, later: this.state.offline }, this.about())]))) return;
    this.spoken = undefined;
    this.done = true;
    await this.goOnAt('#words');
  }
}
customElements.define('ems-doctor', EmsDoctor);
