// @ts-check
import { html } from 'lit';
import { inJapan } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-dialog.js';
import { typedTime } from './times-model.js';
import { WORDS } from './words-log.js';

/** Corrects when something happened (`name`, `when`). Tells `written` with the FHIR dateTime, and `closed`. */
class EmsTime extends KitElement {
  static words = WORDS;
  static properties = { name: {}, when: {}, wrong: { state: true } };

  render() {
    return html`<kit-dialog .heading=${`${this.t('correct')}: ${this.name}`} .closing=${this.t('cancel')}
      .content=${html`<form id="time" @submit=${(event) => this.#send(event)} novalidate>
        <label for="time-at">${this.t('timeAt')}</label> <span class="hint" id="time-hint">${this.t('timeHint')}</span>
        <input id="time-at" name="at" inputmode="numeric" autocomplete="off" maxlength="6" .defaultValue=${inJapan(this.when).time} aria-describedby="time-hint time-error" aria-invalid=${String(Boolean(this.wrong))} />
        <p class="error" id="time-error" role="alert">${this.wrong ? this.t('timeWrong') : ''}</p></form>`}
      .actions=${html`<button class="primary" form="time">${this.t('correct')}</button>`}></kit-dialog>`;
  }

  #send(event) {
    event.preventDefault();
    const at = typedTime(String(new FormData(event.target).get('at')), new Date());
    this.wrong = at === undefined;
    if (at) this.tell('written', at);
  }
}
customElements.define('ems-time', EmsTime);
