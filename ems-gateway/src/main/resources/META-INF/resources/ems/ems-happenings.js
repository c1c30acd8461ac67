// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { LEVELS } from './triage-rules.js';
import { WORDS } from './words-log.js';

/** What was said, decided and done, as `rows` of log-model's `happenings`. */
class EmsHappenings extends KitElement {
  static words = WORDS;
  static properties = { rows: { attribute: false } };

  render() {
    if (this.rows.length === 0) return html`<p class="soft">${this.t('nothingYet')}</p>`;
    return html`<ol class="plain happenings">${this.rows.map((row) => html`<li>
      <time datetime=${row.at}>${row.time}</time>
      <div><p><span class="tag kind ${row.kind}">${this.t(`kind.${row.kind}`)}</span>${row.waiting ? html` <strong class="tag unsent">${this.t('unsent')}</strong>` : nothing}</p>
        <p lang="ja">${row.level ? this.#level(row.level) : row.text}</p>${row.who ? html`<p class="soft" lang="ja">${row.who}</p>` : nothing}</div></li>`)}</ol>`;
  }

  #level(key) {
    const level = LEVELS.find((one) => one.key === key);
    return level ? html`<span class="level ${key}"><span aria-hidden="true">${level.shape}</span> ${this.language === 'ja' ? level.ja : level.en}</span>` : nothing;
  }
}
customElements.define('ems-happenings', EmsHappenings);
