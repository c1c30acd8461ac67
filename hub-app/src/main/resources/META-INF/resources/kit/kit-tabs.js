// @ts-check
import { html } from 'lit';
import { KitElement } from './element.js';

/** Tabs after the ARIA pattern: arrow keys move, the chosen one alone is a stop. `tabs` is `[key, label][]`; tells `chosen`. */
export class KitTabs extends KitElement {
  static properties = { tabs: { attribute: false }, chosen: {}, label: {}, panel: {} };

  render() {
    return html`<div role="tablist" aria-label=${this.label} class="tabs" @keydown=${this.#move}>
      ${this.tabs.map(([key, label]) => this.#tab(key, label))}
    </div>`;
  }

  #tab(key, label) {
    const chosen = key === this.chosen;
    return html`<button type="button" role="tab" id="tab-${key}" aria-controls=${this.panel} aria-selected=${String(chosen)}
      tabindex=${chosen ? 0 : -1} @click=${() => this.tell('chosen', key)}>${label}</button>`;
  }

  async #move(event) {
    const keys = this.tabs.map(([key]) => key);
    const to = { ArrowRight: 1, ArrowLeft: -1, Home: -keys.indexOf(this.chosen), End: keys.length - 1 - keys.indexOf(this.chosen) }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = keys[(keys.indexOf(this.chosen) + to + keys.length) % keys.length];
    this.tell('chosen', next);
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(`#tab-${next}`))?.focus();
  }
}
customElements.define('kit-tabs', KitTabs);
