// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { chosen, hint } from './triage-model.js';
import { LEVELS, SOURCES } from './triage-rules.js';
import { WORDS } from './words-vitals.js';

/** A hint from the vital signs in `entry`, with its reasons and what is missing; the crew chooses. Tells `chosen` with the level. */
class EmsTriage extends KitElement {
  static words = WORDS;
  static properties = { entry: { attribute: false }, age: { attribute: false }, resources: { attribute: false } };

  render() {
    const now = chosen(this.resources);
    const { kind, reasons, missing } = hint(this.entry, this.age);
    const source = (key) => SOURCES[key][this.language === 'ja' ? 'ja' : 'en'];
    return html`<section class="triage" aria-labelledby="triage"><h2 id="triage">${this.t('triage')}</h2>
      <div class="notice ${kind}" aria-live="polite"><p><strong>${this.t(`hint.${kind}`)}</strong></p>
        ${reasons.length > 0 ? html`<ul>${reasons.map((one) => html`<li>${this.#word(one)}</li>`)}</ul>` : nothing}
        ${missing.length > 0 && kind !== 'child' ? html`<p>${this.t('missing')} ${missing.map((key) => this.t(`number.${key}`)).join(this.t('comma'))}</p>` : nothing}
        <p class="soft">${this.t('source')} ${source('vitals')}</p></div>
      <p>${this.t('crewChooses')}</p>
      <div class="levels" role="group" aria-labelledby="triage">${LEVELS.map((level) => html`<button type="button" class="level ${level.key}" aria-pressed=${String(now === level.key)} @click=${() => this.tell('chosen', level.key)}>
        <strong><span aria-hidden="true">${level.shape}</span> ${this.#word(level)}</strong> <span>${this.language === 'ja' ? level.means : level.meansEn}</span>${now === level.key ? html` <em>${this.t('chosen')}</em>` : nothing}</button>`)}</div>
      <p class="soft">${this.t('source')} ${source('levels')}</p></section>`;
  }

  #word(one) {
    return this.language === 'ja' ? one.ja : one.en;
  }
}
customElements.define('ems-triage', EmsTriage);
