// @ts-check
import { html, nothing } from 'lit';
import { inJapan } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { icon } from './icons.js';
import { has } from './views.js';
import { WORDS } from './words-sheet.js';

/** The doctor who confirms: called with one tap; what they say is written down in the view `doctor`, unless `bare`, and the `word` that holds stands here. Tells `go`. */
class EmsCall extends KitElement {
  static words = WORDS;
  static properties = { doctors: { attribute: false }, word: { attribute: false }, bare: { type: Boolean } };

  render() {
    return html`<section class="block call" aria-labelledby="block-call"><h2 id="block-call">${this.t('doctorToCall')}</h2>
      <div aria-live="polite">${this.word ? this.#word(this.word) : nothing}</div>
      ${this.doctors.length > 0 ? html`<ul class="plain">${this.doctors.map((doctor) => this.#doctor(doctor))}</ul>` : html`<p class="empty">${this.t('noDoctor')}</p>`}
      ${has('doctor') && !this.bare ? html`<p><button type="button" @click=${() => this.tell('go', { view: 'doctor', doctors: this.doctors })}>${icon('doctor')} ${this.t('writeWord')}</button></p>` : nothing}
    </section>`;
  }

  #word({ at, who, text, waiting }) {
    return html`<div class="word"><p><strong>${this.t('doctorSaid')}</strong> <time datetime=${at}>${inJapan(at).time}</time> <span lang="ja">${who}</span>
        ${waiting ? html`<strong class="tag unsent">${this.t('unsent')}</strong>` : nothing}</p>
      <blockquote lang="ja">${text}</blockquote></div>`;
  }

  #doctor({ role, name, organization, phones, nights }) {
    return html`<li><span class="text"><span class="soft">${this.t(`role.${role}`)}</span> <span lang="ja">${[name, organization].filter(Boolean).join(' ')}</span></span>
      ${[...phones.slice(0, 1).map((phone) => [phone, '']), ...nights.slice(0, 1).map((phone) => [phone, this.t('night')])].map(
        ([phone, when]) => html`<a class="tel" href="tel:${phone.replace(/[^\d+]/g, '')}">${icon('phone')}${phone}${when ? html` <small>${when}</small>` : nothing}</a>`)}
      ${phones.length + nights.length === 0 ? html`<span class="soft">${this.t('noNumber')}</span>` : nothing}</li>`;
  }
}
customElements.define('ems-call', EmsCall);
