// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { WORDS } from './words-wishes.js';

/** Before the first word: how it goes, that one has to prove who one is, and who types. Tells `begin` with the name of who types for another, or `back`. */
class MyWishesBegin extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, helps: { state: true }, state: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.state = { kind: 'idle' };
  }

  async #begin(event) {
    event.preventDefault();
    const who = this.helps ? String(new FormData(event.target).get('who')).trim() : '';
    try {
      await this.hub.beSure();
      this.tell('begin', who);
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  render() {
    return html`<h1>${this.t('beginTitle')}</h1><p>${this.t('beginText')}</p><p>${this.t('beginStepUp')}</p>
      <form @submit=${this.#begin}>
        <label class="choice"><input type="checkbox" @change=${(event) => (this.helps = event.target.checked)} />${this.t('helper')}</label>
        <p class="hint">${this.t('helperText')}</p>
        ${this.helps ? html`<div class="field"><label for="who">${this.t('helperName')}</label><input id="who" name="who" required autocomplete="name" maxlength="100" /></div>` : nothing}
        <p class="actions"><button class="primary">${this.t('begin')}</button><button type="button" @click=${() => this.tell('back')}>${this.t('cancel')}</button></p>
      </form><kit-notice fixed .state=${this.state}></kit-notice>`;
  }
}
customElements.define('my-wishes-begin', MyWishesBegin);
