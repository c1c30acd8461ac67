// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { concept } from '../kit/fhir.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { answerTo } from './talks-model.js';
import { about, said } from './wishes-model.js';
import { clean } from './wishes-text.js';
import { WORDS } from './words-talks.js';

/** One proposed wording, beside what holds: yes, yes in other words, or no. Tells `done` with what came of it. */
class MyTalksProposal extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, proposal: { attribute: false }, stands: { attribute: false }, by: {}, fixed: { type: Boolean }, state: { state: true }, own: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.state = { kind: 'idle' };
    this.own = '';
  }

  async #answer(accept) {
    const cleaned = clean(this.own);
    if (cleaned.over) return;
    this.state = { kind: 'saving' };
    try {
      await this.hub.operation(`Patient/${this.whose.patient}/$answer-proposal`, answerTo(this.proposal, accept, cleaned.text));
      this.tell('done', accept ? 'taken' : 'refused');
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  render() {
    const { proposal } = this;
    const topic = about(proposal);
    const cleaned = clean(this.own);
    return html`<article class="standing"><h3>${topic ? this.t(`topic.${topic}`) : concept(proposal.code)}</h3>
      <p class="soft">${this.t('proposedBy').replace('{who}', this.by).replace('{day}', date(proposal.effectiveDateTime, this.language))}</p>
      ${this.#says(said(proposal))}
      ${this.stands ? html`<details><summary>${this.t('inPlaceOf')}</summary>${this.#says(said(this.stands))}</details>` : nothing}
      ${this.fixed ? nothing : html`<div class="field"><label for="own-${proposal.id}">${this.t('ownWords')}</label>
          <textarea id="own-${proposal.id}" rows="3" lang="ja" .value=${this.own} @input=${(event) => (this.own = event.target.value)} aria-describedby="own-${proposal.id}-note"></textarea>
          <span class="error" id="own-${proposal.id}-note" aria-live="polite">${cleaned.over ? this.t('over').replace('{n}', String(-(cleaned.left ?? 0))) : ''}</span></div>
        <p class="actions"><button type="button" class="primary" ?disabled=${this.state.kind === 'saving'} @click=${() => this.#answer(true)}>${this.t('takeIt')}</button>
          <button type="button" ?disabled=${this.state.kind === 'saving'} @click=${() => this.#answer(false)}>${this.t('notThis')}</button></p>`}
      ${this.state.kind === 'failed' ? html`<kit-notice fixed .state=${this.state}></kit-notice>` : nothing}</article>`;
  }

  #says({ answer, words, condition }) {
    return html`${condition ? html`<p class="condition" lang="ja">${condition}</p>` : nothing}
      ${answer ? html`<p><strong class="answer">${this.t(`answer.${answer}`)}</strong></p>` : nothing}
      ${words ? html`<p class="said" lang="ja">${words}</p>` : nothing}`;
  }
}
customElements.define('my-talks-proposal', MyTalksProposal);
