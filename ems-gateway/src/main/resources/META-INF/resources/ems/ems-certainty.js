// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { bars } from './find-model.js';
import { WORDS } from './words-find.js';

/** How sure it is that somebody is who was looked for: a word, and a shape of three bars. */
class EmsCertainty extends KitElement {
  static words = WORDS;
  static properties = { certainty: {} };

  render() {
    const full = bars(this.certainty);
    return html`<span class="certainty ${this.certainty}"><svg viewBox="0 0 30 16" aria-hidden="true" focusable="false">
      <rect class=${full > 0 ? 'full' : ''} x="1.5" y="2" width="7" height="12" /><rect class=${full > 1 ? 'full' : ''} x="11.5" y="2" width="7" height="12" /><rect class=${full > 2 ? 'full' : ''} x="21.5" y="2" width="7" height="12" /></svg>
      <strong>${this.t(`certainty.${this.certainty}`)}</strong></span>`;
  }
}
customElements.define('ems-certainty', EmsCertainty);
