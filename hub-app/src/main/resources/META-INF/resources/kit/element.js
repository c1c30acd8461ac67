// @ts-check
/** The base of every element: in the page's own tree, so that one style sheet, one print and one accessibility tree hold for all. */
import { LitElement } from 'lit';
import { say } from './i18n.js';
import { language, onLanguage } from './language.js';

export class KitElement extends LitElement {
  /** @type {Record<string, Record<string, string>>} by language, then by key */
  static words = {};

  #stop = () => {};

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = onLanguage(() => this.requestUpdate());
  }

  disconnectedCallback() {
    this.#stop();
    super.disconnectedCallback();
  }

  get language() {
    return language();
  }

  /** @param {string} key  of this element's own words */
  t(key) {
    return say(/** @type {typeof KitElement} */ (this.constructor).words, language(), key);
  }

  /** @param {string} type @param {unknown} [detail] */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
