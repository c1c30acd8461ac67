// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { LIGHT } from './vitals-model.js';
import { WORDS } from './words-vitals.js';

/** The pupils: size and reaction to light, the person's right first. Tells `entered` with what of the `entry` changed. */
class EmsEyes extends KitElement {
  static words = WORDS;
  static properties = { entry: { attribute: false }, wrong: { attribute: false } };

  render() {
    return html`<fieldset class="eyes"><legend>${this.t('pupils')}</legend>${['right', 'left'].map((side) => this.#side(side))}</fieldset>`;
  }

  #side(side) {
    const { pupils } = this.entry;
    const put = (part) => this.tell('entered', { pupils: { ...pupils, ...part } });
    const light = pupils[`${side}Light`];
    return html`<div class="measured"><label for="pupil-${side}">${this.t(`number.${side}`)} <span class="soft">mm</span></label>
      <input id="pupil-${side}" inputmode="decimal" autocomplete="off" maxlength="4" .value=${pupils[side] ?? ''} aria-invalid=${String(this.wrong.includes(side))} @input=${({ target }) => put({ [side]: target.value })} />
      <div class="chips" role="group" aria-label=${this.t(`light.${side}`)}>${LIGHT.map((one) => html`<button type="button" aria-pressed=${String(light === one)} @click=${() => put({ [`${side}Light`]: light === one ? '' : one })}>${this.t(`light.${one}`)}</button>`)}</div></div>`;
  }
}
customElements.define('ems-eyes', EmsEyes);
