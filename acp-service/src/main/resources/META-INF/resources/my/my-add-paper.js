// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { toBase64 } from '../kit/save.js';
import { filing, KINDS, megabytes, wrongWith } from './documents-model.js';
import { shrink } from './picture.js';
import { WORDS } from './words-documents.js';

/** A photo or file put in: looked at before it is sent, a photo that is too large made smaller here. Tells `added`. */
class MyAddPaper extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, file: { state: true }, wrong: { state: true }, state: { state: true }, done: { state: true } };

  render() {
    const bad = (field) => String(this.wrong?.field === field);
    return html`<section class="section" aria-labelledby="add-paper"><h2 id="add-paper">${this.t('addTitle')}</h2>
      <p>${this.t('addLead')}</p>
      <form @submit=${this.#submit} novalidate>
        <div class="field"><label for="paper-file">${this.t('file')} <span class="hint" id="paper-file-hint">${this.t('fileHint')}</span></label>
          <input type="file" id="paper-file" accept="image/*,application/pdf,text/plain" aria-invalid=${bad('file')} aria-describedby="paper-file-hint paper-file-wrong" @change=${this.#chosen} />
          <div id="paper-file-wrong" role="alert">${this.#file()}</div></div>
        <div class="field"><label for="paper-title">${this.t('title')} <span class="hint" id="paper-title-hint">${this.t('titleHint')}</span></label>
          <input id="paper-title" maxlength="200" autocomplete="off" aria-invalid=${bad('title')} aria-describedby="paper-title-hint paper-title-wrong" />
          <p id="paper-title-wrong" class="error" role="alert">${this.wrong?.field === 'title' ? this.t('wrong.title') : ''}</p></div>
        <div class="field narrow"><label for="paper-kind">${this.t('kind')}</label>
          <select id="paper-kind">${KINDS.map(([key]) => html`<option value=${key}>${this.t(`kind.${key}`)}</option>`)}</select></div>
        <p><button class="primary" ?disabled=${this.state?.kind === 'sending'}>${this.t('add')}</button></p>
      </form>
      <div role="status">${this.state?.kind === 'sending' ? html`<p>${this.t('adding')}</p>` : nothing}${this.done ? html`<p class="notice">${this.t('added').replace('{title}', this.done)}</p>` : nothing}</div>
      ${this.state?.kind === 'failed' ? html`<kit-notice fixed .state=${this.state}></kit-notice>` : nothing}</section>`;
  }

  #file() {
    const { wrong, file } = this;
    if (wrong?.field === 'file') {
      const text = this.t(`wrong.${wrong.why}`).replace('{size}', megabytes(file?.size ?? 0));
      return html`<p class="error">${text}</p>${wrong.why === 'photo' ? html`<p><button type="button" @click=${this.#shrink}>${this.t('shrink')}</button></p>` : nothing}`;
    }
    return file?.shrunk ? html`<p>${this.t('shrunk').replace('{size}', megabytes(file.size))}</p>` : nothing;
  }

  #chosen({ target }) {
    this.done = undefined;
    this.file = target.files[0];
    this.#look();
  }

  #look() {
    const why = this.file ? wrongWith(this.file) : 'file';
    this.wrong = why ? { field: 'file', why } : undefined;
  }

  async #shrink() {
    try {
      const smaller = await shrink(this.file);
      this.file = Object.assign(smaller, { shrunk: true });
      this.#look();
    } catch (unreadable) {
      console.info('the picture was not made smaller', unreadable);
      this.wrong = { field: 'file', why: 'picture' };
    }
  }

  async #submit(event) {
    event.preventDefault();
    const field = (id) => /** @type {HTMLInputElement} */ (this.querySelector(`#paper-${id}`));
    const title = field('title').value.trim();
    this.#look();
    if (!this.wrong && !title) this.wrong = { field: 'title', why: 'title' };
    if (this.wrong) return field(this.wrong.field).focus();
    await this.#send(title, field('kind').value);
    if (this.state?.kind === 'failed') return;
    this.done = title;
    /** @type {HTMLFormElement} */ (this.querySelector('form')).reset();
    this.tell('added');
  }

  /** What could not be sent stays in the form. */
  async #send(title, kind) {
    this.state = { kind: 'sending' };
    try {
      const { patient, me } = this.whose;
      const data = toBase64(new Uint8Array(await this.file.arrayBuffer()));
      await this.hub.transaction(filing({ patient, me, title, kind, at: new Date().toISOString(), type: this.file.type, data }));
      this.state = undefined;
      this.file = undefined;
    } catch (failure) {
      this.state = failed(failure);
    }
  }
}
customElements.define('my-add-paper', MyAddPaper);
