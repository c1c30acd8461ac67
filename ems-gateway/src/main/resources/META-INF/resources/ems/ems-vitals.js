// @ts-check
import { html, nothing } from 'lit';
import { ActingElement } from './acting-element.js';
import './ems-coma.js';
import './ems-eyes.js';
import './ems-measure.js';
import './ems-triage.js';
import { lastKnown } from './log-model.js';
import { urgency } from './triage-model.js';
import { look, nothing as blank, NUMBERS, observations, says } from './vitals-model.js';
import { WORDS } from './words-vitals.js';

const PRESSURE = ['systolic', 'diastolic'];

/** One round of vital signs, and how urgent the crew finds it. Tells `go`. */
class EmsVitals extends ActingElement {
  static words = WORDS;
  static properties = { entry: { state: true }, asked: { state: true }, done: { state: true } };

  constructor() {
    super();
    this.entry = blank();
    /** What was asked "really?" of, and kept. */
    this.asked = /** @type {{ wrong: string[], really: string[] }} */ ({ wrong: [], really: [] });
  }

  render() {
    if (!this.encounter) return this.noIncident();
    const { entry } = this;
    return html`<h1>${this.t('heading')}</h1>
      ${this.unsent()}
      <form class="vitals" @submit=${(event) => this.#send(event)} novalidate>
        <ems-coma .entry=${entry} @entered=${({ detail }) => this.#enter(detail)}></ems-coma>
        <fieldset class="numbers"><legend>${this.t('numbers')}</legend>
          ${NUMBERS.map((one) => this.#number(one))}</fieldset>
        <ems-eyes .entry=${entry} .wrong=${this.asked.wrong} @entered=${({ detail }) => this.#enter(detail)}></ems-eyes>
        <div role="alert">${this.#complaint()}</div>
        <p class="actions"><button class="primary large">${this.t(this.asked.really.length > 0 ? 'really' : 'record')}</button>
          <button type="button" class="large" @click=${() => this.tell('go', 'log')}>${this.t('toLog')}</button></p>
        <p role="status" class="done">${this.done ? this.t('done') : nothing}</p>
        <kit-notice fixed .state=${this.going}></kit-notice>
      </form>
      <ems-triage .entry=${this.#known()} .age=${this.#age} .resources=${this.log.resources} @chosen=${({ detail }) => this.keep([urgency(detail, this.about())])}></ems-triage>`;
  }

  get #age() {
    return this.state.match?.identity?.age;
  }

  #number(one) {
    const { entry, asked } = this;
    const { key } = one;
    return html`<ems-measure .limits=${one} .value=${entry.numbers[key] ?? ''} ?wrong=${asked.wrong.includes(key)} ?really=${asked.really.includes(key)}
        ?gone=${entry.unmeasurable.includes(key)} ?alone=${key === 'pain' || key === 'diastolic'} @typed=${({ detail }) => this.#enter({ numbers: { ...entry.numbers, [key]: detail } })}
        @gone=${({ detail }) => this.#gone(key, detail)}></ems-measure>
      ${key === 'spo2' ? this.#oxygen() : nothing}`;
  }

  #gone(key, gone) {
    const keys = key === 'systolic' ? PRESSURE : [key];
    const numbers = Object.fromEntries(Object.entries(this.entry.numbers).filter(([one]) => !gone || !keys.includes(one)));
    this.#enter({ numbers, unmeasurable: [...this.entry.unmeasurable.filter((one) => one !== key), ...(gone ? [key] : [])] });
  }

  #oxygen() {
    const { oxygen, flow } = this.entry;
    return html`<div class="measured"><p id="oxygen-label">${this.t('oxygen')}</p>
      <div class="chips" role="group" aria-labelledby="oxygen-label">${['air', 'oxygen'].map((one) => html`<button type="button" aria-pressed=${String(oxygen === one)} @click=${() => this.#enter({ oxygen: oxygen === one ? '' : one })}>${this.t(`oxygen.${one}`)}</button>`)}</div>
      ${oxygen === 'oxygen' ? html`<label for="flow">${this.t('flow')}</label> <input id="flow" inputmode="decimal" autocomplete="off" maxlength="4" .value=${flow} aria-invalid=${String(this.asked.wrong.includes('flow'))} @input=${({ target }) => this.#enter({ flow: target.value })} />` : nothing}</div>`;
  }

  #complaint() {
    const names = (keys) => keys.map((key) => this.t(`number.${key}`)).join(this.t('comma'));
    return html`${this.asked.wrong.length > 0 ? html`<p class="error">${this.t('wrong')} ${names(this.asked.wrong)}</p>` : nothing}
      ${this.asked.really.length > 0 ? html`<p class="notice really"><strong>${this.t('reallyText')}</strong> ${names(this.asked.really)}</p>` : nothing}
      ${this.asked.wrong.length === 0 && this.going?.kind === 'nothing' ? html`<p class="error">${this.t('saysNothing')}</p>` : nothing}`;
  }

  #enter(part) {
    this.entry = { ...this.entry, ...part };
    this.asked = { wrong: [], really: [] };
    this.done = false;
    if (this.going?.kind === 'nothing') this.going = undefined;
  }

  /** What the hint looks at: this round, and before it the last known of each. */
  #known() {
    const known = lastKnown(this.log.resources);
    const typed = Object.fromEntries(Object.entries(this.entry.numbers).filter(([, text]) => text.trim()));
    return { ...known, jcs: this.entry.jcs ?? known.jcs, numbers: { ...known.numbers, ...typed } };
  }

  async #send(event) {
    event.preventDefault();
    const { wrong, really } = look(this.entry);
    const confirmed = really.every((key) => this.asked.really.includes(key));
    if (!says(this.entry)) this.going = /** @type {any} */ ({ kind: 'nothing' });
    else if (wrong.length > 0 || !confirmed) this.asked = { wrong, really: wrong.length > 0 ? [] : really };
    else if (await this.keep(observations(this.entry, this.about()))) this.#kept();
  }

  #kept() {
    this.entry = blank();
    this.asked = { wrong: [], really: [] };
    this.done = true;
  }
}
customElements.define('ems-vitals', EmsVitals);
