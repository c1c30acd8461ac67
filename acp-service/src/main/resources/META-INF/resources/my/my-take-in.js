// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { LARGEST, megabytes } from './documents-model.js';
import { asParameters, read, refusal, taken } from './import-model.js';
import { WORDS } from './words-take-in.js';

/** A plan that was made elsewhere: chosen, looked at, taken over. Tells `taken`. */
class MyTakeIn extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, plan: { state: true }, size: { state: true }, state: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.plan = undefined;
    /** @type {any} */
    this.state = { kind: 'waiting' };
  }

  render() {
    const why = this.plan?.why;
    return html`<section class="section" aria-labelledby="take-in"><h2 id="take-in">${this.t('inTitle')}</h2>
      <p>${this.t('inLead')}</p><p>${this.t('inSafe')}</p>
      <form @submit=${this.#submit} novalidate>
        <div class="field"><label for="plan-file">${this.t('inFile')} <span class="hint" id="plan-file-hint">${this.t('inFileHint')}</span></label>
          <input type="file" id="plan-file" accept=".json,application/json,application/fhir+json" aria-invalid=${String(Boolean(why))} aria-describedby="plan-file-hint plan-file-wrong" @change=${this.#chosen} />
          <div id="plan-file-wrong" role="alert">${why ? html`<p class="error">${this.t(`inWrong.${why}`).replace('{size}', megabytes(this.size))}</p>` : nothing}</div></div>
        <div role="status">${this.plan && !why && this.state.kind !== 'taken' ? this.#look(this.plan) : nothing}</div>
        <p><button class="primary" ?disabled=${this.state.kind === 'loading'}>${this.t('inGo')}</button></p>
      </form>
      <div role="status">${this.state.kind === 'taken' ? this.#taken(taken(this.state.answer, this.language)) : nothing}</div>
      ${this.#told()}</section>`;
  }

  /** What is about to come in, for who has several files. */
  #look({ title, date, name }) {
    const line = (key, text, lang) => (text ? html`<div><dt>${this.t(key)}</dt><dd lang=${lang ?? nothing}>${text}</dd></div>` : nothing);
    return html`<div class="notice"><p>${this.t('inLook')}</p><dl class="plain">${line('inName', title, 'ja')}${line('inWho', name, 'ja')}${line('inDay', dateTime(date, this.language))}</dl></div>`;
  }

  #taken({ wishes, people, limits, signed, findings }) {
    const list = (key, items) => html`<h4>${this.t(key).replace('{n}', String(items.length))}</h4>
      ${items.length > 0 ? html`<ul>${items.map((item) => html`<li lang=${key === 'inWishes' ? nothing : 'ja'}>${item}</li>`)}</ul>` : nothing}`;
    return html`<div class="notice"><h3>${this.t('inDone')}</h3>
      <p>${this.t(signed ? 'inSigned' : 'inWritten')}</p>
      ${list('inWishes', wishes)}${list('inPeople', people)}${people.length > 0 ? html`<p>${this.t('inProposed')}</p>` : nothing}${limits.length > 0 ? list('inLimits', limits) : nothing}
      ${wishes.length + people.length + limits.length === 0 ? html`<p>${this.t('inEmpty')}</p>` : nothing}
      ${findings.length > 0 ? html`<details><summary>${this.t('inFindings').replace('{n}', String(findings.length))}</summary><ul lang="en">${findings.map((one) => html`<li>${one}</li>`)}</ul></details>` : nothing}
      <p class="actions"><button type="button" @click=${() => this.tell('go', 'wishes')}>${this.t('inToWishes')}</button>
        ${people.length > 0 ? html`<button type="button" @click=${() => this.tell('go', 'people')}>${this.t('inToPeople')}</button>` : nothing}</p></div>`;
  }

  #told() {
    if (this.state.kind === 'loading') return html`<p role="status">${this.t('inGoing')}</p>`;
    if (this.state.kind !== 'failed') return nothing;
    const why = refusal(this.state.why, this.language);
    if (!why) return html`<kit-notice fixed .state=${this.state}></kit-notice>`;
    return html`<div class="notice failed" role="alert"><p>${this.t(`inWrong.${why.key}`)}</p>${why.said ? html`<p>${why.said}</p>` : nothing}</div>`;
  }

  async #chosen({ target }) {
    const [file] = target.files;
    this.state = { kind: 'waiting' };
    this.size = file?.size ?? 0;
    if (!file) this.plan = undefined;
    // Not even read: a film that was chosen by mistake would fill the memory.
    else this.plan = file.size > LARGEST ? { why: 'size' } : read(new Uint8Array(await file.arrayBuffer()));
  }

  async #submit(event) {
    event.preventDefault();
    this.plan ??= { why: 'file' };
    if (this.plan.why) return /** @type {HTMLElement} */ (this.querySelector('#plan-file')).focus();
    this.state = { kind: 'loading' };
    try {
      const answer = await this.hub.operationAsWritten(`Patient/${this.whose.patient}/$acp-import`, asParameters(this.plan.text));
      this.state = { kind: 'taken', answer };
      this.plan = undefined;
      /** @type {HTMLFormElement} */ (event.target).reset();
      this.tell('taken');
    } catch (failure) {
      this.state = failed(failure);
    }
  }
}
customElements.define('my-take-in', MyTakeIn);
