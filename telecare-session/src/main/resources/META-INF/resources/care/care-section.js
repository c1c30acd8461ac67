// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import '../kit/kit-document.js';
import '../kit/kit-series.js';
import { lines } from '../kit/lines.js';
import { series } from '../kit/series-model.js';
import { WORDS } from './words.js';

/** One section of the chart, by its `name`. An empty one says the one sentence; a failed one says so. */
export class CareSection extends KitElement {
  static words = WORDS;
  static properties = { name: {}, section: { attribute: false }, named: { attribute: false }, hub: { attribute: false } };

  render() {
    return html`<section class="section" aria-labelledby="section-${this.name}">
      <h2 id="section-${this.name}" tabindex="-1">${this.t(`section.${this.name}`)}</h2>
      ${this.section.kind === 'ready' ? this.#ready(this.section) : html`<kit-notice .state=${this.section}></kit-notice>`}
    </section>`;
  }

  #ready({ resources, more }) {
    const measured = ['vitals', 'results'].includes(this.name) ? series(resources) : [];
    const listed = lines(measured.length > 0 ? resources.filter((r) => r.resourceType !== 'Observation') : resources, this.named);
    if (measured.length + listed.length === 0) return html`<kit-notice .state=${{ kind: 'empty' }}></kit-notice>`;
    return html`${measured.map((group) => html`<kit-series .group=${group}></kit-series>`)}
      ${listed.length > 0 ? html`<ul class="plain lines">${listed.map((line) => this.#line(line, resources))}</ul>` : nothing}
      ${more ? html`<p class="notice">${this.t('sectionMore')}</p>` : nothing}`;
  }

  #line(line, resources) {
    return html`<li class=${line.past ? 'past' : ''}>
      <p><strong lang="ja">${line.title}</strong>
        ${line.severe ? html`<span class="tag severe">${this.t('severe')}</span>` : nothing}
        ${line.explicit ? html`<span class="tag">${this.t('explicit')}</span>` : nothing}
        ${line.past ? html`<span class="tag">${this.t('past')}</span>` : nothing}</p>
      ${line.details.map((detail) => html`<p lang="ja">${detail}</p>`)}
      ${line.when || line.by ? html`<p class="soft">${[dateTime(line.when, this.language), line.by].filter(Boolean).join(this.t('comma'))}</p>` : nothing}
      ${line.type === 'DocumentReference' ? this.#contents(resources.find((r) => `DocumentReference/${r.id}` === line.id)) : nothing}
    </li>`;
  }

  #contents(document) {
    return (document?.content ?? []).map(({ attachment }) => html`<kit-document .hub=${this.hub} .attachment=${attachment}></kit-document>`);
  }
}
customElements.define('care-section', CareSection);
