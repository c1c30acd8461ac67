// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { count } from './keeping.js';
import { addPasskey, LockProblem } from './sealed.js';
import { WORDS } from './words-keep.js';

/**
 * A passkey of this tablet beside the shift's PIN, which is asked for once more. `set`: there is one already; `name`: whose it is.
 * Tells `changed`, with the kind of trouble if the PIN is gone.
 */
class EmsPasskey extends KitElement {
  static words = WORDS;
  static properties = { set: { type: Boolean }, name: {}, asking: { state: true }, busy: { state: true }, trouble: { state: true }, made: { state: true } };

  render() {
    const said = this.made ?? (this.set ? 'passkeySet' : undefined);
    return html`<div aria-live="polite">${said ? html`<p>${this.t(said)}</p>` : nothing}</div>
      ${this.set ? nothing : this.asking ? this.#form() : html`<div class="actions"><button type="button" @click=${() => this.#ask()}>${this.t('addPasskey')}</button></div>`}`;
  }

  async #ask() {
    this.asking = true;
    await this.updateComplete;
    /** @type {HTMLElement} */ (this.querySelector('input')).focus();
  }

  #form() {
    return html`<form @submit=${(event) => this.#add(event)} novalidate>
      <div class="field"><label for="passkey-pin">${this.t('pin')}</label><span class="hint" id="passkey-hint">${this.t('addPasskeyText')}</span>
        <input id="passkey-pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" aria-invalid=${String(Boolean(this.trouble))} aria-describedby="passkey-hint passkey-wrong" />
        <p class="error" id="passkey-wrong" role="alert">${this.trouble ? this.t(this.trouble.kind).replace('{n}', String(this.trouble.left ?? '')) : nothing}</p></div>
      <button class="primary" ?disabled=${this.busy}>${this.t('addPasskeyGo')}</button></form>`;
  }

  async #add(event) {
    event.preventDefault();
    const pin = String(new FormData(event.target).get('pin') ?? '').normalize('NFKC');
    this.busy = true;
    try {
      if (!pin) throw new LockProblem('pinMissing');
      const { prf } = await addPasskey(pin, this.name);
      this.made = prf ? 'passkeySet' : 'passkeyPresence';
      this.asking = false;
      this.trouble = undefined;
      this.tell('changed');
    } catch (failure) {
      if (!(failure instanceof LockProblem)) throw failure;
      this.trouble = failure;
      event.target.reset();
      this.querySelector('input')?.focus();
      if (failure.kind !== 'destroyed') return;
      await count();
      this.tell('changed', failure.kind);
    } finally {
      this.busy = false;
    }
  }
}
customElements.define('ems-passkey', EmsPasskey);
