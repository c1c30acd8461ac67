// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from './element.js';
import { KIT_WORDS } from './kit-words.js';

/**
 * What stands where data would: `state` is `{ kind: 'loading' | 'empty' | 'failed', why? }`, `why` as a HubProblem says it.
 * An empty place always says the one sentence. A failure tells `again` when asked to. Told to screen readers politely.
 */
export class KitNotice extends KitElement {
  static words = KIT_WORDS;
  static properties = { state: { attribute: false }, fixed: { type: Boolean } };

  render() {
    return html`<div aria-live="polite">${this.#inside()}</div>`;
  }

  #inside() {
    switch (this.state?.kind) {
      case 'loading':
        return html`<p class="soft">${this.t('loading')}</p>`;
      case 'empty':
        return html`<p class="empty">${this.t('empty')}</p>`;
      case 'failed':
        return this.#failed(this.state.why);
      default:
        return nothing;
    }
  }

  #failed(why) {
    const again = html`<button type="button" @click=${() => this.tell('again')}>${this.t('again')}</button>`;
    return html`<div class="notice failed">
      <p>${this.t(`why.${why.kind}`)}</p>
      ${why.text ? html`<p class="soft">${this.t('hubSays')}: <span lang=${/[\u3040-\u30ff\u4e00-\u9fff]/.test(why.text) ? 'ja' : 'en'}>${why.text}</span></p>` : nothing}
      ${this.fixed ? nothing : again}
    </div>`;
  }
}
customElements.define('kit-notice', KitNotice);
