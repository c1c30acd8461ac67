// @ts-check
import { html, nothing } from 'lit';
import { today } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { namesOf } from '../kit/record.js';
import './my-sharing-add.js';
import './my-sharing-glass.js';
import './my-sharing-party.js';
import './my-sharing-preview.js';
import './my-sealed.js';
import { load, save, withdraw } from './sharing-data.js';
import { meIn } from './people-model.js';
import { isEmpty } from './sharing-form.js';
import { changed, choiceFor, choiceOf, merge, parties, withAccounts, withChoice, writes } from './sharing-model.js';
import { agreement, summary } from './sharing-words.js';
import { WORDS } from './words-sharing.js';

/** Who may see what: a list of those there are to decide about, and one of them opened. Nothing holds before it is saved. */
class MySharing extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, state: { state: true }, wanted: { state: true }, open: { state: true }, told: { state: true } };

  #named = new Map();

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
    this.wanted = /** @type {import('./sharing-model.js').Matrix} */ ({ choices: {}, glass: false });
    this.open = '';
    /** @type {{ kind: string, why?: any, clashes?: any[] }} */
    this.told = { kind: 'nothing' };
  }

  firstUpdated() {
    this.open = this.detail?.party ?? '';
    this.#load();
  }

  async #load() {
    try {
      this.#show(await load(this.hub, this.whose.patient));
      this.#named = await namesOf(this.hub, [this.state.patient, ...parties(this.state.patient, [], [], this.wanted)]);
      this.requestUpdate();
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  #show(loaded) {
    this.state = { kind: 'ready', ...loaded };
    // Who meanwhile signs in as themselves is not reached by what was saved before.
    this.wanted = withAccounts(loaded.stored.matrix, loaded.related);
  }

  get #by() {
    return { patient: `Patient/${this.whose.patient}`, me: meIn(this.state.related, this.whose), now: new Date().toISOString() };
  }

  get #may() {
    return this.whose.relation === 'self' || this.whose.powers.includes('consent');
  }

  /** Both ways out of a race keep what was chosen here; the person looks at it once more. */
  async #save() {
    const base = this.state.stored.matrix;
    const mine = this.wanted;
    this.told = { kind: 'saving' };
    try {
      const { unreadable } = await save(this.hub, writes(this.state.stored, mine, this.#by));
      this.#show(await load(this.hub, this.whose.patient));
      this.told = { kind: unreadable ? 'unread' : 'saved' };
    } catch (failure) {
      const { why } = failed(failure);
      this.told = { kind: 'failed', why };
      if (why.kind === 'conflict') await this.#meet(base, mine);
    }
  }

  async #meet(base, mine) {
    try {
      this.#show(await load(this.hub, this.whose.patient));
      const { matrix, clashes } = merge(base, mine, this.wanted);
      this.wanted = matrix;
      this.told = { kind: 'clash', clashes };
    } catch (failure) {
      this.told = failed(failure);
    }
  }

  async #withdraw(party) {
    this.told = { kind: 'saving' };
    try {
      await withdraw(this.hub, this.state.stored.stored[party], this.#by.patient);
      this.#show(await load(this.hub, this.whose.patient));
      this.told = { kind: 'withdrawn' };
    } catch (failure) {
      this.told = failed(failure);
    }
  }

  async #to(party) {
    this.open = party;
    this.told = { kind: 'nothing' };
    await this.updateComplete;
    const heading = /** @type {HTMLElement | null} */ (this.querySelector('h1'));
    heading?.setAttribute('tabindex', '-1');
    heading?.focus();
    scrollTo(0, 0);
  }

  #name({ party, kind, reference }) {
    if (['emergency', 'family', 'research'].includes(kind)) return this.t(`party.${kind}`);
    return reference?.display || this.#named.get(reference?.reference) || party;
  }

  render() {
    if (this.state.kind !== 'ready') return html`<h1>${this.t('title')}</h1><kit-notice .state=${this.state} @again=${this.#load}></kit-notice>`;
    const list = parties(this.state.patient, this.state.teams, this.state.related, this.wanted);
    const one = list.find(({ party }) => party === this.open);
    const pending = writes(this.state.stored, this.wanted, this.#by);
    if (!one) return this.#overview(list, pending);
    return html`<my-sharing-party .party=${one} .name=${this.#name(one)} .choice=${choiceFor(this.wanted, one.party, this.state.related)} .held=${Boolean(this.state.stored.stored[one.party])}
        .changed=${pending.length > 0} .told=${this.told} ?fixed=${!this.#may}
        @choice=${({ detail }) => { this.wanted = withChoice(this.wanted, one.party, detail); this.told = { kind: 'nothing' }; }}
        @save=${this.#save} @withdraw=${() => this.#withdraw(one.party)} @back=${() => this.#to('')}></my-sharing-party>
      ${one.kind === 'emergency' ? html`<my-sealed .hub=${this.hub} .patient=${this.whose.patient} .since=${this.told.kind}></my-sealed>
        <my-sharing-preview .hub=${this.hub} .patient=${this.whose.patient} .writes=${pending}></my-sharing-preview>` : nothing}`;
  }

  #overview(list, pending) {
    const waiting = changed(this.state.stored, this.wanted);
    return html`<h1>${this.t('title')}</h1>
      <p>${this.t('lead')} ${this.t('undecidedNote')}</p>
      ${this.#may ? nothing : html`<p class="notice">${this.t('proxyOnly')}</p>`}
      <section aria-labelledby="whom"><h2 id="whom">${this.t('whom')}</h2>
        <ul class="plain doors">${list.map((one) => this.#card(one, waiting.includes(one.party)))}</ul></section>
      ${this.#may ? html`<my-sharing-add .hub=${this.hub} @add=${({ detail }) => this.#add(detail)}></my-sharing-add>` : nothing}
      <my-sharing-glass .refused=${this.wanted.glass} .told=${waiting.includes('glass') || this.told.kind !== 'saving' ? this.told : { kind: 'nothing' }} ?fixed=${!this.#may}
        @choice=${({ detail }) => { this.wanted = { ...this.wanted, glass: detail }; this.#save(); }}></my-sharing-glass>
      ${this.#others()}
      <my-sharing-preview .hub=${this.hub} .patient=${this.whose.patient} .writes=${pending}></my-sharing-preview>`;
  }

  #add({ party, name }) {
    this.#named.set(party, name);
    this.wanted = withChoice(this.wanted, party, choiceOf(this.wanted, party));
    this.#to(party);
  }

  #card(one, unsaved) {
    const choice = choiceOf(this.wanted, one.party);
    const said = one.kind === 'family' && isEmpty(choice) ? this.t('sum.noneFamily') : summary(choice, (key) => this.t(key), this.language, today(new Date()));
    return html`<li><button type="button" @click=${() => this.#to(one.party)}><span>
      <span class="soft">${this.t(`kind.${one.kind}`)}</span><strong lang="ja">${this.#name(one)}</strong><span>${said}</span></span>
      ${unsaved ? html`<span class="tag">${this.t('unsaved')}</span>` : nothing}</button></li>`;
  }

  #others() {
    const { others } = this.state.stored;
    if (others.length === 0) return nothing;
    const said = others.map((consent) => agreement(consent, (key) => this.t(key), this.language, (reference) => reference.display ?? this.#named.get(reference.reference) ?? ''));
    return html`<section aria-labelledby="others"><h2 id="others">${this.t('others')}</h2><p>${this.t('othersText')}</p>
      <ul class="plain cards">${said.map(({ heading, lines }) => html`<li><strong>${heading}</strong>${lines.map((line) => html`<p lang="ja">${line}</p>`)}</li>`)}</ul></section>`;
  }
}
customElements.define('my-sharing', MySharing);
