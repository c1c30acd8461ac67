// @ts-check
import { html } from 'lit';
import './ems-candidate-list.js';
import './ems-unknown.js';
import { EmsElement } from './element.js';
import { WORDS } from './words-find.js';

/** What a question found when it was no single person: candidates, or nobody. `detail.answer`. Tells `go`. */
class EmsCandidates extends EmsElement {
  static words = WORDS;

  render() {
    const { answer } = this.detail;
    const back = html`<button type="button" @click=${() => history.back()}>${this.t('otherQuestion')}</button>`;
    if (answer.kind === 'unknown') return html`<div class="head"><h1>${this.t('unknown')}</h1>${back}</div><ems-unknown .hub=${this.hub} .state=${this.state}></ems-unknown>`;
    return html`<div class="head"><h1>${this.t('candidates').replace('{n}', String(answer.candidates.length))}</h1>${back}</div>
      <p>${this.t('candidatesText')}</p>
      <ems-candidate-list .candidates=${answer.candidates} @chosen=${({ detail }) => this.tell('go', { view: 'confirm', code: detail.confirm })}></ems-candidate-list>
      <details class="panel"><summary>${this.t('noneOfThem')}</summary><ems-unknown .hub=${this.hub} .state=${this.state}></ems-unknown></details>`;
  }
}
customElements.define('ems-candidates', EmsCandidates);
