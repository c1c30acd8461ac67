// @ts-check
import { html } from 'lit';
import { KitElement } from './element.js';
import './kit-dialog.js';
import './kit-notice.js';
import { KIT_WORDS } from './kit-words.js';
import { SignInProblem } from './signin.js';

/**
 * Asks the person to sign on again, in a window of its own: `need` is `{ kind: 'stepUp' | 'ended', acr? }`. Tells `proved`
 * or `given-up`. The window is opened by a click, since browsers refuse any other.
 */
export class KitAgain extends KitElement {
  static words = KIT_WORDS;
  static properties = { need: { attribute: false }, signIn: { attribute: false }, state: { state: true } };

  #giveUp = new AbortController();

  render() {
    const { kind } = this.need;
    return html`<kit-dialog firm .heading=${this.t(`${kind}Title`)} .closing=${this.t('cancel')} .content=${this.#content(kind)}
      .actions=${html`<button type="button" class="primary" ?disabled=${this.state?.kind === 'waiting'} @click=${() => this.#go()}>${this.t(`${kind}Go`)}</button>`}
      @closed=${this.#closed}></kit-dialog>`;
  }

  #content(kind) {
    return html`<p>${this.t(`${kind}Text`)}</p>
      <p role="status">${this.state?.kind === 'waiting' ? this.t('stepUpWaiting') : ''}</p>
      <kit-notice fixed .state=${this.state}></kit-notice>`;
  }

  async #go() {
    this.state = { kind: 'waiting' };
    try {
      await this.signIn.again({ acr: this.need.acr, prompt: this.need.kind === 'ended' ? 'login' : undefined }, this.#giveUp.signal);
      this.tell('proved');
    } catch (refused) {
      if (!(refused instanceof SignInProblem)) console.warn('signing on again failed', refused);
      this.state = { kind: 'failed', why: { kind: refused instanceof SignInProblem ? refused.message : 'idpAway' } };
    }
  }

  #closed() {
    this.#giveUp.abort();
    this.tell('given-up');
  }
}
customElements.define('kit-again', KitAgain);
