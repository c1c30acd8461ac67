// @ts-check
import { html, nothing } from 'lit';
import './ems-glass.js';
import { EmsElement } from './element.js';
import { icon } from './icons.js';
import { WORDS } from './words-find.js';

/**
 * Nobody who may be shown: not there, never asked, revoked and refused read the same, and so does what can be done now. Tells
 * `go`.
 */
class EmsUnknown extends EmsElement {
  static words = WORDS;
  static properties = { glass: { state: true } };

  render() {
    return html`<p class="lead">${this.t('unknownText')}</p>
      <ul class="plain stack doings">
        <li class="panel">${icon('person')}<div><h2>${this.t('try')}</h2><p>${this.t('tryText')}</p>
          <p><button type="button" @click=${() => this.tell('go', { view: 'find', by: 'person' })}>${this.t('tryGo')}</button></p></div></li>
        <li class="panel">${icon('phone')}<div><h2>${this.t('callDispatch')}</h2><p>${this.t('callDispatchText')}</p></div></li>
        <li class="panel">${icon('vitals')}<div><h2>${this.t('goOn')}</h2><p>${this.t('goOnText')}</p></div></li>
        <li class="panel">${icon('warn')}<div><h2>${this.t('glass')}</h2><p>${this.t('glassText')}</p>
          <p><button type="button" @click=${() => (this.glass = true)}>${this.t('glassOffer')}</button></p></div></li>
      </ul>
      ${this.glass ? html`<ems-glass .hub=${this.hub} .state=${this.state} @closed=${() => (this.glass = false)}></ems-glass>` : nothing}`;
  }
}
customElements.define('ems-unknown', EmsUnknown);
