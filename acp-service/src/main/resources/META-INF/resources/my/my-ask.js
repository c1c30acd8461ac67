// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { question } from './looked-model.js';
import { WORDS } from './words-looked.js';

const LONGEST = 2000;

/** A question to the privacy officer about one `entry` of the journal. Tells `asked` when it is sent, and `closed`. */
class MyAsk extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, entry: { attribute: false }, state: { state: true }, wrong: { state: true } };

  render() {
    const sent = this.state?.kind === 'sent';
    return html`<kit-dialog .heading=${this.t('askTitle')} .content=${sent ? html`<p role="status">${this.t('asked')}</p>` : this.#form()}
      .closing=${this.t(sent ? 'close' : 'cancel')} .actions=${sent ? nothing : html`<button type="button" class="primary" ?disabled=${this.state?.kind === 'loading'} @click=${() => this.#send()}>${this.t('askSend')}</button>`}></kit-dialog>`;
  }

  #form() {
    return html`<p class="notice">${this.entry.text[this.language]}</p>
      <p>${this.t('askText')}</p>
      <div class="field"><label for="ask-words">${this.t('askWords')}</label>
        <textarea id="ask-words" rows="4" aria-invalid=${String(Boolean(this.wrong))} aria-describedby="ask-wrong"></textarea>
        <p id="ask-wrong" class="error" role="alert">${this.wrong ? this.t(this.wrong) : ''}</p></div>
      <kit-notice fixed .state=${this.state}></kit-notice>`;
  }

  async #send() {
    const field = /** @type {HTMLTextAreaElement} */ (this.querySelector('#ask-words'));
    const words = field.value.trim();
    this.wrong = words.length === 0 ? 'askShort' : words.length > LONGEST ? 'askLong' : undefined;
    if (this.wrong) return field.focus();
    this.state = { kind: 'loading' };
    try {
      const { patient, me } = this.whose;
      await this.hub.create(question({ patient, me, event: this.entry.id, words, at: new Date().toISOString() }));
      this.state = { kind: 'sent' };
      this.tell('asked');
    } catch (failure) {
      this.state = failed(failure);
    }
  }
}
customElements.define('my-ask', MyAsk);
