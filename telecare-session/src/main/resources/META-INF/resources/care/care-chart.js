// @ts-check
import { html, nothing } from 'lit';
import { dateTime, today } from '../kit/dates.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import '../kit/kit-tabs.js';
import { KitSections } from '../kit/sections.js';
import './care-always.js';
import './care-banner.js';
import './care-section.js';
import './care-talk.js';
import './care-timeline.js';
import './care-wishes.js';
import { SECTIONS } from './chart-model.js';
import { banner } from './search-model.js';
import { records } from './talk-model.js';
import { WORDS } from './words.js';

/** One resident's chart: wishes on top, then the record, or its timeline. `until`: the glass is broken until then. */
export class CareChart extends KitSections {
  static words = WORDS;
  static asked = SECTIONS;
  static properties = {
    hub: { attribute: false }, patient: {}, until: {}, me: {}, role: {},
    person: { state: true }, tab: { state: true }, writing: { state: true },
  };

  #loaded = new Date();

  constructor() {
    super();
    this.person = /** @type {any} */ ({ kind: 'loading' });
    this.tab = 'record';
    this.writing = '';
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    this.person = { kind: 'loading' };
    try {
      const { resources } = await this.hub.search('Patient', { _id: this.patient });
      this.person = resources.length > 0 ? { kind: 'ready', patient: resources[0] } : { kind: 'absent' };
    } catch (failure) {
      this.person = failed(failure);
    }
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('h1'))?.focus());
    if (this.person.kind !== 'ready') return;
    this.#loaded = new Date();
    await this.load(this.hub, this.patient);
  }

  #again(key) {
    this.again(this.hub, this.patient, key);
  }

  render() {
    return html`<div class="chart-tools">
        <button type="button" class="link" @click=${() => this.tell('to-search')}>${this.t('toSearch')}</button>
        ${this.person.kind === 'ready' ? html`<button type="button" @click=${() => print()}>${this.t('print')}</button>` : nothing}
      </div>
      ${this.#inside()}
      <care-always .hub=${this.hub} .patient=${this.patient} .until=${this.until}></care-always>
      ${this.writing ? html`<care-talk .hub=${this.hub} .patient=${this.patient} .kind=${this.writing} .me=${this.me}
        @written=${() => this.#again('wishes')} @closed=${() => (this.writing = '')}></care-talk>` : nothing}`;
  }

  #inside() {
    const { person } = this;
    if (person.kind === 'absent') return html`<h1 tabindex="-1">${this.t('notShown')}</h1><p class="notice">${this.t('notShownText')}</p>`;
    if (person.kind !== 'ready') return html`<h1 tabindex="-1">${this.t('chart')}</h1><kit-notice .state=${person} @again=${this.#load}></kit-notice>`;
    const tabs = [['record', this.t('record')], ['timeline', this.t('timeline')]];
    return html`<div class="paper">
      <div class="paper-head"><care-banner .person=${banner(person.patient, today(new Date()))} .until=${this.until} .purpose=${this.hub.purpose} .role=${this.role}></care-banner>
        <p class="printed">${this.t('printed').replace('{when}', dateTime(this.#loaded.toISOString(), this.language)).replace('{who}', this.me)}</p></div>
      <div class="paper-body">
        <p class="constant notice">${this.t('withholding')}</p>
        <kit-tabs .tabs=${tabs} .chosen=${this.tab} .label=${this.t('chart')} panel="chart-panel" @chosen=${({ detail }) => (this.tab = detail)}></kit-tabs>
        <div id="chart-panel" role="tabpanel" aria-labelledby="tab-${this.tab}">${this.tab === 'record' ? this.#record() : this.#timeline()}</div>
      </div>
    </div>`;
  }

  #record() {
    const [wishes, ...others] = SECTIONS.map(({ key }) => ({ key, section: this.sections[key] ?? { kind: 'loading' } }));
    return html`<care-wishes .section=${wishes.section} .named=${this.inWords} .writes=${records(this.role, this.hub.purpose)} @talk=${({ detail }) => (this.writing = detail)} @again=${() => this.#again('wishes')}></care-wishes>
      <nav class="jump" aria-label=${this.t('sections')}><ul>
        ${others.map(({ key }) => html`<li><button type="button" class="link" @click=${() => this.jump(key)}>${this.t(`section.${key}`)}</button></li>`)}
      </ul></nav>
      <div class="sections">
        ${others.map(({ key, section }) => html`<care-section .name=${key} .section=${section} .named=${this.inWords} .hub=${this.hub} @again=${() => this.#again(key)}></care-section>`)}
      </div>`;
  }

  #timeline() {
    const record = Object.fromEntries(Object.entries(this.sections).flatMap(([key, s]) => (s.kind === 'ready' ? [[key, s.resources]] : [])));
    const gaps = Object.keys(this.sections).length < SECTIONS.length || Object.values(this.sections).some((s) => s.kind !== 'ready');
    return html`<care-timeline .record=${record} .gaps=${gaps} .named=${this.inWords}></care-timeline>`;
  }
}
customElements.define('care-chart', CareChart);
