// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { failed } from '../kit/hub.js';
import { WORDS } from './words.js';

const REASONS = 'https://tsumugi.dev/fhir/CodeSystem/break-glass-reason';
const CODES = ['life-threatening', 'cannot-be-asked', 'child-alone', 'other'];
export const BREAK_GLASS = 'BTG';

/**
 * Breaking the glass: offered on every chart and beside every search in the same words, so that the offer tells nothing.
 * Without a `patient` it asks for the id. Tells `broken` with `{ patient, until }`, or `closed`.
 */
export class CareGlass extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, patient: {}, state: { state: true }, wrong: { state: true } };

  render() {
    return html`<kit-dialog .heading=${this.t('glassTitle')} .closing=${this.t('cancel')} .content=${this.#form()}
      .actions=${html`<button class="primary" form="glass" ?disabled=${this.state?.kind === 'loading'}>${this.t('glassGo')}</button>`}></kit-dialog>`;
  }

  #form() {
    return html`<p>${this.t('glassText')}</p>
      <form id="glass" @submit=${(event) => this.#break(event)} novalidate>
        ${this.patient ? nothing : html`<div class="field"><label for="glass-id">${this.t('glassId')}</label>
          <span class="hint" id="glass-id-hint">${this.t('glassIdHint')}</span>
          <input id="glass-id" name="id" autocomplete="off" spellcheck="false" aria-describedby="glass-id-hint" /></div>`}
        <fieldset><legend>${this.t('glassReason')}</legend>
          ${CODES.map((code, index) => html`<label class="choice"><input type="radio" name="code" value=${code} ?checked=${index === 0} /> ${this.t(`reason.${code}`)}</label>`)}
        </fieldset>
        <div class="field"><label for="glass-text">${this.t('glassWords')}</label>
          <span class="hint" id="glass-text-hint">${this.t('glassWordsHint')}</span>
          <textarea id="glass-text" name="text" rows="3" maxlength="500" aria-describedby="glass-text-hint glass-error"></textarea></div>
        <p class="error" id="glass-error" role="alert">${this.wrong ? this.t('glassWrong') : nothing}</p>
        <kit-notice fixed .state=${this.state}></kit-notice>
      </form>`;
  }

  async #break(event) {
    event.preventDefault();
    const { id, code, text } = /** @type {any} */ (Object.fromEntries(new FormData(event.target)));
    const patient = this.patient ?? id.trim();
    this.wrong = text.trim().length < 5 || !/^[A-Za-z0-9.-]{1,64}$/.test(patient);
    if (this.wrong) return;
    this.state = { kind: 'loading' };
    try {
      const reason = { coding: [{ system: REASONS, code }], text: text.trim() };
      const granted = await this.hub.stating(BREAK_GLASS).operation(`Patient/${patient}/$break-glass`, [{ name: 'reason', valueCodeableConcept: reason }]);
      this.tell('broken', { patient, until: granted.parameter?.find((p) => p.name === 'until')?.valueInstant ?? '' });
    } catch (failure) {
      this.state = failed(failure);
    }
  }
}
customElements.define('care-glass', CareGlass);
