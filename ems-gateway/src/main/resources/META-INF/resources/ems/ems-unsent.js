// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { kind } from './log-model.js';
import { again, deliver, drop } from './outbox.js';
import { WORDS } from './words-log.js';

/** What of a `log` waits on this device alone, and what the hub did not take: that is for somebody to decide. */
class EmsUnsent extends KitElement {
  static words = WORDS;
  static properties = { log: { attribute: false }, hub: { attribute: false } };

  render() {
    const { waiting, refused, why, known } = this.log;
    return html`<div aria-live="polite">
      ${waiting.size > 0 ? html`<p class="notice unsent"><strong class="tag">${this.t('unsent')}</strong> ${this.t('unsentCount').replace('{n}', String(waiting.size))}</p>` : nothing}
      ${why && !known ? html`<p class="notice">${this.t('logUnknown')}</p>` : nothing}
      ${why && known ? html`<p class="soft">${this.t('logOld')}</p>` : nothing}</div>
      ${refused ? this.#refused(refused) : nothing}`;
  }

  #refused({ id, why, resources }) {
    const what = resources.map((one) => this.t(`kind.${kind(one) || 'vitals'}`));
    return html`<div class="notice failed" role="alert"><p><strong>${this.t('refusedTitle')}</strong> ${[...new Set(what)].join(this.t('comma'))}</p>
      <kit-notice fixed .state=${{ kind: 'failed', why }}></kit-notice>
      <p class="actions"><button type="button" @click=${() => this.#decide(again, id)}>${this.t('tryAgain')}</button>
        <button type="button" @click=${() => this.#decide(drop, id)}>${this.t('discard')}</button></p></div>`;
  }

  async #decide(how, id) {
    await how(id);
    await deliver(this.hub);
  }
}
customElements.define('ems-unsent', EmsUnsent);
