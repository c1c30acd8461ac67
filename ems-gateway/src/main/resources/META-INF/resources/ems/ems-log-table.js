// @ts-check
import { html, nothing } from 'lit';
import { inJapan } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { WORDS } from './words-log.js';

/**
 * `rounds` of vital signs, one column a round as on the paper form; rows in which nothing was measured are left out. `own`: those who
 * wrote it may say that one was a mistake; tells `mistaken` with the round.
 */
class EmsLogTable extends KitElement {
  static words = WORDS;
  static properties = { rounds: { attribute: false }, columns: { attribute: false }, own: { type: Boolean } };

  render() {
    if (this.rounds.length === 0) return html`<p class="soft">${this.t('noVitals')}</p>`;
    const measured = this.columns.filter((column) => this.rounds.some(({ cells }) => cells[column]));
    return html`<div class="scrolls" tabindex="0" role="region" aria-label=${this.t('vitalsTable')}><table class="rounds">
      <thead><tr><th scope="col">${this.t('at')}</th>${this.rounds.map(({ at, waiting }) => html`<th scope="col" class="number"><time datetime=${at}>${inJapan(at).time}</time>${waiting ? html` <span class="tag unsent">${this.t('unsent')}</span>` : nothing}</th>`)}</tr></thead>
      <tbody>${measured.map((column) => html`<tr><th scope="row">${this.t(`column.${column}`)}</th>
        ${this.rounds.map(({ cells }) => html`<td class="number" lang="ja">${cells[column] ?? '–'}</td>`)}</tr>`)}</tbody>
      ${this.own ? html`<tfoot><tr><th scope="row">${this.t('mistaken')}</th>${this.rounds.map((round) => html`<td class="number">${this.#retract(round)}</td>`)}</tr></tfoot>` : nothing}</table></div>`;
  }

  /** What was not sent yet cannot be taken back: it has no place in the record that could be named. */
  #retract(round) {
    if (round.waiting) return '–';
    return html`<button type="button" @click=${() => this.tell('mistaken', round)}>${this.t('retract')}<span class="unseen">: ${inJapan(round.at).time}</span></button>`;
  }
}
customElements.define('ems-log-table', EmsLogTable);
