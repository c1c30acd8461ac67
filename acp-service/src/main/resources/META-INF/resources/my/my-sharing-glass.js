// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import { WORDS } from './words-sharing.js';

/** Looking without consent in an emergency, and refusing it with the warning that belongs to it. Tells `choice`: whether it is refused. */
class MySharingGlass extends KitElement {
  static words = WORDS;
  static properties = { refused: { type: Boolean }, told: { attribute: false }, fixed: { type: Boolean }, sure: { state: true } };

  #choose(refused) {
    this.sure = false;
    this.tell('choice', refused);
  }

  render() {
    const { told } = this;
    return html`<section aria-labelledby="glass"><h2 id="glass">${this.t('glassTitle')}</h2>
      <p>${this.t('glassText')}</p>
      <p><strong>${this.t(this.refused ? 'glassOn' : 'glassOff')}</strong></p>
      ${this.fixed ? nothing : html`<p><button type="button" ?disabled=${told.kind === 'saving'} @click=${() => (this.refused ? this.#choose(false) : (this.sure = true))}>
        ${this.t(this.refused ? 'glassAllow' : 'glassRefuse')}</button></p>`}
      <div role="status">${told.kind === 'saved' ? html`<p class="notice">${this.t('saved')}</p>` : nothing}
        ${told.kind === 'failed' ? html`<kit-notice fixed .state=${told}></kit-notice>` : nothing}</div>
      ${this.sure ? html`<kit-dialog .heading=${this.t('glassRefuse')} .content=${html`<p>${this.t('glassSure')}</p>`} .closing=${this.t('cancel')}
        .actions=${html`<button type="button" class="primary" @click=${() => this.#choose(true)}>${this.t('glassYes')}</button>`} @closed=${() => (this.sure = false)}></kit-dialog>` : nothing}
    </section>`;
  }
}
customElements.define('my-sharing-glass', MySharingGlass);
