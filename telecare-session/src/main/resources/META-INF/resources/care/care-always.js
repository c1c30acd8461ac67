// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import './care-glass.js';
import './care-why.js';
import { failed } from '../kit/hub.js';
import { WORDS } from './words.js';

/**
 * What stands below every chart in the same words, with or without cause: why one sees what one sees, and breaking the
 * glass; while it is broken, also its end. Tells `opened` or `to-search`.
 */
export class CareAlways extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, patient: {}, until: {}, asking: { state: true }, ending: { state: true } };

  render() {
    return html`<section class="always" aria-labelledby="always-title">
        <h2 id="always-title">${this.t('alwaysTitle')}</h2>
        <div class="actions">
          <button type="button" @click=${() => (this.asking = 'why')}>${this.t('whyOffer')}</button>
          <button type="button" @click=${() => (this.asking = 'glass')}>${this.t('glassOffer')}</button>
          ${this.until ? html`<button type="button" @click=${this.#end}>${this.t('glassEnd')}</button>` : nothing}
        </div>
        <kit-notice fixed .state=${this.ending}></kit-notice>
        <p class="soft">${this.t('glassOfferText')}</p>
      </section>
      ${this.#asked()}`;
  }

  #asked() {
    const closed = () => (this.asking = undefined);
    if (this.asking === 'why') return html`<care-why .hub=${this.hub} .patient=${this.patient} @closed=${closed}></care-why>`;
    if (this.asking !== 'glass') return nothing;
    return html`<care-glass .hub=${this.hub} .patient=${this.patient} @closed=${closed} @broken=${({ detail }) => this.tell('opened', detail)}></care-glass>`;
  }

  async #end() {
    try {
      await this.hub.operation(`Patient/${this.patient}/$end-break-glass`);
      this.tell('to-search');
    } catch (failure) {
      this.ending = failed(failure);
    }
  }
}
customElements.define('care-always', CareAlways);
