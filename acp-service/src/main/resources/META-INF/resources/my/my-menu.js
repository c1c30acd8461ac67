// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { icon } from './icons.js';
import { menu } from './views.js';
import { WORDS } from './words.js';

/** Everything there is, each with one sentence: where a phone's bar ends. Tells `go`. */
class MyMenu extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false } };

  render() {
    return html`<h1>${this.t('view.menu')}</h1>
      <ul class="plain doors">${menu().map((key) => html`<li><button type="button" @click=${() => this.tell('go', key)}>
        ${icon(key)}<span><strong>${this.t(`view.${key}`)}</strong><span class="soft">${this.t(`about.${key}`)}</span></span></button></li>`)}</ul>`;
  }
}
customElements.define('my-menu', MyMenu);
