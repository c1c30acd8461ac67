// @ts-check
import { KitElement } from '../kit/element.js';

/** The base of a view: gets `hub`, `state` and `detail`, and is drawn anew when the state changes. */
export class EmsElement extends KitElement {
  static properties = { hub: { attribute: false }, state: { attribute: false }, detail: { attribute: false } };

  #changed = () => this.requestUpdate();
  #heard = /** @type {EventTarget | undefined} */ (undefined);

  constructor() {
    super();
    /** @type {import('../kit/hub.js').Hub} */
    this.hub;
    /** @type {import('./state.js').EmsState} */
    this.state;
    /** @type {any} */
    this.detail;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#heard = this.state;
    this.#heard?.addEventListener('change', this.#changed);
  }

  disconnectedCallback() {
    this.#heard?.removeEventListener('change', this.#changed);
    super.disconnectedCallback();
  }
}
