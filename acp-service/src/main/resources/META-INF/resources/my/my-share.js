// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { address, handouts } from './handouts-model.js';
import { noPlan, value } from './documents-model.js';
import { WORDS } from './words-documents.js';

const HOURS = ['1', '24', '168', '720'];
const KINDS = ['plan', 'summary'];
/** Characters of a passcode; as the hub has it. */
const SHORTEST = 4;

/** SMART Health Links: one more, shown once; those that were made; their end. */
class MyShare extends KitElement {
  static words = WORDS;
  static properties = {
    hub: { attribute: false }, whose: { attribute: false }, list: { state: true }, made: { state: true },
    wrong: { state: true }, state: { state: true }, copied: { state: true },
  };

  constructor() {
    super();
    this.list = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#load();
  }

  #ask(operation, parameter) {
    return this.hub.operation(`Patient/${this.whose.patient}/${operation}`, parameter);
  }

  async #load() {
    try {
      this.list = { kind: 'ready', links: handouts(await this.#ask('$share-links'), new Date().toISOString()) };
    } catch (failure) {
      this.list = failed(failure);
    }
  }

  render() {
    return html`<section class="section" aria-labelledby="share"><h2 id="share">${this.t('shareTitle')}</h2>
      <p>${this.t('shareLead')}</p>
      ${this.made ? this.#made() : this.#form()}
      ${this.state?.kind === 'none' ? html`<p class="notice" role="status">${this.t('noPlan')}</p>` : this.state ? html`<kit-notice fixed .state=${this.state}></kit-notice>` : nothing}
      <h3>${this.t('shareList')}</h3>${this.#list()}</section>`;
  }

  #form() {
    const choice = (id, label, keys, words) => html`<div class="field narrow"><label for=${id}>${label}</label>
      <select id=${id}>${keys.map((key) => html`<option value=${key}>${this.t(`${words}.${key}`)}</option>`)}</select></div>`;
    return html`<form @submit=${this.#submit} novalidate>
      <div class="field"><label for="share-label">${this.t('shareLabel')} <span class="hint" id="share-label-hint">${this.t('shareLabelHint')}</span></label>
        <input id="share-label" maxlength="80" autocomplete="off" aria-invalid=${String(this.wrong === 'label')} aria-describedby="share-label-hint share-label-wrong" />
        <p id="share-label-wrong" class="error" role="alert">${this.wrong === 'label' ? this.t('wrong.label') : ''}</p></div>
      ${choice('share-kind', this.t('shareKind'), KINDS, 'shareKind')}${choice('share-hours', this.t('shareHours'), HOURS, 'hours')}
      <div class="field narrow"><label for="share-passcode">${this.t('sharePasscode')} <span class="hint" id="share-passcode-hint">${this.t('sharePasscodeHint')}</span></label>
        <input id="share-passcode" maxlength="64" autocomplete="off" aria-invalid=${String(this.wrong === 'passcode')} aria-describedby="share-passcode-hint share-passcode-wrong" />
        <p id="share-passcode-wrong" class="error" role="alert">${this.wrong === 'passcode' ? this.t('wrong.passcode') : ''}</p></div>
      <p><button class="primary">${this.t('shareGo')}</button></p></form>`;
  }

  #made() {
    return html`<div class="notice" role="status"><p><strong>${this.t('shareMade')}</strong></p>
      <p>${this.t('shareFor').replace('{label}', this.made.label).replace('{when}', dateTime(this.made.until, this.language))}${this.made.passcode ? ` ${this.t('shareTell')}` : nothing}</p>
      <p><img class="qr" src=${address(this.made.qr)} alt=${this.t('shareQr')} /></p>
      <p><code>${this.made.link}</code></p>
      <p class="actions"><button type="button" class="primary" @click=${this.#copy}>${this.t('shareCopy')}</button>
        <button type="button" @click=${() => (this.made = undefined)}>${this.t('close')}</button></p>
      ${this.copied ? html`<p>${this.t(this.copied)}</p>` : nothing}</div>`;
  }

  #list() {
    if (this.list.kind !== 'ready') return html`<kit-notice .state=${this.list} @again=${this.#load}></kit-notice>`;
    if (this.list.links.length === 0) return html`<p class="soft">${this.t('shareNone')}</p>`;
    return html`<ul class="plain cards">${this.list.links.map((link) => html`<li>
      <p><strong lang="ja">${link.label}</strong> ${link.over ? html`<span class="tag">${this.t('shareEnded')}</span>` : nothing}</p>
      <p class="soft">${this.t('shareIssued').replace('{when}', dateTime(link.issued, this.language))} ${link.until && !link.over ? this.t('shareUntil').replace('{when}', dateTime(link.until, this.language)) : nothing}</p>
      ${link.over ? nothing : html`<p><button type="button" @click=${() => this.#end(link.id)}>${this.t('shareEnd')}<span class="unseen">: ${link.label}</span></button></p>`}</li>`)}</ul>`;
  }

  async #submit(event) {
    event.preventDefault();
    const field = (id) => /** @type {HTMLInputElement} */ (this.querySelector(`#share-${id}`));
    const label = field('label').value.trim();
    const passcode = field('passcode').value;
    // Here as there: what is refused after the proof of who one is has cost them that proof.
    const short = passcode !== '' && passcode.length < SHORTEST;
    this.wrong = label ? (short ? 'passcode' : '') : 'label';
    if (this.wrong) return field(this.wrong).focus();
    const kind = field('kind').value;
    const parameter = [
      { name: 'label', valueString: label },
      { name: 'kind', valueCode: kind },
      { name: 'hours', valueInteger: Number(field('hours').value) },
      ...(passcode ? [{ name: 'passcode', valueString: passcode }] : []),
    ];
    await this.#change(async () => {
      const answer = await this.#ask('$share-link', parameter);
      this.copied = '';
      this.made = { id: value(answer, 'id'), passcode: Boolean(passcode), until: value(answer, 'until'), label, link: value(answer, 'link'), qr: value(answer, 'qr') };
    }, kind);
  }

  #end(id) {
    return this.#change(async () => {
      await this.#ask('$end-share-link', [{ name: 'id', valueId: id }]);
      if (this.made?.id === id) this.made = undefined;
    });
  }

  async #change(act, kind = '') {
    this.state = { kind: 'loading' };
    try {
      await act();
      this.state = undefined;
      await this.#load();
    } catch (failure) {
      const state = failed(failure);
      this.state = noPlan(this.whose, kind, state.why) ? { kind: 'none' } : state;
    }
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.made.link);
      this.copied = 'shareCopied';
    } catch (refused) {
      console.info('the clipboard was not to be had', refused);
      this.copied = 'shareCopyOff';
    }
  }
}
customElements.define('my-share', MyShare);
