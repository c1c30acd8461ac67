// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { ActingElement } from './acting-element.js';
import './ems-certainty.js';
import './ems-identity.js';
import './ems-sheet-body.js';
import { sheetSeen } from './finding.js';
import { icon } from './icons.js';
import { standingWord } from './log-model.js';
import { tellWhom } from './opening.js';
import { seenAfter } from './report.js';
import { WORDS } from './words-sheet.js';

/** The sheet: one screen of what this crew must know now, the doctor's word with it; detail is one tap deeper. Nothing of it is copied or printed. Tells `go`. */
class EmsSheet extends ActingElement {
  static words = WORDS;

  async firstUpdated() {
    sheetSeen(await seenAfter(this.state));
  }

  render() {
    const { sheet, match } = this.state;
    if (!sheet || !match) {
      return html`<h1>${this.t('sheet')}</h1><p class="lead">${this.t('none')}</p>
        <div class="actions"><button type="button" class="primary" @click=${() => this.tell('go', 'find')}>${icon('find')} ${this.t('find')}</button></div>`;
    }
    return html`<article class="sheet" @copy=${this.#not} @cut=${this.#not} @contextmenu=${this.#not} @dragstart=${this.#not}>
      <h1 class="unseen">${this.t('sheet')}</h1>
      <header><ems-identity .identity=${sheet.identity}></ems-identity>
        <div class="found"><p><span class="soft">${this.t(`foundBy.${match.foundBy}`)}</span> <ems-certainty .certainty=${match.certainty}></ems-certainty></p>
          <p class="soft">${this.#age(sheet)}</p></div></header>
      ${sheet.sealed ? html`<p class="sealed-note">${icon('none')} ${this.t('sealedNote').replace('{until}', dateTime(sheet.sealed.expires, this.language).split(' ').at(-1) ?? '')}</p>` : nothing}
      ${this.state.unlinked ? html`<p class="notice failed">${this.t('unlinked')} <button type="button" @click=${() => tellWhom(this.hub, this.state)}>${this.t('again')}</button></p>` : nothing}
      <ems-sheet-body .sheet=${sheet} .word=${standingWord(this.log.resources, this.log.waiting, match.patient)}></ems-sheet-body>
    </article>`;
  }

  #not(event) {
    event.preventDefault();
  }

  /** When it was true: an old page left open must not read as now. */
  #age(sheet) {
    const when = (text) => dateTime(text, this.language);
    return sheet.sealed ? this.t('sealedAt').replace('{when}', when(sheet.sealed.sealed)) : this.t('readAt').replace('{when}', when(sheet.at));
  }
}
customElements.define('ems-sheet', EmsSheet);
