// @ts-check
import { html, nothing } from 'lit';
import { date, dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { timeline } from './chart-model.js';
import { WORDS } from './words.js';

/** Everything that has a time, newest first, month by month; by kind if one is chosen. `gaps`: not all of it is loaded. */
export class CareTimeline extends KitElement {
  static words = WORDS;
  static properties = { record: { attribute: false }, gaps: { type: Boolean }, named: { attribute: false }, kind: { state: true } };

  constructor() {
    super();
    this.kind = '';
  }

  render() {
    const shown = this.kind ? { [this.kind]: this.record[this.kind] } : this.record;
    const months = timeline(shown, this.named);
    return html`<h2>${this.t('timeline')}</h2>
      <div class="field screen-only"><label for="kind">${this.t('timelineKind')}</label>
        <select id="kind" @change=${({ target }) => (this.kind = target.value)}>
          <option value="">${this.t('timelineAll')}</option>
          ${Object.keys(this.record).filter((key) => this.record[key].length > 0).map((key) => html`<option value=${key}>${this.t(`section.${key}`)}</option>`)}
        </select></div>
      ${this.gaps ? html`<p class="notice">${this.t('timelineGaps')}</p>` : nothing}
      ${months.length === 0 ? html`<kit-notice .state=${{ kind: 'empty' }}></kit-notice>` : months.map((month) => this.#month(month))}`;
  }

  #month({ month, events }) {
    return html`<section class="month" aria-label=${date(month, this.language)}><h3>${date(month, this.language)}</h3>
      <ol class="plain events">${events.map(({ section, line }) => html`<li>
        <span class="soft">${dateTime(line.when, this.language)}</span>
        <span class="tag">${this.t(`section.${section}`)}</span>
        <span lang="ja"><strong>${line.title}</strong> ${line.details.join('、')}</span>
      </li>`)}</ol></section>`;
  }
}
customElements.define('care-timeline', CareTimeline);
