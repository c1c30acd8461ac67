// @ts-check
import { CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { html, nothing } from 'lit';
import { date, dateTime } from './dates.js';
import { KitElement } from './element.js';
import { KIT_WORDS } from './kit-words.js';
import { drawable, extremes, ranged, span } from './series-model.js';

Chart.register(CategoryScale, LinearScale, LineController, LineElement, PointElement);
const FEW = 5;

/** One measurement over time: a plot for the eye, and beside it the same numbers as a table; `bare`: without a heading of its own. */
export class KitSeries extends KitElement {
  static words = KIT_WORDS;
  static properties = { group: { attribute: false }, bare: { type: Boolean }, all: { state: true } };

  #chart = /** @type {Chart | undefined} */ (undefined);

  disconnectedCallback() {
    this.#chart?.destroy();
    this.#chart = undefined;
    super.disconnectedCallback();
  }

  render() {
    const { group } = this;
    const hidden = this.all ? 0 : Math.max(0, group.rows.length - FEW);
    return html`<div class="series">
      ${this.bare ? nothing : html`<h3 lang="ja">${group.title}${group.unit ? html` <span class="soft">(${group.unit})</span>` : nothing}</h3>`}
      ${drawable(group) ? html`<div class="plot"><canvas role="img" aria-label=${this.#words()}></canvas></div>` : nothing}
      <div class="scrolls" tabindex="0" role="region" aria-label=${`${group.title} ${this.t('table')}`}><table>
        <thead><tr><th scope="col">${this.t('day')}</th>${group.lines.map((line) => html`<th scope="col" class="number" lang="ja">${line.title}</th>`)}${ranged(group) ? html`<th scope="col">${this.t('range')}</th>` : nothing}</tr></thead>
        <tbody>${group.rows.map((row, index) => this.#row(row, !this.all && index >= FEW))}</tbody>
      </table></div>
      ${hidden > 0 ? html`<button type="button" class="link screen-only" @click=${() => (this.all = true)}>${this.t('showAll').replace('{n}', hidden)}</button>` : nothing}
    </div>`;
  }

  /** On paper nothing can be opened: the rest is there. */
  #row(row, rest) {
    const flag = row.flag && row.flag !== 'N' ? html` <strong>${row.flag}</strong>` : nothing;
    return html`<tr class=${rest ? 'rest' : ''}><th scope="row">${dateTime(row.when, this.language)}</th>
      ${row.texts.map((text) => html`<td class="number">${text}${flag}</td>`)}${ranged(this.group) ? html`<td>${row.range || '–'}</td>` : nothing}</tr>`;
  }

  #words() {
    const each = extremes(this.group).map((e) => this.t('plotWords').replace('{title}', e.title).replace('{n}', e.count).replace('{low}', e.low).replace('{high}', e.high).replace('{last}', e.last));
    return `${this.t('plot')} ${each.join(' ')}`;
  }

  updated() {
    const canvas = this.querySelector('canvas');
    if (!canvas) return;
    this.#chart?.destroy();
    const style = getComputedStyle(this);
    const colour = (name) => style.getPropertyValue(name).trim();
    const rows = [...this.group.rows].reverse();
    const datasets = this.group.lines.map((line, index) => ({
      label: line.title,
      data: rows.map((row) => row.numbers[index] ?? null),
      borderColor: colour(index === 0 ? '--t-primary' : '--t-text'),
      backgroundColor: colour(index === 0 ? '--t-primary' : '--t-text'),
      // Told apart by shape as well as by colour.
      pointStyle: index === 0 ? /** @type {const} */ ('circle') : /** @type {const} */ ('rect'),
      borderDash: index === 0 ? [] : [6, 4],
      pointRadius: 4,
    }));
    const axis = { ticks: { color: colour('--t-text-soft') }, grid: { color: colour('--t-panel') } };
    const [low, high] = span(this.group);
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { labels: rows.map((row) => date(row.when, this.language)), datasets },
      options: { animation: false, maintainAspectRatio: false, spanGaps: true, scales: { x: { ...axis, ticks: { ...axis.ticks, maxTicksLimit: 4, maxRotation: 0 } }, y: { ...axis, suggestedMin: low, suggestedMax: high } } },
    });
  }
}
customElements.define('kit-series', KitSeries);
