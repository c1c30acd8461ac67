// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { KIT_WORDS } from './kit-words.js';

/**
 * A question or a text before the page: the browser's own dialog keeps the focus inside and gives it back. `content` is
 * a template, `actions` are buttons beside the one that closes. Tells `closed`. Set `firm` where only a button may close.
 */
export class KitDialog extends KitElement {
  static words = KIT_WORDS;
  static properties = { heading: {}, content: { attribute: false }, actions: { attribute: false }, closing: {}, firm: { type: Boolean } };

  render() {
    return html`<dialog aria-labelledby="kit-dialog-heading" @close=${() => this.tell('closed')} @cancel=${this.#escaped}>
      <h2 id="kit-dialog-heading" tabindex="-1" autofocus>${this.heading}</h2>
      <div class="dialog-body">${this.content}</div>
      <div class="actions">
        ${this.actions ?? nothing}
        <button type="button" @click=${this.close}>${this.closing ?? this.t('close')}</button>
      </div>
    </dialog>`;
  }

  #before = /** @type {HTMLElement | null} */ (null);

  firstUpdated() {
    this.#before = /** @type {HTMLElement | null} */ (document.activeElement);
    this.#dialog.showModal();
  }

  /** Taken away while it is open, the browser would leave the focus nowhere. */
  disconnectedCallback() {
    super.disconnectedCallback();
    if (document.activeElement === document.body) this.#before?.focus();
  }

  #escaped(event) {
    if (this.firm) event.preventDefault();
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
  }

  close() {
    this.#dialog.close();
  }
}
customElements.define('kit-dialog', KitDialog);
