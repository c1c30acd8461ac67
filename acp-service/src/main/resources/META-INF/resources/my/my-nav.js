// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { icon } from './icons.js';
import { bar, side } from './views.js';
import { WORDS } from './words.js';

/** The ways to the views: at the bottom of a phone, at the side of a desk. `view` is the one that is open, `alone`: nobody's record is. Tells `go`. */
class MyNav extends KitElement {
  static words = WORDS;
  static properties = { view: {}, alone: { type: Boolean } };

  render() {
    return html`<nav class="ways" aria-label=${this.t('ways')}>
      <ul class="bottom">${bar(this.alone).map((key) => this.#way(key, `short.${key}`))}</ul>
      <ul class="side">${side(this.alone).map((key) => this.#way(key, `view.${key}`))}</ul>
    </nav>`;
  }

  #way(key, words) {
    const here = key === this.view || (key === 'menu' && !bar().includes(this.view));
    return html`<li><button type="button" aria-current=${here ? 'page' : 'false'} @click=${() => this.tell('go', key)}>${icon(key)}<span>${this.t(words)}</span></button></li>`;
  }
}
customElements.define('my-nav', MyNav);
