// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { icon } from './icons.js';
import { menu } from './views.js';
import { WORDS } from './words-home.js';

/** The first view. Tells `go`. */
class MyHome extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false } };

  render() {
    const { relation, name } = this.whose;
    return html`<h1 lang=${this.language}>${this.t(relation === 'self' ? 'hello' : 'helloFor').replace('{name}', name)}</h1>
      <ul class="plain doors">${menu().map((key) => html`<li><button type="button" @click=${() => this.tell('go', key)}>
        ${icon(key)}<span><strong>${this.t(`view.${key}`)}</strong><span class="soft">${this.t(`about.${key}`)}</span></span></button></li>`)}</ul>`;
  }
}
customElements.define('my-home', MyHome);
