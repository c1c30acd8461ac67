// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { LANGUAGES } from '../kit/i18n.js';
import { NAMES } from '../kit/kit-header.js';
import { chooseLanguage } from '../kit/language.js';
import { chooseSize, size, SIZES } from '../kit/text-size.js';
import { install, installable, onInstallable } from './install.js';
import { signIn } from './session.js';
import { WORDS } from './words-settings.js';

/** Language, text size, the home screen, the way out. Tells `sign-out`. */
class MySettings extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false } };

  #stop = () => {};

  connectedCallback() {
    super.connectedCallback();
    this.#stop = onInstallable(() => this.requestUpdate());
  }

  disconnectedCallback() {
    this.#stop();
    super.disconnectedCallback();
  }

  render() {
    return html`<h1>${this.t('view.settings')}</h1>
      <section><h2>${this.t('accountTitle')}</h2><p lang="ja">${signIn.person?.name}</p></section>
      ${this.#choice('languageTitle', LANGUAGES, (code) => code === this.language, (code) => NAMES[code], chooseLanguage)}
      ${this.#choice('sizeTitle', SIZES, (one) => one === size(), (one) => this.t(`size.${one}`), (one) => this.#resize(one), this.t('sizeKept'))}
      <section><h2>${this.t('looksTitle')}</h2><p>${this.t('looksText')}</p></section>
      <section><h2>${this.t('installTitle')}</h2>
        <p>${this.t('installText')}</p>
        ${installable() ? html`<p><button type="button" @click=${install}>${this.t('installGo')}</button></p>` : html`<ul><li>${this.t('installAndroid')}</li><li>${this.t('installApple')}</li></ul>`}
      </section>
      <section><h2>${this.t('outTitle')}</h2><p>${this.t('outText')}</p>
        <p><button type="button" class="primary" @click=${() => this.tell('sign-out')}>${this.t('signOut')}</button></p></section>`;
  }

  #choice(title, all, chosen, words, choose, more = '') {
    return html`<section><h2 id=${title}>${this.t(title)}</h2>
      <div class="actions" role="group" aria-labelledby=${title}>
        ${all.map((one) => html`<button type="button" lang=${LANGUAGES.includes(one) ? one : nothing} aria-pressed=${String(chosen(one))} @click=${() => choose(one)}>${words(one)}</button>`)}
      </div>${more ? html`<p class="soft">${more}</p>` : nothing}</section>`;
  }

  #resize(one) {
    chooseSize(one);
    this.requestUpdate();
  }
}
customElements.define('my-settings', MySettings);
