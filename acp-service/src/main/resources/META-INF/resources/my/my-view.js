// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { VIEWS } from './views.js';
import { WORDS } from './words.js';

/** One view by its `view` key: loads its module, makes its element and hands on what it needs; the heading gets the focus if `moved`. */
class MyView extends KitElement {
  static words = WORDS;
  static properties = { view: {}, hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, moved: { type: Boolean }, state: { state: true } };

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    this.state = { kind: 'loading' };
    const [, name, module] = /** @type {[string, string, string]} */ (VIEWS.find(([key]) => key === this.view));
    try {
      await import(module);
    } catch (failure) {
      console.warn('a view was not loaded', failure);
      this.state = { kind: 'failed', why: { kind: navigator.onLine ? 'away' : 'offline' } };
      return;
    }
    const element = Object.assign(document.createElement(name), { hub: this.hub, whose: this.whose, detail: this.detail });
    this.state = { kind: 'ready', element };
    await this.updateComplete;
    if (this.moved) this.#focus(element);
  }

  /** Who listens is told where they are now. */
  async #focus(element) {
    await element.updateComplete;
    const heading = element.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }

  render() {
    if (this.state.kind === 'ready') return html`${this.state.element}`;
    return html`<kit-notice .state=${this.state} @again=${this.#load}></kit-notice>`;
  }
}
customElements.define('my-view', MyView);
