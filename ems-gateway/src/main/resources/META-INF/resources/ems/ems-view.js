// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { VIEWS } from './views.js';

/** One view by its `view` key: loads its module, makes its element and hands on what it needs; the heading gets the focus if `moved`. */
class EmsView extends KitElement {
  static properties = { view: {}, hub: { attribute: false }, state: { attribute: false }, detail: { attribute: false }, moved: { type: Boolean }, loaded: { state: true } };

  constructor() {
    super();
    this.loaded = /** @type {any} */ ({ kind: 'loading' });
  }

  firstUpdated() {
    this.#load();
  }

  async #load() {
    this.loaded = { kind: 'loading' };
    const [, name, module] = /** @type {[string, string, string]} */ (VIEWS.find(([key]) => key === this.view));
    try {
      await import(module);
    } catch (failure) {
      console.warn('a view was not loaded', failure);
      this.loaded = { kind: 'failed', why: { kind: navigator.onLine ? 'away' : 'offline' } };
      return;
    }
    const element = Object.assign(document.createElement(name), { hub: this.hub, state: this.state, detail: this.detail });
    this.loaded = { kind: 'ready', element };
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
    if (this.loaded.kind === 'ready') return html`${this.loaded.element}`;
    return html`<kit-notice .state=${this.loaded} @again=${this.#load}></kit-notice>`;
  }
}
customElements.define('ems-view', EmsView);
