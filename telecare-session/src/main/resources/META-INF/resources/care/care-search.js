// @ts-check
import { html, nothing } from 'lit';
import { date, today } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import './care-glass.js';
import { failed } from '../kit/hub.js';
import { fits, patientRows, question, wider } from './search-model.js';
import { WORDS } from './words.js';

/** Finds a patient among those whom the gate shows; hidden and absent look alike. Tells `opened` with `{ patient }`. */
export class CareSearch extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, me: {}, role: {}, found: { state: true }, wrong: { state: true }, glass: { state: true } };

  #inCare = /** @type {any[]} */ ([]);

  constructor() {
    super();
    this.found = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#mine();
  }

  /** At first those in care: whose family doctor I am, or in whose team. */
  async #mine() {
    await this.#list('mine', async () => {
      const asked = [{ 'general-practitioner': this.#ref }, { '_has:CareTeam:patient:participant': this.#ref }];
      const answers = await Promise.all(asked.map((parameters) => this.hub.search('Patient', parameters)));
      this.#inCare = answers.flatMap((answer) => answer.resources);
      return { patients: this.#inCare, more: answers.some((answer) => answer.more) };
    });
  }

  get #ref() {
    return this.me.split('/').slice(-2).join('/');
  }

  async #list(of, ask) {
    this.found = { kind: 'loading' };
    try {
      const { patients, more } = await ask();
      const rows = patientRows(patients, this.#inCare, today(new Date()));
      this.found = rows.length > 0 ? { kind: 'rows', of, rows, more } : { kind: 'none', of };
    } catch (failure) {
      this.found = failed(failure);
    }
  }

  async #ask(event) {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    const asked = question(/** @type {any} */ (form));
    this.wrong = asked.kind === 'wrong';
    if (asked.kind === 'nothing') await this.#mine();
    if (asked.kind === 'wrong') {
      // What was found for another question must not stand below this one.
      this.found = { kind: 'unasked', of: 'found' };
      /** @type {HTMLElement} */ (this.querySelector('#born')).focus();
    }
    if (asked.kind !== 'question') return;
    await this.#list('found', async () => {
      const { resources, more } = await this.hub.search('Patient', asked.parameters, 200);
      if (resources.length > 0 || !asked.joined) return { patients: resources, more };
      const wide = await this.hub.search('Patient', wider(asked));
      return { patients: wide.resources.filter((patient) => fits(patient, asked.joined)), more: false };
    });
  }

  render() {
    return html`<h1>${this.t('findTitle')}</h1>
      <form class="find" role="search" @submit=${this.#ask} novalidate>
        ${this.#field('name', 'nameHint', 'off')} ${this.#field('born', 'bornHint', 'off')} ${this.#field('number', 'numberHint', 'off')}
        <button class="primary">${this.t('find')}</button>
      </form>
      <section aria-labelledby="found-title" aria-busy=${String(this.found.kind === 'loading')}>
        <h2 id="found-title">${this.t(this.found.of === 'found' ? 'foundTitle' : 'mineTitle')}</h2>
        <div aria-live="polite">${this.#results()}</div>
        <p class="soft constant">${this.t('withholding')}</p>
      </section>
      <p><button type="button" @click=${() => (this.glass = true)}>${this.t('glassOffer')}</button> <span class="soft">${this.t('glassOfferText')}</span></p>
      ${this.glass ? html`<care-glass .hub=${this.hub} @closed=${() => (this.glass = false)} @broken=${({ detail }) => this.tell('opened', detail)}></care-glass>` : nothing}`;
  }

  #field(key, hint, autocomplete) {
    const wrong = key === 'born' && this.wrong;
    return html`<div class="field">
      <label for=${key}>${this.t(key)}</label>
      <span class="hint" id="${key}-hint">${this.t(hint)}</span>
      <input id=${key} name=${key} autocomplete=${autocomplete} spellcheck="false" aria-describedby="${key}-hint ${key}-error" aria-invalid=${wrong ? 'true' : nothing} />
      <span class="error" id="${key}-error">${wrong ? this.t('bornWrong') : nothing}</span>
    </div>`;
  }

  #results() {
    const { found } = this;
    if (found.kind === 'none') return html`<p class="empty">${this.t(found.of === 'mine' ? 'mineNone' : 'foundNone')}</p>${found.of === 'mine' && this.role === 'emergency-desk' ? this.#desk() : nothing}`;
    if (found.kind !== 'rows') return html`<kit-notice .state=${found} @again=${this.#mine}></kit-notice>`;
    return html`<p>${this.t('count').replace('{n}', found.rows.length)}${found.more ? this.t('countMore') : nothing}</p>
      <ul class="people">${found.rows.map((row) => this.#row(row))}</ul>`;
  }

  /** Nobody is in an emergency desk's care until a crew hands them over, and that is seen elsewhere. */
  #desk() {
    return html`<p>${this.t('deskText')} <a href="/ems/">${this.t('deskLink')}</a></p>`;
  }

  #row(row) {
    const years = row.age ? this.t('years').replace('{n}', row.age.years) : '';
    return html`<li>
      <button type="button" class="person" @click=${() => this.tell('opened', { patient: row.id })}>
        <span class="who-name" lang="ja"><strong>${row.name}</strong> <span class="soft">${row.kana}</span></span>
        <span>${[date(row.born, this.language), years, this.t(`sex.${row.sex || 'unknown'}`)].filter(Boolean).join(this.t('comma'))}</span>
        <span class="soft">${row.number}</span>
        ${row.mine ? html`<span class="tag">${this.t('mine')}</span>` : nothing}
      </button>
    </li>`;
  }
}
customElements.define('care-search', CareSearch);
