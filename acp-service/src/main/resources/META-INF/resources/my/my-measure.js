// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-series.js';
import { flagged, latest } from './record-model.js';
import { WORDS } from './words-record.js';

/** One kind of measurement: its newest value first and in plain words (`words`, if there are any), then its course. */
class MyMeasure extends KitElement {
  static words = WORDS;
  static properties = { group: { attribute: false }, newest: { attribute: false }, words: { attribute: false } };

  render() {
    const { value, unit, when } = latest(this.group);
    const flag = flagged(this.newest);
    return html`<div class="measure">
      <h3 lang="ja">${this.group.title}</h3>
      ${this.words?.plain[this.language] ? html`<p class="meaning">${this.words.plain[this.language]}</p>` : nothing}
      <p class="latest"><span class="soft">${this.t('latest')} ${dateTime(when, this.language)}</span> <strong>${value} <small>${unit}</small></strong></p>
      ${flag ? html`<p class="notice">${this.t(flag === 'high' ? 'nowHigh' : 'nowLow')} ${this.words?.[flag][this.language] ?? ''} ${this.t('oneValue')}</p>` : nothing}
      <kit-series bare .group=${this.group}></kit-series>
      ${this.#meaning()}
    </div>`;
  }

  #meaning() {
    const high = this.words?.high[this.language];
    const low = this.words?.low[this.language];
    if (!high && !low) return nothing;
    return html`<details><summary>${this.t('meaning')}</summary>
      <ul>${high ? html`<li>${this.t('high')}: ${high}</li>` : nothing}${low ? html`<li>${this.t('low')}: ${low}</li>` : nothing}</ul>
      <p class="soft">${this.t('oneValue')}</p></details>`;
  }
}
customElements.define('my-measure', MyMeasure);
