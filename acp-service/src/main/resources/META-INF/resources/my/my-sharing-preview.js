// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { preview } from './sharing-words.js';
import { WORDS } from './words-sharing.js';

const PAUSE = 400; // ms after the last answer

/** What a crew would see, with the Consents that `writes` would save: asked anew whenever they change. */
class MySharingPreview extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, patient: {}, writes: { attribute: false }, state: { state: true } };

  #asked = '';
  #timer = 0;

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  updated() {
    // A time of writing is no other choice.
    const wanted = JSON.stringify([this.patient, this.writes.map(({ resource }) => ({ ...resource, dateTime: '' })), this.writes.map(({ match }) => match)]);
    if (wanted === this.#asked) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(wanted), this.#asked ? PAUSE : 0);
    this.#asked = wanted;
  }

  async #ask(wanted) {
    try {
      const parameters = this.writes.map(({ resource }) => ({ name: 'consent', resource }));
      const answer = await this.hub.operation(`Patient/${this.patient}/$emergency-preview`, parameters);
      if (wanted === this.#asked) this.state = { kind: 'ready', ...preview(answer) };
    } catch (failure) {
      if (wanted === this.#asked) this.state = failed(failure);
    }
  }

  #again() {
    this.state = { kind: 'loading' };
    this.#ask(this.#asked);
  }

  render() {
    return html`<section class="crew" aria-labelledby="preview"><h2 id="preview">${this.t('previewTitle')} ${this.writes.length > 0 ? html`<small>${this.t('previewUnsaved')}</small>` : nothing}</h2>
      <div aria-live="polite" aria-busy=${String(this.state.kind === 'loading')}>${this.#inside()}</div></section>`;
  }

  #inside() {
    const { state } = this;
    if (state.kind !== 'ready') return html`<kit-notice .state=${state} @again=${this.#again}></kit-notice>`;
    if (!state.found) return html`<p class="nobody">${this.t('previewNothing')}</p>`;
    return html`<p lang="ja"><strong>${state.name}</strong> <span>${this.t('born').replace('{day}', date(state.born, this.language))}</span> <span>${state.address}</span></p>
      ${state.blocks.map((block) => this.#block(block))}`;
  }

  #block({ code, items }) {
    return html`<h3>${this.t(`block.${code}`)}</h3>
      ${items.length === 0 ? html`<p class="empty">${this.t('previewEmpty')}</p>` : html`<ul>${items.map((item) => this.#item(item))}</ul>`}`;
  }

  #item({ ja, en, date: day }) {
    const english = this.language === 'en' && en;
    return html`<li><span lang=${english ? 'en' : 'ja'}>${english || ja}</span> ${day ? html`<span class="soft">${date(day, this.language)}</span>` : nothing}</li>`;
  }
}
customElements.define('my-sharing-preview', MySharingPreview);
