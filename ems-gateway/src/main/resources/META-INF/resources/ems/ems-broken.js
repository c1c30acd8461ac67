// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { lines } from '../kit/lines.js';
import { KitSections } from '../kit/sections.js';
import { WORDS } from './words-glass.js';

const PREFERENCES = 'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS';

/** What a broken glass shows: the record itself, as far as it does. `detail`: `{ patient, until }`. Tells `go`. */
class EmsBroken extends KitSections {
  static words = WORDS;
  /** @type {typeof KitSections.asked} */
  static asked = [
    { key: 'wishes', asks: [['Observation', { category: `${PREFERENCES}|intervention-preference` }], ['ServiceRequest', { intent: 'directive' }]] },
    { key: 'allergies', asks: [['AllergyIntolerance', {}]] },
    { key: 'medication', asks: [['MedicationRequest', { _sort: '-authoredon' }], ['MedicationStatement', {}]] },
    { key: 'problems', asks: [['Condition', {}]] },
    { key: 'contacts', asks: [['RelatedPerson', {}]] },
  ];
  static properties = { hub: { attribute: false }, detail: { attribute: false }, state: { attribute: false }, told: { state: true } };

  firstUpdated() {
    this.load(this.#hub, this.detail.patient);
  }

  get #hub() {
    return this.hub.stating('BTG');
  }

  render() {
    return html`<h1>${this.t('broken')}</h1>
      <p class="notice failed">${this.t('until').replace('{when}', dateTime(this.detail.until, this.language))}</p>
      <p class="soft">${this.t('brokenText')}</p>
      ${EmsBroken.asked.map(({ key }) => this.#section(key, this.sections[key] ?? { kind: 'loading' }))}
      <kit-notice fixed .state=${this.told}></kit-notice>
      <p><button type="button" class="primary" @click=${() => this.#end()}>${this.t('end')}</button></p>`;
  }

  #section(key, section) {
    const listed = section.kind === 'ready' ? lines(section.resources, this.inWords).filter(({ past }) => !past) : [];
    const state = section.kind !== 'ready' ? section : listed.length === 0 ? { kind: 'empty' } : undefined;
    return html`<section class="panel" aria-labelledby="section-${key}"><h2 id="section-${key}">${this.t(`section.${key}`)}</h2>
      ${state ? html`<kit-notice .state=${state} @again=${() => this.again(this.#hub, this.detail.patient, key)}></kit-notice>` : nothing}
      ${listed.length > 0 ? html`<ul class="plain lines">${listed.map((line) => html`<li lang="ja"><strong>${line.title}</strong> ${line.details.join(' ')} <span class="soft">${dateTime(line.when, this.language)}</span></li>`)}</ul>` : nothing}
    </section>`;
  }

  async #end() {
    try {
      await this.#hub.operation(`Patient/${this.detail.patient}/$end-break-glass`);
      this.tell('go', 'find');
    } catch (failure) {
      this.told = failed(failure);
    }
  }
}
customElements.define('ems-broken', EmsBroken);
