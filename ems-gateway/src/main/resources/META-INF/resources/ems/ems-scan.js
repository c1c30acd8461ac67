// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { camera, ScanProblem } from './camera.js';
import { cardOf } from './find-model.js';
import { icon } from './icons.js';
import { WORDS } from './words-find.js';

/** A card's code, by the camera or as somebody types it. Tells `scanned` with the code. */
class EmsScan extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, busy: { type: Boolean }, seeing: { state: true }, trouble: { state: true }, wrong: { state: true } };

  #stop = () => {};

  disconnectedCallback() {
    this.#end();
    super.disconnectedCallback();
  }

  render() {
    return html`<div class="two scan"><section class="panel" aria-labelledby="scan-title"><h2 id="scan-title">${this.t('scanTitle')}</h2>
        <div class="finder ${this.seeing ? 'on' : ''}"><video muted playsinline aria-label=${this.t('picture')}></video>
          ${this.seeing ? nothing : html`<button type="button" class="primary big-button" ?disabled=${this.busy} @click=${() => this.#begin()}>${icon('scan')} ${this.t('scanGo')}</button>`}</div>
        <p role="status">${this.seeing ? this.t('scanning') : nothing}</p>
        ${this.trouble ? html`<p class="notice failed" role="alert">${this.t(`camera.${this.trouble}`)}</p>` : nothing}
        ${this.seeing ? html`<p><button type="button" @click=${() => this.#end()}>${this.t('scanStop')}</button></p>` : html`<p class="soft">${this.t('scanText')}</p>`}</section>
      <form class="panel" @submit=${(event) => this.#typed(event)} novalidate><h2>${this.t('typeTitle')}</h2>
        <div class="field"><label for="scan-code">${this.t('code')}</label><span class="hint" id="scan-code-hint">${this.t('codeHint')}</span>
          <input id="scan-code" name="code" class="code" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="300" aria-invalid=${String(Boolean(this.wrong))} aria-describedby="scan-code-hint scan-code-wrong" />
          <p class="error" id="scan-code-wrong">${this.wrong ? this.t('codeWrong') : nothing}</p></div>
        <button class="primary wide-button" ?disabled=${this.busy}>${this.t('ask')}</button></form></div>`;
  }

  async #begin() {
    this.trouble = '';
    this.seeing = true;
    try {
      this.#stop = await camera(/** @type {HTMLVideoElement} */ (this.querySelector('video')), this.hub, (text) => this.#seen(text), (kind) => this.#failed(kind));
      if (!this.isConnected) this.#end();
    } catch (failure) {
      if (!(failure instanceof ScanProblem)) throw failure;
      this.#failed(failure.message);
    }
  }

  #failed(kind) {
    this.#end();
    this.trouble = kind;
  }

  #seen(text) {
    const code = cardOf(text);
    if (!code) {
      this.trouble = 'foreign';
      return;
    }
    this.#end();
    this.trouble = '';
    this.tell('scanned', code);
  }

  #end() {
    this.#stop();
    this.#stop = () => {};
    this.seeing = false;
  }

  #typed(event) {
    event.preventDefault();
    const code = cardOf(String(new FormData(event.target).get('code') ?? ''));
    this.wrong = !code;
    if (code) this.tell('scanned', code);
    else /** @type {HTMLElement} */ (this.querySelector('#scan-code')).focus();
  }
}
customElements.define('ems-scan', EmsScan);
