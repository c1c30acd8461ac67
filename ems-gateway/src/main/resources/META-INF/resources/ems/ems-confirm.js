// @ts-check
import { html, nothing } from 'lit';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { EmsElement } from './element.js';
import './ems-certainty.js';
import './ems-identity.js';
import './ems-unknown.js';
import { byConfirm } from './find-model.js';
import { look } from './finding.js';
import { icon } from './icons.js';
import { openSheet } from './opening.js';
import { WORDS } from './words-find.js';

/**
 * Is it this person? Identity with photo, how they were found and how sure that is; one deliberate tap opens the sheet. `detail`:
 * the `match` that a question found, or the `code` of a candidate. Tells `go`.
 */
class EmsConfirm extends EmsElement {
  static words = WORDS;
  static properties = { found: { state: true }, told: { state: true } };

  constructor() {
    super();
    this.found = /** @type {any} */ ({ kind: 'loading' });
    this.told = /** @type {any} */ (undefined);
  }

  firstUpdated() {
    const { match, took } = this.detail;
    if (match) this.found = { kind: 'found', match, took: took ?? 0 };
    else this.#load();
  }

  async #load() {
    this.found = { kind: 'loading' };
    try {
      this.found = await look(this.hub, this.state, byConfirm(this.detail.code));
    } catch (failure) {
      this.found = failed(failure);
    }
  }

  render() {
    const { found } = this;
    if (found.kind === 'unknown') return html`<h1>${this.t('unknown')}</h1><ems-unknown .hub=${this.hub} .state=${this.state}></ems-unknown>`;
    return html`<div class="head"><h1>${this.t('confirm')}</h1></div>
      ${found.kind === 'found' ? this.#found(found.match) : html`<kit-notice .state=${found} @again=${() => this.#load()}></kit-notice>`}`;
  }

  #found(match) {
    const busy = this.told?.kind === 'loading';
    return html`<section class="confirm panel"><ems-identity .identity=${match.identity} large></ems-identity>
        <dl class="facts how"><div><dt>${this.t('how')}</dt><dd>${this.t(`foundBy.${match.foundBy}`)}</dd></div>
          <div><dt>${this.t('howSure')}</dt><dd><ems-certainty .certainty=${match.certainty}></ems-certainty></dd></div></dl></section>
      <p>${this.t(match.certainty === 'certain' ? 'confirmCertain' : 'confirmUnsure')}</p>
      <div aria-live="polite">${this.told ? html`<kit-notice fixed .state=${this.told}></kit-notice>` : nothing}</div>
      <div class="decide"><button type="button" class="primary" ?disabled=${busy} @click=${() => this.#yes()}>${icon('yes')} ${this.t('yes')}</button>
        <button type="button" ?disabled=${busy} @click=${() => history.back()}>${icon('no')} ${this.t('no')}</button></div>`;
  }

  async #yes() {
    this.told = { kind: 'loading' };
    try {
      const opened = await openSheet(this.hub, this.state, this.found.match, this.found.took);
      if (opened) this.tell('go', 'sheet');
      else this.found = { kind: 'unknown' };
    } catch (failure) {
      this.told = failed(failure);
    }
  }
}
customElements.define('ems-confirm', EmsConfirm);
