// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { CHIPS, contradicts, readBack } from './said-model.js';
import { WORDS } from './words-doctor.js';

/** What a `doctor` said: who, chips and free words, read back to them before it is kept. Tells `written`, and `given-up`. */
class EmsDoctorWord extends KitElement {
  static words = WORDS;
  static properties = { doctor: { attribute: false }, going: { attribute: false }, chips: { state: true }, words: { state: true }, wrong: { state: true } };

  constructor() {
    super();
    this.chips = /** @type {string[]} */ ([]);
    this.words = '';
  }

  firstUpdated() {
    /** @type {HTMLElement} */ (this.querySelector('h2')).focus();
  }

  render() {
    const said = readBack(this.chips, this.words);
    return html`<section class="said" aria-labelledby="said"><h2 id="said" tabindex="-1">${this.t('saidTitle')}</h2>
      <form @submit=${(event) => this.#send(event, said)} @input=${() => (this.wrong = '')} novalidate>
        <div class="field"><label for="said-name">${this.t('answered')}</label><input id="said-name" name="name" lang="ja" autocomplete="off" .defaultValue=${this.doctor.name ?? ''} aria-describedby="said-error" /></div>
        <div class="field"><label for="said-organization">${this.t('organization')}</label><input id="said-organization" name="organization" lang="ja" autocomplete="off" .defaultValue=${this.doctor.organization ?? ''} /></div>
        <div class="chips" role="group" aria-label=${this.t('said')}>${Object.keys(CHIPS).map((chip) => html`<button type="button" class="large" aria-pressed=${String(this.chips.includes(chip))} @click=${() => this.#toggle(chip)}>${this.t(chip)}</button>`)}</div>
        <div class="field"><label for="said-words">${this.t('inWords')}</label><textarea id="said-words" rows="2" lang="ja" .value=${this.words} @input=${({ target }) => (this.words = target.value)}></textarea></div>
        ${contradicts(this.chips) ? html`<p class="error" role="alert">${this.t('contradicts')}</p>` : nothing}
        ${said ? html`<div class="notice"><p>${this.t('readBack')}</p><blockquote lang="ja">${said}</blockquote></div>
          <label class="choice"><input type="checkbox" name="repeated" /> ${this.t('repeated')}</label>` : nothing}
        <p class="error" id="said-error" role="alert">${this.wrong ? this.t(this.wrong) : nothing}</p>
        <kit-notice fixed .state=${this.going}></kit-notice>
        <p class="actions"><button class="primary large">${this.t('record')}</button><button type="button" @click=${() => this.tell('given-up')}>${this.t('cancel')}</button></p>
      </form></section>`;
  }

  #toggle(chip) {
    this.chips = this.chips.includes(chip) ? this.chips.filter((one) => one !== chip) : [...this.chips, chip];
  }

  #send(event, said) {
    event.preventDefault();
    const form = new FormData(event.target);
    const name = String(form.get('name')).trim();
    const organization = String(form.get('organization')).trim();
    this.wrong = !name ? 'wrongName' : !said ? 'wrongSaid' : contradicts(this.chips) ? 'contradicts' : !form.has('repeated') ? 'wrongRepeated' : '';
    // Somebody else may have answered than was called: their name alone stands then.
    if (!this.wrong) this.tell('written', { name, organization, ref: name === this.doctor.name ? this.doctor.ref : '', chips: this.chips, words: this.words });
  }
}
customElements.define('ems-doctor-word', EmsDoctorWord);
