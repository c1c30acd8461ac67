// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { WORDS } from './words-home.js';

/** What was put off in this visit; another visit asks again. */
const putOff = new Set();

/** The steps of a first visit, each to be begun or put off. Tells `go`. */
class MyGuide extends KitElement {
  static words = WORDS;
  static properties = { steps: { attribute: false }, patient: {} };

  render() {
    const done = this.steps.filter((step) => step.done).length;
    const next = this.steps.find((step) => !step.done && !putOff.has(this.#name(step)));
    return html`<section class="guide" aria-labelledby="guide-title">
      <h2 id="guide-title">${this.t('guideTitle')}</h2>
      <p>${this.t('guideLead')}</p>
      <ol class="plain">${this.steps.map((step) => this.#step(step, step === next))}</ol>
      <p class="soft" role="status">${this.t('guideDone').replace('{n}', this.steps.length).replace('{m}', String(done))}</p>
    </section>`;
  }

  #step(step, next) {
    const { key, done } = step;
    const off = !done && putOff.has(this.#name(step));
    return html`<li class=${done ? 'done' : ''}>
      <div><h3>${this.t(`step.${key}`)}</h3><p class="soft">${this.t(`step.${key}.text`)}</p></div>
      ${done || off ? html`<span class="tag">${this.t(done ? 'done' : 'skipped')}</span>` : nothing}
      ${done ? nothing : html`<div class="actions"><button type="button" class=${next ? 'primary' : ''} @click=${() => this.tell('go', key)}>${this.t('begin')}<span class="unseen">: ${this.t(`step.${key}`)}</span></button>
        ${off ? nothing : html`<button type="button" @click=${() => this.#later(step)}>${this.t('later')}<span class="unseen">: ${this.t(`step.${key}`)}</span></button>`}</div>`}
    </li>`;
  }

  #name(step) {
    return `${this.patient} ${step.key}`;
  }

  #later(step) {
    putOff.add(this.#name(step));
    this.requestUpdate();
  }
}
customElements.define('my-guide', MyGuide);
