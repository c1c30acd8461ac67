// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { DeviceProblem, pair, pairInDemo, startOver } from './device.js';
import { codeOf } from './pair-model.js';
import { WORDS } from './words-pair.js';

/** The demo town's two places that have such tablets. */
const DEMO = [['fire-department', 'demoCrew'], ['hospital-central', 'demoDesk']];

/** A tablet that the hub does not know: says so and takes the pairing code. `revoked`: it was known once. Tells `paired`. */
class EmsPair extends KitElement {
  static words = WORDS;
  static properties = { revoked: { type: Boolean }, demo: { state: true }, wrong: { state: true }, told: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.wrong = {};
    this.told = /** @type {any} */ (undefined);
  }

  async firstUpdated() {
    try {
      const answer = await fetch('/kit/config.json', { headers: { Accept: 'application/json' } });
      this.demo = answer.ok && (await answer.json()).demo === true;
    } catch (away) {
      console.warn('the hub did not tell its settings', away);
    }
  }

  render() {
    if (this.revoked) {
      return html`<div class="narrow"><h1>${this.t('revoked')}</h1><p class="lead">${this.t('revokedText')}</p>
        <p><button type="button" class="primary" @click=${startOver}>${this.t('startOver')}</button></p></div>`;
    }
    return html`<div class="narrow"><h1>${this.t('pair')}</h1><p class="lead">${this.t('pairText')}</p>
      <form class="panel" @submit=${this.#send} novalidate>
        ${this.#field('code', { autocapitalize: 'characters', spellcheck: false })}
        ${this.#field('name', {})}
        <kit-notice fixed .state=${this.told}></kit-notice>
        <button class="primary" ?disabled=${this.told?.kind === 'loading'}>${this.t('pairGo')}</button>
      </form>
      ${this.demo ? this.#demo() : nothing}</div>`;
  }

  #field(key, { autocapitalize = 'off', spellcheck = true }) {
    const wrong = this.wrong[key];
    return html`<div class="field"><label for="pair-${key}">${this.t(key)}</label><span class="hint" id="pair-${key}-hint">${this.t(`${key}Hint`)}</span>
      <input id="pair-${key}" name=${key} autocomplete="off" autocapitalize=${autocapitalize} spellcheck=${String(spellcheck)} maxlength="100"
        aria-invalid=${String(Boolean(wrong))} aria-describedby="pair-${key}-hint pair-${key}-wrong" />
      <p class="error" id="pair-${key}-wrong">${wrong ? this.t(wrong) : nothing}</p></div>`;
  }

  #demo() {
    return html`<section class="panel" aria-labelledby="pair-demo"><h2 id="pair-demo">${this.t('demo')}</h2><p>${this.t('demoText')}</p>
      <div class="actions">${DEMO.map(([id, words]) => html`<button type="button" @click=${() => this.#try(() => pairInDemo(`Organization/${id}`, this.t(`${words}Name`)))}>${this.t(words)}</button>`)}</div>
      <p class="soft">${this.t('demoTwo')}</p></section>`;
  }

  async #send(event) {
    event.preventDefault();
    const { code, name } = /** @type {any} */ (Object.fromEntries(new FormData(event.target)));
    const plain = codeOf(code);
    this.wrong = { ...(plain ? {} : { code: 'codeWrong' }), ...(name.trim() ? {} : { name: 'nameWrong' }) };
    await this.updateComplete;
    const [first] = Object.keys(this.wrong);
    if (first) /** @type {HTMLElement} */ (this.querySelector(`#pair-${first}`)).focus();
    else await this.#try(() => pair(plain, name.trim()));
  }

  /** @param {() => Promise<unknown>} register */
  async #try(register) {
    this.told = { kind: 'loading' };
    try {
      await register();
      this.told = undefined;
      this.tell('paired');
    } catch (failure) {
      if (!(failure instanceof DeviceProblem)) console.warn('the tablet was not paired', failure);
      const refused = failure instanceof DeviceProblem && failure.status < 500;
      if (refused && failure.status === 400) {
        this.told = undefined;
        this.wrong = { code: 'codeRefused' };
      } else {
        this.told = { kind: 'failed', why: refused ? { kind: 'wrong', text: failure.message } : { kind: 'away' } };
      }
    }
  }
}
customElements.define('ems-pair', EmsPair);
