// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { watchIdle } from './idle.js';
import './kit-dialog.js';
import { KIT_WORDS } from './kit-words.js';

/** Watches for a screen that nobody touches: asks a minute before, then tells `lock`. Any touch is an answer. */
export class KitIdle extends KitElement {
  static words = KIT_WORDS;
  static properties = { minutes: { type: Number }, idle: { state: true } };

  #stop = () => {};

  firstUpdated() {
    this.#stop = watchIdle(this.minutes, (idle) => (idle === 'lock' ? this.tell('lock') : (this.idle = idle)));
  }

  disconnectedCallback() {
    this.#stop();
    super.disconnectedCallback();
  }

  render() {
    if (this.idle !== 'warn') return nothing;
    return html`<kit-dialog .heading=${this.t('idleTitle')} .closing=${this.t('idleStay')} .content=${html`<p>${this.t('idleText')}</p>`}></kit-dialog>`;
  }
}
customElements.define('kit-idle', KitIdle);
