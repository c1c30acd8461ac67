// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import { WORDS } from './words-wishes.js';

/** Asks once more before one wish (or, with none, all) is withdrawn, and why. Tells `withdraw` with wishes and reason, or `closed`. */
class MyWishesWithdraw extends KitElement {
  static words = WORDS;
  static properties = { wishes: { attribute: false }, reason: { state: true } };

  constructor() {
    super();
    this.reason = '';
  }

  render() {
    const one = this.wishes.length > 0;
    return html`<kit-dialog .heading=${this.t(one ? 'withdrawOne' : 'withdrawAll')} .closing=${this.t('cancel')}
      .content=${html`<p>${this.t('withdrawSure')}</p><label for="why">${this.t('why')}</label><input id="why" autocomplete="off" .value=${this.reason} @input=${(event) => (this.reason = event.target.value)} />`}
      .actions=${html`<button type="button" class="primary" @click=${() => this.tell('withdraw', { wishes: this.wishes, reason: this.reason.trim() })}>${this.t('withdrawYes')}</button>`}></kit-dialog>`;
  }
}
customElements.define('my-wishes-withdraw', MyWishesWithdraw);
