// @ts-check
import { html, nothing } from 'lit';
import { dateTime, inJapan } from '../kit/dates.js';
import { chooseLook, look, shown } from '../kit/look.js';
import { EmsElement } from './element.js';
import { icon } from './icons.js';
import { WORDS } from './words.js';

/** What stands on top of every view: the run, whether there is a signal, who is signed on until when, and the look in one tap. `ends`: milliseconds. */
class EmsBar extends EmsElement {
  static words = WORDS;
  static properties = { ends: { type: Number }, inside: { type: Boolean } };

  render() {
    return html`<header class="bar">
      ${this.inside ? html`${this.#run()}<div class="signs">${this.#signal()}${this.#who()}</div>` : html`<p class="run"><strong>${this.t('ems')}</strong></p><div class="signs">${this.#signal()}</div>`}
      <button type="button" class="look" @click=${this.#next}>${icon(look())}<span class="unseen">${this.t('lookNow')}: </span><span class="wide">${this.t(`look.${look()}`)}</span></button>
    </header>`;
  }

  #run() {
    const { incident, desk } = this.state;
    if (!this.state.me) return html`<p class="run"><strong>${this.t('aloneRun')}</strong></p>`;
    if (desk) return html`<p class="run"><strong>${this.t('deskRun')}</strong></p>`;
    if (!incident) return html`<p class="run"><strong>${this.t('noRun')}</strong></p>`;
    const since = inJapan(incident.received).time;
    return html`<p class="run"><span class="unseen">${this.t('run')}: </span><strong>${incident.number || this.t('ownRun')}</strong>
      <span class="soft wide" lang="ja">${[since, incident.address].filter(Boolean).join(' ')}</span></p>`;
  }

  #signal() {
    const { offline, sealed, waiting } = this.state;
    const kept = waiting > 0 ? html`<span>${this.t('waiting').replace('{n}', String(waiting))}</span>` : nothing;
    if (!offline) return html`<p class="signal" role="status">${icon('signal')}<span class="wide">${this.t('online')}</span>${kept}</p>`;
    return html`<p class="signal lost" role="status">${icon('none')}<span><strong>${this.t('noSignal')}</strong> ${this.t('sealedHere').replace('{n}', String(sealed))}</span>${kept}</p>`;
  }

  #who() {
    if (!this.state.me) return nothing;
    const until = this.ends ? dateTime(new Date(this.ends).toISOString(), this.language).split(' ').at(-1) : '';
    return html`<p class="who"><span class="unseen">${this.t('signedOn')}: </span><span lang="ja">${this.state.name}</span>
      ${until ? html`<span class="soft">${this.t('until').replace('{time}', until)}</span>` : nothing}</p>`;
  }

  /** One tap from what is seen to the other; as the device is set, by the settings. */
  #next() {
    chooseLook(shown() === 'night' ? 'day' : 'night');
    this.requestUpdate();
  }
}
customElements.define('ems-bar', EmsBar);
