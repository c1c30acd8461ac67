// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { day, ERAS, NOTHING, places, press, whole } from './era-model.js';
import { WORDS } from './words-find.js';

/** Big keys for a birth date in the Japanese calendar or in ours. Tells `day` with `{ typed, done }`. */
class EmsEraPad extends KitElement {
  static words = WORDS;
  static properties = { typed: { state: true } };

  constructor() {
    super();
    this.typed = NOTHING;
  }

  render() {
    const { year, month, day: dayOfMonth } = places(this.typed);
    const wrong = whole(this.typed) && !day(this.typed);
    return html`<div class="pad" role="group" aria-label=${this.t('pad')}>
      <div class="eras" role="group" aria-label=${this.t('era')}>${ERAS.map((era) => html`<button type="button" lang="ja" aria-pressed=${String(era === this.typed.era)} @click=${() => this.#press(era)}>${era}</button>`)}</div>
      <p class="keyed" role="status" lang="ja">${this.typed.era} <strong>${year}</strong>年 <strong>${month}</strong>月 <strong>${dayOfMonth}</strong>日</p>
      <p class="soft">${this.t('padText')}</p>
      ${wrong ? html`<p class="error" role="alert">${this.t('birthWrong')}</p>` : nothing}
      <div class="keys">${['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((key) => this.#key(key))}
        <button type="button" @click=${() => this.#press('clear')}>${this.t('clear')}</button>${this.#key('0')}
        <button type="button" @click=${() => this.#press('back')}>${this.t('back')}</button></div></div>`;
  }

  #key(key) {
    return html`<button type="button" @click=${() => this.#press(key)}>${key}</button>`;
  }

  #press(key) {
    this.typed = press(this.typed, key);
    const { year, month, day: dayOfMonth } = places(this.typed);
    const found = day(this.typed);
    if (found) this.tell('day', { typed: this.typed.era === '西暦' ? found : `${this.typed.era}${Number(year)}年${Number(month)}月${Number(dayOfMonth)}日`, done: true });
  }
}
customElements.define('ems-era-pad', EmsEraPad);
