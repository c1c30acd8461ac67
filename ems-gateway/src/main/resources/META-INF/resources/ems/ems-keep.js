// @ts-check
import { html, nothing } from 'lit';
import '../kit/kit-notice.js';
import { EmsElement } from './element.js';
import './ems-passkey.js';
import { icon } from './icons.js';
import { keepSheets } from './keeping.js';
import { LockProblem, setPin, standing } from './sealed.js';
import { WORDS } from './words-keep.js';

/** Ready for no signal? The PIN of this shift, under which sheets are sealed, and a passkey beside it. `short`: only what is missing is said. */
class EmsKeep extends EmsElement {
  static words = WORDS;
  static properties = { short: { type: Boolean }, stands: { state: true }, asking: { state: true }, wrong: { state: true }, told: { state: true }, lost: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.wrong = {};
    this.asking = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#look();
  }

  async #look() {
    this.stands = await standing();
  }

  render() {
    const { stands, short } = this;
    if (!stands || this.state.desk) return nothing;
    const { sealing, sealed } = this.state;
    if (short && stands.pin) return sealing === 'failed' ? html`<p class="notice failed">${this.t('failed')} <button type="button" @click=${() => keepSheets(this.hub, this.state)}>${this.t('again')}</button></p>` : nothing;
    if (short && !this.asking) return html`<p class="notice ask">${this.t('missing')} <button type="button" @click=${() => (this.asking = true)}>${this.t('set')}</button></p>`;
    return html`<section class="panel" aria-labelledby="keep"><h2 id="keep">${icon('none')} ${this.t('keep')}</h2>
      <p>${stands.pin ? this.t('ready').replace('{n}', String(sealed)) : this.t('missing')}</p>
      <div role="alert">${this.lost ? html`<p class="notice failed">${this.t(this.lost)}</p>` : nothing}</div>
      ${stands.pin ? html`<ems-passkey .name=${this.state.name} ?set=${stands.passkey} @changed=${({ detail }) => this.#changed(detail)}></ems-passkey>` : nothing}
      ${this.asking || !stands.pin ? this.#form() : html`<div class="actions"><button type="button" @click=${() => (this.asking = true)}>${this.t('newPin')}</button></div>`}
    </section>`;
  }

  #changed(lost) {
    this.lost = lost;
    return this.#look();
  }

  #form() {
    return html`<form @submit=${(event) => this.#set(event)} novalidate>${this.stands.pin ? html`<p class="soft">${this.t('newPinText')}</p>` : nothing}
      <div class="fields">${['pin', 'twice'].map((key) => html`<div class="field"><label for="keep-${key}">${this.t(key)}</label>
        <span class="hint" id="keep-${key}-hint">${this.t(`${key}Hint`)}</span>
        <input id="keep-${key}" name=${key} type="password" inputmode="numeric" autocomplete="off" maxlength="12" aria-invalid=${String(Boolean(this.wrong[key]))} aria-describedby="keep-${key}-hint keep-${key}-wrong" />
        <p class="error" id="keep-${key}-wrong">${this.wrong[key] ? this.t(this.wrong[key]) : nothing}</p></div>`)}</div>
      <kit-notice fixed .state=${this.told}></kit-notice>
      <button class="primary" ?disabled=${this.told?.kind === 'loading'}>${this.t('set')}</button></form>`;
  }

  async #set(event) {
    event.preventDefault();
    const { pin, twice } = /** @type {any} */ (Object.fromEntries(new FormData(event.target)));
    this.wrong = pin === twice ? {} : { twice: 'differs' };
    if (!this.wrong.twice) await this.#keep(pin);
    await this.updateComplete;
    const [first] = Object.keys(this.wrong);
    if (first) /** @type {HTMLElement | null} */ (this.querySelector(`#keep-${first}`))?.focus();
  }

  async #keep(pin) {
    this.told = { kind: 'loading' };
    try {
      await setPin(pin.normalize('NFKC'));
      this.asking = false;
      this.lost = undefined;
      await this.#look();
      keepSheets(this.hub, this.state, this.state.match ? [this.state.match.confirm] : []);
    } catch (failure) {
      if (!(failure instanceof LockProblem)) throw failure;
      this.wrong = { pin: failure.kind };
    } finally {
      this.told = undefined;
    }
  }
}
customElements.define('ems-keep', EmsKeep);
