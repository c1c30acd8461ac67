// @ts-check
import { html, nothing } from 'lit';
import { failed } from '../kit/hub.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { EmsElement } from './element.js';
import { one } from './params.js';
import { WORDS } from './words-glass.js';

const REASONS = 'https://tsumugi.dev/fhir/CodeSystem/break-glass-reason';
const CODES = ['life-threatening', 'cannot-be-asked', 'child-alone', 'other'];

/**
 * Breaking the glass: offered to every crew in the same words, so that the offer tells nothing. The hub may want a surer
 * sign-on than badge and PIN; then the app asks for it, and what the hub says to it is shown as it is. Tells `go` or `closed`.
 */
class EmsGlass extends EmsElement {
  static words = WORDS;
  static properties = { told: { state: true }, wrong: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, string>} */
    this.wrong = {};
  }

  render() {
    return html`<kit-dialog .heading=${this.t('title')} .closing=${this.t('cancel')} .content=${this.#form()}
      .actions=${html`<button class="primary" form="glass" ?disabled=${this.told?.kind === 'loading'}>${this.t('break')}</button>`}></kit-dialog>`;
  }

  #form() {
    return html`<p>${this.t('text')}</p><p class="soft">${this.t('sure')}</p>
      <form id="glass" @submit=${(event) => this.#break(event)} novalidate>
        <div class="field"><label for="glass-id">${this.t('id')}</label><span class="hint" id="glass-id-hint">${this.t('idHint')}</span>
          <input id="glass-id" name="id" autocomplete="off" spellcheck="false" aria-invalid=${String(Boolean(this.wrong.id))} aria-describedby="glass-id-hint glass-id-wrong" />
          <p class="error" id="glass-id-wrong">${this.wrong.id ? this.t(this.wrong.id) : nothing}</p></div>
        <fieldset><legend>${this.t('reason')}</legend>
          ${CODES.map((code, index) => html`<label class="choice"><input type="radio" name="code" value=${code} ?checked=${index === 0} /> ${this.t(`reason.${code}`)}</label>`)}
        </fieldset>
        <div class="field"><label for="glass-text">${this.t('words')}</label><span class="hint" id="glass-text-hint">${this.t('wordsHint')}</span>
          <textarea id="glass-text" name="text" rows="2" maxlength="500" aria-invalid=${String(Boolean(this.wrong.text))} aria-describedby="glass-text-hint glass-text-wrong"></textarea>
          <p class="error" id="glass-text-wrong">${this.wrong.text ? this.t(this.wrong.text) : nothing}</p></div>
        <kit-notice fixed .state=${this.told}></kit-notice>
      </form>`;
  }

  async #break(event) {
    event.preventDefault();
    const { id, code, text } = /** @type {any} */ (Object.fromEntries(new FormData(event.target)));
    const patient = id.normalize('NFKC').trim().replace(/^Patient\//, '');
    this.wrong = { ...(/^[A-Za-z0-9.-]{1,64}$/.test(patient) ? {} : { id: 'idWrong' }), ...(text.trim().length >= 5 ? {} : { text: 'wordsWrong' }) };
    await this.updateComplete;
    const [first] = Object.keys(this.wrong);
    if (first) {
      /** @type {HTMLElement} */ (this.querySelector(`#glass-${first}`)).focus();
      return;
    }
    this.told = { kind: 'loading' };
    try {
      const reason = { coding: [{ system: REASONS, code }], text: text.trim() };
      const granted = await this.hub.stating('BTG').operation(`Patient/${patient}/$break-glass`, [{ name: 'reason', valueCodeableConcept: reason }]);
      this.tell('go', { view: 'broken', patient, until: one(granted, 'until') });
    } catch (failure) {
      this.told = failed(failure);
    }
  }
}
customElements.define('ems-glass', EmsGlass);
