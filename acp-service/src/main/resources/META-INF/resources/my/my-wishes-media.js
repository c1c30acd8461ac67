// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { keepMedia } from './wishes-data.js';
import { base64, LARGEST, smaller } from './wishes-photo.js';
import { WORDS } from './words-wishes.js';

const LONGEST = 180; // s

/** Voice memos and photos beside what matters: recorded or chosen here, kept in the hub, played and shown. */
class MyWishesMedia extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, media: { attribute: false }, state: { state: true }, seconds: { state: true }, opened: { state: true } };

  #recorder = /** @type {MediaRecorder | undefined} */ (undefined);
  #clock = 0;
  #urls = /** @type {string[]} */ ([]);

  constructor() {
    super();
    /** @type {any} */
    this.state = { kind: 'idle' };
    this.opened = /** @type {Record<string, { type: string, url: string }>} */ ({});
  }

  disconnectedCallback() {
    this.#stop();
    for (const url of this.#urls) URL.revokeObjectURL(url);
    super.disconnectedCallback();
  }

  async #record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (refused) {
      console.info('no microphone', refused);
      this.state = { kind: 'wrong', key: 'recordRefused' };
      return;
    }
    const parts = /** @type {Blob[]} */ ([]);
    const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32_000 });
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop();
      this.#keep(new Blob(parts, { type: recorder.mimeType }), 'voice');
    });
    recorder.start();
    this.#recorder = recorder;
    this.seconds = 0;
    this.state = { kind: 'recording' };
    this.#clock = setInterval(() => (++this.seconds >= LONGEST ? this.#stop() : undefined), 1000);
  }

  #stop() {
    clearInterval(this.#clock);
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
    this.#recorder = undefined;
  }

  async #photo(event) {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    if (file.size > LARGEST) {
      this.state = { kind: 'wrong', key: 'photoLarge' };
      return;
    }
    this.state = { kind: 'saving' };
    try {
      await this.#keep(await smaller(file), 'picture');
    } catch (unreadable) {
      console.info('no picture that a browser can read', unreadable);
      this.state = { kind: 'wrong', key: 'photoWrong' };
    }
  }

  async #keep(blob, key) {
    this.state = { kind: 'saving' };
    try {
      const now = new Date().toISOString();
      const contentType = blob.type.split(';')[0];
      const answer = await keepMedia(this.hub, this.whose.patient, { contentType, data: await base64(blob), title: WORDS.ja[key] }, now);
      const document = answer.entry.map(({ resource }) => resource).find((one) => one?.resourceType === 'DocumentReference');
      if (document) this.media = [document, ...this.media];
      this.state = { kind: 'saved' };
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  async #open({ id, content }) {
    const [{ attachment }] = content;
    try {
      const blob = new Blob([await this.hub.content(attachment.url, attachment.contentType)], { type: attachment.contentType });
      const picture = attachment.contentType.startsWith('image/');
      const url = picture ? `data:${attachment.contentType};base64,${await base64(blob)}` : URL.createObjectURL(blob);
      if (!picture) this.#urls.push(url);
      this.opened = { ...this.opened, [id]: { type: attachment.contentType, url } };
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  render() {
    const { state } = this;
    const records = typeof MediaRecorder === 'function' && navigator.mediaDevices;
    return html`<section class="memo" aria-labelledby="memo"><h2 id="memo">${this.t('memo')}</h2><p>${this.t('memoText')}</p>
      <div class="actions">${records ? html`<button type="button" aria-pressed=${String(state.kind === 'recording')} @click=${() => (state.kind === 'recording' ? this.#stop() : this.#record())}>${this.t(state.kind === 'recording' ? 'stop' : 'record')}</button>` : html`<p class="hint">${this.t('recordNone')}</p>`}
        <label class="file">${this.t('photo')}<input type="file" accept="image/*" class="unseen" @change=${this.#photo} /></label></div>
      <div role="status">${state.kind === 'recording' ? html`<p>${this.t('recording').replace('{n}', this.seconds)}</p>` : nothing}
        ${state.kind === 'saving' ? html`<p>${this.t('saving')}</p>` : nothing} ${state.kind === 'saved' ? html`<p>${this.t('memoSaved')}</p>` : nothing}
        ${state.kind === 'wrong' ? html`<p class="error">${this.t(state.key)}</p>` : nothing} ${state.kind === 'failed' ? html`<kit-notice fixed .state=${state}></kit-notice>` : nothing}</div>
      <ul class="plain lines">${this.media.map((one) => this.#one(one))}</ul></section>`;
  }

  #one(document) {
    const attachment = document.content?.[0]?.attachment ?? {};
    const picture = attachment.contentType?.startsWith('image/');
    const open = this.opened[document.id];
    const title = this.t(picture ? 'picture' : 'voice');
    if (!attachment.url) return nothing;
    return html`<li class="row"><span>${title} <span class="soft">${dateTime(document.date, this.language)}</span></span>
      ${open ? (picture ? html`<img src=${open.url} alt=${title} />` : html`<audio controls src=${open.url} aria-label=${title}></audio>`)
        : html`<button type="button" aria-label="${this.t(picture ? 'show' : 'play')}: ${title} ${dateTime(document.date, this.language)}" @click=${() => this.#open(document)}>${this.t(picture ? 'show' : 'play')}</button>`}</li>`;
  }
}
customElements.define('my-wishes-media', MyWishesMedia);
