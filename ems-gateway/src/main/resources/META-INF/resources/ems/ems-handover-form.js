// @ts-check
import { html, nothing } from 'lit';
import { failed } from '../kit/hub.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { HOURS, MINUTES } from './handover-model.js';
import { hospitals } from './hospital-model.js';
import { organizations, services } from './open-data.js';
import { LEVELS } from './triage-rules.js';
import { WORDS } from './words-handover.js';

/** To whom, when they arrive, how urgent, for how long: `hospital` and `urgency` as they were chosen before. Tells `written`. */
class EmsHandoverForm extends KitElement {
  static words = WORDS;
  static properties = {
    hub: { attribute: false }, hospital: { attribute: false }, urgency: {}, going: { attribute: false },
    places: { state: true }, minutes: { state: true }, level: { state: true }, wrong: { state: true },
  };

  constructor() {
    super();
    this.places = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    this.places = { kind: 'loading' };
    try {
      const [all, offered] = await Promise.all([organizations(this.hub), services(this.hub)]);
      this.places = { kind: 'ready', rows: hospitals(all, offered, [], []) };
    } catch (failure) {
      this.places = failed(failure);
    }
  }

  render() {
    const level = this.level ?? this.urgency;
    return html`<form class="handover" @submit=${(event) => this.#send(event, level)} novalidate>
      ${this.#whither()}
      <fieldset><legend id="eta-label">${this.t('eta')}</legend><div class="chips" role="group" aria-labelledby="eta-label">${MINUTES.map((one) => html`<button type="button" class="large" aria-pressed=${String(this.minutes === one)} @click=${() => (this.minutes = this.minutes === one ? undefined : one)}>${this.t('minutes').replace('{n}', String(one))}</button>`)}</div></fieldset>
      <fieldset><legend id="level-label">${this.t('urgency')}</legend><div class="chips" role="group" aria-labelledby="level-label">${LEVELS.map((one) => html`<button type="button" class="large level ${one.key}" aria-pressed=${String(level === one.key)} @click=${() => (this.level = one.key)}><span aria-hidden="true">${one.shape}</span> ${this.language === 'ja' ? one.ja : one.en}</button>`)}</div></fieldset>
      <div class="field"><label for="handover-note">${this.t('note')}</label><textarea id="handover-note" name="note" rows="2" lang="ja"></textarea></div>
      <div class="field"><label for="handover-hours">${this.t('hours')}</label><span class="hint" id="hours-hint">${this.t('hoursHint').replace('{most}', String(HOURS.most))}</span>
        <input id="handover-hours" name="hours" inputmode="numeric" maxlength="2" .defaultValue=${String(HOURS.usual)} aria-describedby="hours-hint" /></div>
      <p class="error" role="alert">${this.wrong ? this.t(this.wrong) : nothing}</p>
      <kit-notice fixed .state=${this.going}></kit-notice>
      <p><button class="primary large wide-button" ?disabled=${this.going?.kind === 'loading'}>${this.t('go')}</button></p></form>`;
  }

  #whither() {
    if (this.places.kind !== 'ready' && !this.hospital) return html`<kit-notice .state=${this.places} @again=${() => this.#load()}></kit-notice>`;
    const rows = this.places.rows ?? [this.hospital];
    return html`<div class="field"><label for="handover-to">${this.t('to')}</label>
      <select id="handover-to" name="to" lang="ja"><option value="">${this.t('toChoose')}</option>${rows.map((one) => html`<option value=${one.id} ?selected=${one.id === this.hospital?.id}>${one.name}</option>`)}</select></div>`;
  }

  #send(event, level) {
    event.preventDefault();
    const form = new FormData(event.target);
    const organization = String(form.get('to') ?? '');
    const hours = Number(String(form.get('hours')).normalize('NFKC'));
    this.wrong = !organization ? 'wrongTo' : !(Number.isInteger(hours) && hours >= 1 && hours <= HOURS.most) ? 'wrongHours' : '';
    if (!this.wrong) this.tell('written', { organization, minutes: this.minutes, urgency: level ?? '', note: String(form.get('note')), hours });
  }
}
customElements.define('ems-handover-form', EmsHandoverForm);
