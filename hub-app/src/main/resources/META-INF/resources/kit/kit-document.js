// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { fileName, shownAs } from './hub-model.js';
import { failed } from './hub.js';
import './kit-dialog.js';
import './kit-notice.js';
import { KIT_WORDS } from './kit-words.js';
import { fromBase64, save, toBase64 } from './save.js';

/** Opens an attachment: text and plain pictures in the page, everything else only as a file, since it could run in our name. */
export class KitDocument extends KitElement {
  static words = KIT_WORDS;
  static properties = { hub: { attribute: false }, attachment: { attribute: false }, state: { state: true } };

  render() {
    const shown = shownAs(this.attachment.contentType);
    const title = this.attachment.title ?? this.t('attachment');
    return html`<button type="button" class="screen-only" @click=${this.#open}>${this.t(shown === 'file' ? 'save' : 'open').replace('{title}', title)}</button>
      ${this.state?.kind === 'failed' || this.state?.kind === 'loading' ? html`<kit-notice .state=${this.state} @again=${this.#retry}></kit-notice>` : nothing}
      ${this.state?.kind === 'open' ? html`<kit-dialog .heading=${title} .content=${this.#content()} @closed=${() => (this.state = undefined)}></kit-dialog>` : nothing}`;
  }

  #content() {
    const { text, image } = this.state;
    return image ? html`<img src=${image} alt=${this.attachment.title ?? this.t('attachment')} />` : html`<pre class="letter" lang=${this.attachment.language ?? 'ja'}>${text}</pre>`;
  }

  /** Not the section's to load again. */
  #retry(event) {
    event.stopPropagation();
    this.#open();
  }

  async #open() {
    this.state = { kind: 'loading' };
    const type = this.attachment.contentType ?? 'application/octet-stream';
    try {
      const bytes = this.attachment.data ? fromBase64(this.attachment.data) : new Uint8Array(await this.hub.content(this.attachment.url, type));
      const shown = shownAs(type);
      if (shown === 'text') this.state = { kind: 'open', text: new TextDecoder().decode(bytes) };
      else if (shown === 'image') this.state = { kind: 'open', image: `data:${type};base64,${toBase64(bytes)}` };
      else {
        save(bytes, fileName(this.attachment.title ?? 'attachment', type));
        this.state = undefined;
      }
    } catch (failure) {
      this.state = failed(failure);
    }
  }
}
customElements.define('kit-document', KitDocument);
