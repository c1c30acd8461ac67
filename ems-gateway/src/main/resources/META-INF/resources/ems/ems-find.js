// @ts-check
import { html, nothing } from 'lit';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { EmsElement } from './element.js';
import './ems-number.js';
import './ems-person.js';
import './ems-scan.js';
import { byCard } from './find-model.js';
import { look } from './finding.js';
import { icon } from './icons.js';
import { WORDS } from './words-find.js';

const WAYS = ['scan', 'number', 'person'];

/** The ways to somebody: card, number, four items. Identity and certainty come first, the sheet after the crew confirmed. `detail.by`: which way. Tells `go`. */
class EmsFind extends EmsElement {
  static words = WORDS;
  static properties = { by: { state: true }, told: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.by ??= this.detail?.by ?? 'scan';
  }

  render() {
    const { incident, offline } = this.state;
    return html`<div class="head"><h1>${this.t('find')}</h1></div>
      ${offline ? html`<div class="notice failed"><p>${this.t('findOffline')}</p><p><button type="button" @click=${() => this.tell('go', 'sealed')}>${this.t('toSealed')}</button></p></div>` : nothing}
      ${incident || this.state.desk ? nothing : html`<p class="notice">${this.t('noIncident')} <button type="button" @click=${() => this.tell('go', 'incidents')}>${this.t('toIncidents')}</button></p>`}
      <div class="switch" role="group" aria-label=${this.t('by')}>
        ${WAYS.map((key) => html`<button type="button" aria-pressed=${String(key === this.by)} @click=${() => this.#way(key)}>${icon(key)}<span>${this.t(`by.${key}`)}</span></button>`)}</div>
      <div aria-live="polite">${this.told ? html`<kit-notice fixed .state=${this.told}></kit-notice>` : nothing}</div>
      ${this.#form()}`;
  }

  #way(key) {
    this.by = key;
    this.told = undefined;
  }

  #form() {
    const busy = this.told?.kind === 'loading';
    const asked = ({ detail }) => this.#ask(detail);
    switch (this.by) {
      case 'number':
        return html`<ems-number ?busy=${busy} @asked=${asked}></ems-number>`;
      case 'person':
        return html`<ems-person ?busy=${busy} @asked=${asked}></ems-person>`;
      default:
        return html`<ems-scan .hub=${this.hub} ?busy=${busy} @scanned=${({ detail }) => this.#ask(byCard(detail))}></ems-scan>`;
    }
  }

  async #ask(parameters) {
    if (this.told?.kind === 'loading') return;
    this.told = { kind: 'loading' };
    try {
      const answer = await look(this.hub, this.state, parameters);
      this.told = undefined;
      if (answer.kind === 'found') this.tell('go', { view: 'confirm', match: answer.match, took: answer.took });
      else this.tell('go', { view: 'candidates', answer });
    } catch (failure) {
      this.told = failed(failure);
    }
  }
}
customElements.define('ems-find', EmsFind);
