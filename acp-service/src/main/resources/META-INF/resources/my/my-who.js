// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { askWhose } from './whose.js';
import { WORDS } from './words.js';

/** For my mother, my child: whose record to open. Tells `switch` with the patient's id. */
class MyWho extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, state: { state: true } };

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    this.state = { kind: 'loading' };
    try {
      this.state = { kind: 'ready', people: await askWhose(this.hub.stating('PATRQT'), this.whose.me) };
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  render() {
    return html`<h1>${this.t('whoTitle')}</h1>
      ${this.state.kind === 'ready' ? this.#people(this.state.people) : html`<kit-notice .state=${this.state} @again=${this.#load}></kit-notice>`}`;
  }

  #people(people) {
    const others = people.some(({ relation }) => relation !== 'self');
    return html`<p>${this.t(others ? 'whoLead' : 'whoOnly')}</p>
      <ul class="plain doors">${people.map((one) => this.#person(one))}</ul>`;
  }

  #person({ patient, name, kana, relation, child }) {
    const now = patient === this.whose.patient;
    return html`<li><button type="button" aria-current=${String(now)} @click=${() => this.tell('switch', patient)}>
      <span><strong lang="ja">${name}</strong> <span class="soft" lang="ja">${kana}</span>
        <span>${this.t(`who.${relation === 'proxy' && child ? 'child' : relation}`)}</span></span>
      ${now ? html`<span class="tag">${this.t('whoNow')}</span>` : nothing}</button></li>`;
  }
}
customElements.define('my-who', MyWho);
