// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import { save } from '../kit/save.js';
import { lockScreen } from './card-picture.js';
import { address } from './handouts-model.js';
import { WORDS } from './words-card.js';

/** A card as it was just made, by its `qr` drawing: on the page, full screen, as a picture, on paper. */
class MyCardFace extends KitElement {
  static words = WORDS;
  static properties = { qr: {}, name: {}, named: { state: true }, full: { state: true }, kept: { state: true } };

  render() {
    return html`<section aria-labelledby="card-made"><h2 id="card-made" class="screen-only">${this.t('made')}</h2>
      <p class="notice screen-only" role="status">${this.t('madeText')}</p>
      ${this.#face()}
      <label class="choice screen-only"><input type="checkbox" .checked=${Boolean(this.named)} @change=${({ target }) => (this.named = target.checked)} />
        <span>${this.t('withName')} <span class="hint">${this.t('withNameHint')}</span></span></label>
      <p class="actions screen-only">
        <button type="button" class="primary" @click=${this.#picture}>${this.t('picture')}</button>
        <button type="button" @click=${() => print()}>${this.t('print')}</button>
        <button type="button" @click=${() => (this.full = true)}>${this.t('full')}</button></p>
      <div role="status" class="screen-only">${this.kept ? html`<p>${this.t('pictureKept')}</p>` : nothing}</div></section>
      ${this.full ? html`<kit-dialog class="fullscreen" .heading=${this.t('cardTitle')} .content=${this.#code()} @closed=${() => (this.full = false)}></kit-dialog>` : nothing}`;
  }

  #code() {
    return html`<img class="qr" src=${address(this.qr)} alt=${this.t('qr')} />`;
  }

  #face() {
    return html`<div class="face">
      ${this.#code()}
      <div><p class="face-title">${this.t('cardTitle')}</p>
        ${this.named ? html`<p lang="ja"><strong>${this.name}</strong></p>` : nothing}
        <p>${this.t('cardCrew')}</p><p class="soft">${this.t('cardFound')}</p></div></div>`;
  }

  async #picture() {
    const words = { title: this.t('cardTitle'), name: this.named ? this.name : '', crew: this.t('cardCrew') };
    save(await lockScreen(address(this.qr), words), 'emergency-card.png');
    this.kept = true;
  }
}
customElements.define('my-card-face', MyCardFace);
