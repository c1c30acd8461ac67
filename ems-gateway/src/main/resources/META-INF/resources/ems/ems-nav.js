// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { icon } from './icons.js';
import { wayOf, ways } from './views.js';
import { WORDS } from './words.js';

/** The ways: at the side of a tablet, at the bottom of a phone. `view` is the one that is open, `desk`: of a hospital, `alone`: nobody is signed on. Tells `go`. */
class EmsNav extends KitElement {
  static words = WORDS;
  static properties = { view: {}, desk: { type: Boolean }, alone: { type: Boolean } };

  /** Where there is no room for all of them, the one that is open is seen. */
  updated() {
    const here = this.querySelector('[aria-current=page]');
    if (here) this.scrollLeft += here.getBoundingClientRect().left - this.getBoundingClientRect().left - (this.clientWidth - here.clientWidth) / 2;
  }

  render() {
    return html`<nav class="ways" aria-label=${this.t('ways')}><ul>
      ${ways(this.desk, this.alone).map((key) => html`<li><button type="button" aria-current=${key === wayOf(this.view, this.alone) ? 'page' : 'false'} @click=${() => this.tell('go', key)}>
        ${icon(key)}<span>${this.t(`short.${key}`)}</span></button></li>`)}
    </ul></nav>`;
  }
}
customElements.define('ems-nav', EmsNav);
