// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { addPasskey, LockProblem, setPin, unlock } from './sealed.js';
import { WORDS } from './words-sealed.js';

const TITLES = { set: ['setTitle', 'set'], unlock: ['unlockTitle', 'unlock'], passkey: ['passkeyAdd', 'passkeyGo'] };

/** The shift's PIN: `kind` is `set`, `unlock`, or `passkey` to add one of `name`. Tells `done`. */
class EmsPin extends KitElement {
  static words = WORDS;
  static properties = { kind: {}, passkey: { type: Boolean }, name: {}, wrong: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.kind = 'unlock';
    this.passkey = false;
    this.name = '';
    this.wrong = /** @type {LockProblem | undefined} */ (undefined);
    this.busy = false;
  }

  render() {
    const [title, go] = TITLES[this.kind];
    return html`<section class="panel"><h2>${this.t(title)}</h2>
      ${this.kind === 'set' ? html`<p>${this.t('setLead')}</p>` : nothing}
      <form @submit=${this.#submit}>
        <div class="field narrow"><label for="pin">${this.t('pin')}</label>
          <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" required aria-describedby="pin-wrong" /></div>
        <p id="pin-wrong" class=${this.wrong ? 'notice failed' : ''} role="alert">${this.wrong ? this.t(`wrong.${this.wrong.kind}`).replace('{n}', String(this.wrong.left ?? '')) : nothing}</p>
        <div class="actions"><button class="primary" ?disabled=${this.busy}>${this.t(go)}</button>
          ${this.passkey ? html`<button type="button" ?disabled=${this.busy} @click=${() => this.#try(() => unlock({ passkey: true }))}>${this.t('passkey')}</button>` : nothing}</div>
      </form></section>`;
  }

  #submit(event) {
    event.preventDefault();
    const pin = String(new FormData(event.target).get('pin'));
    event.target.reset();
    const ways = { set: () => setPin(pin), unlock: () => unlock({ pin }), passkey: () => addPasskey(pin, this.name || 'crew') };
    this.#try(ways[this.kind]);
  }

  async #try(how) {
    this.wrong = undefined;
    this.busy = true;
    try {
      this.tell('done', await how());
    } catch (failure) {
      if (!(failure instanceof LockProblem)) throw failure;
      this.wrong = failure;
    } finally {
      this.busy = false;
    }
  }
}
customElements.define('ems-pin', EmsPin);
