// @ts-check
import { html, nothing } from 'lit';
import { dateTime, today } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { loadAll } from '../kit/record.js';
import { SECTIONS, steps, waiting } from './home-model.js';
import { icon } from './icons.js';
import './my-guide.js';
import { has, menu } from './views.js';
import { WORDS } from './words-home.js';

/** The first view: what a first visit still has before it, what waits, and the ways on. Tells `go`. */
class MyHome extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, sections: { state: true } };

  constructor() {
    super();
    this.sections = /** @type {Record<string, import('../kit/record.js').Section>} */ ({});
  }

  firstUpdated() {
    if (this.whose.relation !== 'none') this.#load();
  }

  #load() {
    this.sections = {};
    return loadAll(this.hub, this.whose.patient, SECTIONS, (key, section) => (this.sections = { ...this.sections, [key]: section }));
  }

  render() {
    const { relation, name, me } = this.whose;
    if (relation === 'none') {
      const family = /^(Patient|RelatedPerson)\//.test(me);
      return html`<h1>${this.t('nobody')}</h1><p class="lead">${this.t(family ? 'nobodyText' : 'notResident')}</p>
        ${family && has('people') ? html`<p>${this.t('nobodyCode')}</p><p><button type="button" class="primary" @click=${() => this.tell('go', 'people')}>${this.t('view.people')}</button></p>` : nothing}`;
    }
    return html`<h1>${this.t(relation === 'self' ? 'hello' : 'helloFor').replace('{name}', name)}</h1>
      ${this.#arrived()}
      <section class="section" aria-labelledby="home-more"><h2 id="home-more">${this.t('moreTitle')}</h2>
        <ul class="plain doors">${menu().map((key) => html`<li><button type="button" @click=${() => this.tell('go', key)}>
          ${icon(key)}<span><strong>${this.t(`view.${key}`)}</strong><span class="soft">${this.t(`about.${key}`)}</span></span></button></li>`)}</ul></section>`;
  }

  #arrived() {
    const all = SECTIONS.map(({ key }) => this.sections[key] ?? { kind: 'loading' });
    const broken = all.find(({ kind }) => kind === 'failed');
    if (broken) return html`<kit-notice .state=${broken} @again=${this.#load}></kit-notice>`;
    if (all.some(({ kind }) => kind === 'loading')) return html`<kit-notice .state=${{ kind: 'loading' }}></kit-notice>`;
    const found = Object.fromEntries(Object.entries(this.sections).map(([key, section]) => [key, section.kind === 'ready' ? section.resources : []]));
    const cards = waiting(found, this.whose.patient, today(new Date())).filter(({ go }) => has(go));
    return html`${this.#guide(found)}
      <section class="section" aria-labelledby="home-waiting"><h2 id="home-waiting">${this.t('waitingTitle')}</h2>
        ${cards.length > 0 ? html`<ul class="plain cards">${cards.map((card) => this.#card(card))}</ul>` : html`<p>${this.t('waitingNone')}</p>`}</section>`;
  }

  /** For whom may give the resident's word. */
  #guide(found) {
    if (!this.whose.powers.includes('write-wishes')) return nothing;
    const open = steps(found).filter(({ key }) => has(key));
    return open.some(({ done }) => !done) ? html`<my-guide .steps=${open} .patient=${this.whose.patient}></my-guide>` : nothing;
  }

  #card({ kind, when, text, who, go }) {
    const told = text[this.language];
    const words = told && kind !== 'answer' ? told : this.t(`waiting.${kind}${who || kind === 'draft' ? '' : 'Nobody'}`).replace('{who}', who);
    return html`<li><p>${words}</p>${told && kind === 'answer' ? html`<p class="notice">${told}</p>` : nothing}<p class="soft">${dateTime(when, this.language)}</p>
      <p><button type="button" @click=${() => this.tell('go', go)}>${this.t(`act.${go}`)}</button></p></li>`;
  }
}
customElements.define('my-home', MyHome);
