// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { concept, extension } from '../kit/fhir.js';
import { about, earlier, latestFirst, said } from './wishes-model.js';
import { WORDS } from './words-wishes.js';

const REVOKED = 'http://hl7.org/fhir/us/pacio-adi/StructureDefinition/adi-document-revoke-status';

/** Versions that were signed, and what was said before. */
class MyWishesHistory extends KitElement {
  static words = WORDS;
  static properties = { wishes: { attribute: false }, plans: { attribute: false }, named: { attribute: false } };

  render() {
    const before = earlier(this.wishes);
    if (before.length + this.plans.length === 0) return nothing;
    return html`<details class="history"><summary>${this.t('history')}</summary><p>${this.t('historyText')}</p>
      ${this.plans.length > 0 ? html`<h3>${this.t('versions')}</h3><ul class="plain lines">${[...this.plans].sort(latestFirst).map((plan) => this.#version(plan))}</ul>` : nothing}
      ${before.length > 0 ? html`<h3>${this.t('earlierWishes')}</h3><ul class="plain lines">${before.map((wish) => this.#wish(wish))}</ul>` : nothing}
    </details>`;
  }

  #version(plan) {
    const state = extension(plan, REVOKED)?.valueCode ?? plan.status;
    return html`<li><strong>${date(plan.date, this.language)}</strong> <span class="tag">${this.t(`version.${state}`)}</span></li>`;
  }

  #wish(wish) {
    const { answer, words, condition } = said(wish);
    const topic = about(wish);
    return html`<li class="past"><p><strong>${topic ? this.t(`topic.${topic}`) : concept(wish.code)}</strong> ${wish.status === 'cancelled' ? html`<span class="tag">${this.t('cancelled')}</span>` : nothing}</p>
      <p lang="ja">${[condition, answer && this.t(`answer.${answer}`), words].filter(Boolean).join(this.t('comma'))}</p>
      <p class="soft">${date(wish.effectiveDateTime, this.language)}</p></li>`;
  }
}
customElements.define('my-wishes-history', MyWishesHistory);
