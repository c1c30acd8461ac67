// @ts-check
import { html } from 'lit';
import { LANGUAGES } from '../kit/i18n.js';
import { chooseLanguage } from '../kit/language.js';
import { chooseLook, look, LOOKS } from '../kit/look.js';
import { chooseSize, size, SIZES } from '../kit/text-size.js';
import { EmsElement } from './element.js';
import './ems-keep.js';
import { icon } from './icons.js';
import { WORDS } from './words-settings.js';

/** How the screen looks, in which language, and the way out. Tells `sign-out`. */
class EmsSettings extends EmsElement {
  static words = WORDS;

  render() {
    return html`<h1>${this.t('settings')}</h1>
      ${this.#choices('look', LOOKS.map((key) => [key, html`${icon(key)} ${this.t(`look.${key}`)}`]), look(), chooseLook)}
      <p class="soft">${this.t('lookText')}</p>
      ${this.#choices('size', SIZES.map((key) => [key, this.t(`size.${key}`)]), size(), chooseSize)}
      ${this.#choices('language', LANGUAGES.map((key) => [key, html`<span lang=${key}>${{ ja: '日本語', en: 'English' }[key]}</span>`]), this.language, chooseLanguage)}
      <ems-keep .hub=${this.hub} .state=${this.state}></ems-keep>
      <section class="panel"><h2>${this.t('out')}</h2><p>${this.t('outText')}</p>
        <p><button type="button" class="primary" @click=${() => this.tell('sign-out')}>${this.t('outGo')}</button></p></section>`;
  }

  /** @param {string} key @param {[string, unknown][]} options @param {string} chosen @param {(next: string) => void} choose */
  #choices(key, options, chosen, choose) {
    return html`<div class="field" role="group" aria-labelledby="settings-${key}"><h2 id="settings-${key}">${this.t(key)}</h2>
      <div class="actions">${options.map(([value, words]) => html`<button type="button" aria-pressed=${String(value === chosen)} @click=${() => {
        choose(value);
        this.requestUpdate();
      }}>${words}</button>`)}</div></div>`;
  }
}
customElements.define('ems-settings', EmsSettings);
