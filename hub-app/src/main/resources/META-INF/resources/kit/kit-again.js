// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { HubProblem } from './hub.js';
import './kit-dialog.js';
import './kit-notice.js';
import { KIT_WORDS } from './kit-words.js';
import { SignInProblem } from './signin.js';

/**
 * Asks the person to sign on again or to prove more, in a window of its own: `ask` resolves when they did, and is one
 * question however many requests wait for it. Tells `given-up` when a session that ended is not taken up again. The window
 * is opened by a click, since browsers refuse any other.
 */
export class KitAgain extends KitElement {
  static words = KIT_WORDS;
  static properties = { signIn: { attribute: false }, need: { state: true }, state: { state: true } };

  #waiting = /** @type {{ promise: Promise<void>, done: () => void, failed: (why: Error) => void } | undefined} */ (undefined);
  #giveUp = new AbortController();

  /** @param {{ kind: 'stepUp' | 'ended', acr?: string }} need */
  ask(need) {
    if (!this.#waiting) {
      const waiting = /** @type {any} */ ({});
      waiting.promise = new Promise((done, failed) => Object.assign(waiting, { done, failed }));
      this.#waiting = waiting;
      this.#giveUp = new AbortController();
      this.state = undefined;
      this.need = need;
    }
    return /** @type {Promise<void>} */ (this.#waiting?.promise);
  }

  render() {
    if (!this.need) return nothing;
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
      this.#settle().done();
    } catch (refused) {
      if (!(refused instanceof SignInProblem)) console.warn('signing on again failed', refused);
      this.state = { kind: 'failed', why: { kind: refused instanceof SignInProblem ? refused.message : 'idpAway' } };
    }
  }

  #closed(event) {
    event.stopPropagation();
    this.#giveUp.abort();
    if (!this.#waiting) return;
    const ended = this.need.kind === 'ended';
    this.#settle().failed(new HubProblem({ kind: 'givenUp' }));
    if (ended) this.tell('given-up');
  }

  #settle() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.need = undefined;
    return /** @type {NonNullable<typeof waiting>} */ (waiting);
  }
}
customElements.define('kit-again', KitAgain);
