// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { LANGUAGES } from './i18n.js';
import { KIT_WORDS } from './kit-words.js';
import { chooseLanguage } from './language.js';

export const NAMES = { ja: '日本語', en: 'English' };

/** The top of every screen: its name, who is signed in and as what, the language, the way out. Tells `sign-out`. */
export class KitHeader extends KitElement {
  static words = KIT_WORDS;
  static properties = { heading: {}, person: {}, role: {}, purpose: {} };

  render() {
    return html`<header class="top">
      <div class="wrap bar">
        <p class="name"><span aria-hidden="true">紡</span> ${this.heading}</p>
        ${this.person ? this.#who() : nothing}
        <div class="languages" role="group" aria-label="言語 / Language">
          ${LANGUAGES.map((code) => this.#choice(code))}
        </div>
      </div>
    </header>`;
  }

  #who() {
    return html`<div class="who">
      <p><span class="unseen">${this.t('signedInAs')}: </span><strong>${this.person}</strong> <span class="soft">${this.role}</span></p>
      ${this.purpose ? html`<p class="soft">${this.purpose}</p>` : nothing}
      <button type="button" @click=${() => this.tell('sign-out')}>${this.t('signOut')}</button>
    </div>`;
  }

  #choice(code) {
    return html`<button type="button" lang=${code} aria-pressed=${String(this.language === code)} @click=${() => chooseLanguage(code)}>
      ${NAMES[code]}
    </button>`;
  }
}
customElements.define('kit-header', KitHeader);
