// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { lines } from '../kit/lines.js';
import { series } from '../kit/series-model.js';
import './my-measure.js';
import { explainedBy, keyOf, MEASURED, supply } from './record-model.js';
import { WORDS } from './words-record.js';

/** One section of the record, by its `name`: measurements as series, the rest as lines; an empty one says the one sentence. */
class MySection extends KitElement {
  static words = WORDS;
  static properties = { name: {}, section: { attribute: false }, named: { attribute: false }, plain: { attribute: false } };

  render() {
    return html`<section class="section" aria-labelledby="section-${this.name}">
      <h2 id="section-${this.name}" tabindex="-1">${this.t(`section.${this.name}`)}</h2>
      ${this.section.kind === 'ready' ? this.#ready(this.section) : html`<kit-notice .state=${this.section}></kit-notice>`}
    </section>`;
  }

  #ready({ resources, more }) {
    const measured = MEASURED.includes(this.name) ? series(resources) : [];
    const listed = lines(measured.length > 0 ? resources.filter((r) => r.resourceType !== 'Observation') : resources, this.named);
    if (measured.length + listed.length === 0) return html`<kit-notice .state=${{ kind: 'empty' }}></kit-notice>`;
    const past = listed.filter((line) => line.past && !this.#always());
    return html`${measured.map((group) => this.#measure(group, resources))}
      ${this.#list(listed.filter((line) => !past.includes(line)), resources)}
      ${past.length > 0 ? html`<details><summary>${this.t('pastShow').replace('{n}', String(past.length))}</summary>${this.#list(past, resources)}</details>` : nothing}
      ${more ? html`<p class="notice">${this.t('more')}</p>` : nothing}`;
  }

  /** What is past by its nature is not put away for it. */
  #always() {
    return ['encounters', 'immunizations', 'procedures', 'results'].includes(this.name);
  }

  #measure(group, resources) {
    const newest = resources.find((r) => r.id === group.rows[0].id);
    return html`<my-measure .group=${group} .newest=${newest} .words=${this.plain.get(keyOf(explainedBy(newest)))}></my-measure>`;
  }

  #list(listed, resources) {
    return listed.length > 0 ? html`<ul class="plain cards">${listed.map((line) => this.#line(line, resources.find((r) => `${r.resourceType}/${r.id}` === line.id)))}</ul>` : nothing;
  }

  /** The number of a dose is the one detail that is no text of the record. */
  #detail(detail) {
    const [, dose] = /^#(\d+)$/.exec(detail) ?? [];
    return dose ? html`<p>${this.t('dose').replace('{n}', dose)}</p>` : html`<p lang="ja">${detail}</p>`;
  }

  #line(line, resource) {
    const words = this.plain.get(keyOf(explainedBy(resource)))?.plain[this.language];
    const given = supply(resource);
    return html`<li>
      <p><strong lang="ja">${line.title}</strong>
        ${line.severe ? html`<span class="tag severe">${this.t('severe')}</span>` : nothing}
        ${line.explicit ? html`<span class="tag">${this.t('explicit')}</span>` : nothing}</p>
      ${words ? html`<p class="meaning"><span class="soft">${this.t(this.name === 'medication' ? 'purpose' : 'plainly')}:</span> ${words}</p>` : nothing}
      ${line.details.map((detail) => this.#detail(detail))}
      ${line.when || line.by || given ? html`<p class="soft">${[dateTime(line.when, this.language), line.by, given ? this.t('supply').replace('{n}', given) : ''].filter(Boolean).join(this.t('joined'))}</p>` : nothing}
    </li>`;
  }
}
customElements.define('my-section', MySection);
