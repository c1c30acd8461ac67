// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { WORDS } from './words-vitals.js';

/**
 * One number of a round. `wrong`: it cannot be; `really`: it surprises; `gone`: it was looked for and could not be measured; `alone`:
 * that is not asked of it. Tells `typed`, and `gone` with whether.
 */
class EmsMeasure extends KitElement {
  static words = WORDS;
  static properties = { limits: { attribute: false }, value: {}, wrong: { type: Boolean }, really: { type: Boolean }, gone: { type: Boolean }, alone: { type: Boolean } };

  render() {
    const { key, unit, step, least, most } = this.limits;
    return html`<div class="measured ${this.really ? 'really' : ''}"><label for="number-${key}">${this.t(`number.${key}`)} <span class="soft">${unit}</span></label>
      <input id="number-${key}" inputmode=${step < 1 ? 'decimal' : 'numeric'} autocomplete="off" maxlength="5" .value=${this.value} ?disabled=${this.gone}
        aria-invalid=${String(Boolean(this.wrong))} aria-describedby="hint-${key}" @input=${({ target }) => this.tell('typed', target.value)} />
      <span class="hint" id="hint-${key}">${this.wrong ? this.t('range').replace('{least}', least).replace('{most}', most) : nothing}</span>
      ${this.alone ? nothing : html`<button type="button" class="gone" aria-pressed=${String(Boolean(this.gone))} @click=${() => this.tell('gone', !this.gone)}>${this.t('unmeasurable')}<span class="unseen">: ${this.t(`number.${key}`)}</span></button>`}
    </div>`;
  }
}
customElements.define('ems-measure', EmsMeasure);
