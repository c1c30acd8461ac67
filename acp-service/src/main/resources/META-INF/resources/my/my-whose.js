// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { WORDS } from './words.js';

/** Whose record this is, on every screen, and the way to another's. Tells `go`. */
class MyWhose extends KitElement {
  static words = WORDS;
  static properties = { whose: { attribute: false }, others: { type: Boolean } };

  render() {
    const { relation, name } = this.whose;
    if (relation === 'none') return nothing;
    return html`<div class="whose ${relation}" role="region" aria-label=${this.t('whose')}>
      <div class="wrap">
        <p><strong lang="ja">${name}</strong><span>${this.t(`whose.${relation}`)}</span></p>
        ${this.others ? html`<button type="button" @click=${() => this.tell('go', 'who')}>${this.t('switch')}</button>` : nothing}
      </div>
    </div>`;
  }
}
customElements.define('my-whose', MyWhose);
