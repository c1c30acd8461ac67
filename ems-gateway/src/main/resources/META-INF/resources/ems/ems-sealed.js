// @ts-check
import { html, nothing } from 'lit';
import { EmsElement } from './element.js';
import './ems-pin.js';
import { icon } from './icons.js';
import { list, lock, LockProblem, onLock, open, SheetProblem, standing } from './sealed.js';
import { identity, sheet } from './sheet-model.js';
import { WORDS } from './words-sealed.js';

const minutes = (millis) => String(Math.ceil(millis / 60_000));

/** Sheets for where there is no signal: locked until the crew unlocks them, by PIN or passkey, signed on or not. Tells `go`. */
class EmsSealed extends EmsElement {
  static words = WORDS;
  static properties = { lock: { state: true }, sheets: { state: true }, wrong: { state: true }, added: { state: true }, choosing: { state: true } };

  #unheard = () => {};

  constructor() {
    super();
    this.lock = /** @type {any} */ (undefined);
    this.sheets = /** @type {any[]} */ ([]);
    this.wrong = '';
    this.added = '';
    this.choosing = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#unheard = onLock(() => this.#load());
    this.#load();
  }

  disconnectedCallback() {
    this.#unheard();
    super.disconnectedCallback();
  }

  async #load() {
    this.choosing = '';
    this.lock = await standing();
    this.sheets = await list();
  }

  render() {
    const { lock: now } = this;
    if (!now) return html`<h1>${this.t('sealed')}</h1>`;
    return html`<h1>${this.t('sealed')}</h1><p class="lead">${this.t('lead')}</p>
      ${this.wrong ? html`<p class="notice failed" role="alert">${this.t(`wrong.${this.wrong}`)}</p>` : nothing}
      ${this.#inside(now)}`;
  }

  #inside({ pin, locked, passkey }) {
    if (!pin) return html`<ems-pin kind="set" @done=${this.#load}></ems-pin>`;
    if (locked) return html`<ems-pin kind="unlock" ?passkey=${passkey} @done=${this.#load}></ems-pin>`;
    return html`${this.#opened()}
      ${this.choosing ? html`<ems-pin .kind=${this.choosing} .name=${this.state.name} @done=${({ detail }) => this.#done(detail)}></ems-pin>` : nothing}`;
  }

  #done(made) {
    if (made) this.added = made.prf ? 'passkeyAdded' : 'passkeyPlain';
    this.#load();
  }

  #opened() {
    return html`${this.sheets.length === 0 ? html`<p class="panel">${this.t('none')}</p>` : html`<ul class="plain stack">${this.sheets.map((one) => this.#sheet(one))}</ul>`}
      ${this.added ? html`<p class="notice" role="status">${this.t(this.added)}</p>` : nothing}
      <div class="actions"><button type="button" @click=${lock}>${this.t('lock')}</button>
        <button type="button" @click=${() => (this.choosing = 'set')}>${this.t('setAgain')}</button>
        ${this.lock.passkey ? nothing : html`<button type="button" @click=${() => (this.choosing = 'passkey')}>${this.t('passkeyAdd')}</button>`}</div>`;
  }

  #sheet({ id, person, age, left }) {
    if (!person) return nothing;
    return html`<li><button type="button" class="tall" @click=${() => this.#open(id)}>
      <span class="line"><strong lang="ja">${person.name}</strong> <span lang="ja">${person.kana}</span></span>
      <span class="line">${person.age === '' ? nothing : this.t('years').replace('{n}', String(person.age))} ${this.t(`sex.${person.sex || 'unknown'}`)}</span>
      <span class="line">${icon('log')} ${this.t('age').replace('{n}', minutes(age))} / ${this.t('left').replace('{n}', minutes(left))}</span>
    </button></li>`;
  }

  async #open(id) {
    this.wrong = '';
    try {
      const opened = await open(id);
      const { answer, patient, sealed, expires } = opened;
      const found = (answer.parameter ?? []).find(({ name }) => name === 'match')?.part ?? [];
      const code = (name, otherwise) => found.find((one) => one.name === name)?.valueCode ?? otherwise;
      const who = identity((answer.parameter ?? []).find(({ name }) => name === 'identity'));
      const match = { patient, foundBy: code('foundBy', 'confirmed'), certainty: code('certainty', 'possible'), confirm: '', identity: who };
      this.state.change({ match, sheet: { ...sheet(answer), at: sealed, sealed: { id, sealed, expires } } });
      this.tell('go', 'sheet');
    } catch (failure) {
      this.#fail(failure);
    }
  }

  #fail(failure) {
    if (!(failure instanceof SheetProblem || failure instanceof LockProblem)) throw failure;
    this.wrong = failure.kind;
    this.#load();
  }
}
customElements.define('ems-sealed', EmsSealed);
