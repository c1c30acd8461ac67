// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import '../kit/kit-notice.js';
import { orders, proposals, proxies, speaks, wishes } from './wishes-model.js';
import { WORDS } from './words.js';

/** Wishes, orders and proxies, before everything else; what is not recorded is said as such. Tells `talk`: talk or proposal. */
export class CareWishes extends KitElement {
  static words = WORDS;
  static properties = { section: { attribute: false }, named: { attribute: false }, writes: { type: Boolean } };

  render() {
    return html`<section class="wishes" aria-labelledby="section-wishes">
      <h2 id="section-wishes" tabindex="-1">${this.t('section.wishes')}</h2>
      ${this.writes ? html`<div class="actions"><button type="button" @click=${() => this.tell('talk', 'talk')}>${this.t('talkOffer')}</button>
        <button type="button" @click=${() => this.tell('talk', 'proposal')}>${this.t('proposeOffer')}</button></div>` : nothing}
      ${this.section.kind === 'ready' ? this.#ready(this.section.resources) : html`<kit-notice .state=${this.section}></kit-notice>`}
    </section>`;
  }

  #ready(resources) {
    const ordered = orders(resources, this.named);
    return html`${ordered.length > 0 ? html`<h3>${this.t('orders')}</h3><ul class="plain">${ordered.map((o) => this.#order(o))}</ul>` : nothing}
      <h3>${this.t('wishes')}</h3>
      <dl class="wish-list">${wishes(resources, this.named).map((w) => this.#wish(w))}</dl>
      ${this.#proposals(proposals(resources, this.named))}
      <h3>${this.t('proxies')}</h3>
      ${this.#proxies(proxies(resources))}`;
  }

  #order(order) {
    return html`<li class="order"><strong>${order.title}</strong>
      <span class="soft">${[this.t('orderBy'), order.by, date(order.when, this.language)].filter(Boolean).join(' ')}</span></li>`;
  }

  #proposals(all) {
    if (all.length === 0) return nothing;
    return html`<h4>${this.t('proposals')}</h4><p class="soft">${this.t('proposalsText')}</p>
      <ul class="plain">${all.map((w) => html`<li>${w.topic ? this.t(`topic.${w.topic}`) : w.title}: ${this.#said(w)}
        ${w.by ? html`<p class="soft">${this.t('proposedBy').replace('{who}', w.by)}</p>` : nothing}</li>`)}</ul>`;
  }

  #wish({ topic, title, condition, latest, earlier, changed }) {
    return html`<div class="wish">
      <dt>${topic ? this.t(`topic.${topic}`) : title}${condition ? html` <span class="soft">${this.t('onlyIf').replace('{state}', condition)}</span>` : nothing}</dt>
      <dd>${latest ? this.#said(latest) : html`<p class="empty">${this.t('empty')}</p>`}
        ${changed ? html`<p class="changed">${this.t('changed')}</p>` : nothing}
        ${earlier.length > 0 ? html`<details ?open=${changed}><summary>${this.t('earlier').replace('{n}', earlier.length)}</summary>${earlier.map((w) => this.#said(w))}</details>` : nothing}</dd>
    </div>`;
  }

  #said(wish) {
    const standing = wish.standing ? this.t(`standing.${wish.standing}`) : '';
    const heard = wish.heardBy ? this.t('heardBy').replace('{who}', wish.heardBy) : '';
    return html`<div class="said">
      <p>${wish.answer ? html`<strong class="answer ${wish.answer}">${this.t(`wish.${wish.answer}`)}</strong> ` : nothing}<q lang="ja">${wish.words}</q></p>
      <p class="soft">${[standing, date(wish.when, this.language), heard].filter(Boolean).join(this.t('comma'))}</p>
    </div>`;
  }

  #proxies(people) {
    const [speakers, family] = [people.filter(speaks), people.filter((person) => !speaks(person))];
    return html`<h4>${this.t('speakers')}</h4>
      ${speakers.length > 0 ? html`<ol class="plain">${speakers.map((p) => this.#person(p, `agent.${p.rank}`))}</ol>` : html`<p class="empty">${this.t('empty')}</p>`}
      ${family.length > 0 ? html`<h4>${this.t('contacts')}</h4><ul class="plain">${family.map((p) => this.#person(p, ''))}</ul>` : nothing}`;
  }

  #person(person, role) {
    return html`<li class="contact">
      ${role ? html`<span class="tag">${this.t(role)}</span>` : nothing}
      <strong lang="ja">${person.name}</strong> <span>${person.relation}</span>
      ${person.phone ? html`<a href="tel:${person.phone}">${person.phone}</a>` : nothing}
    </li>`;
  }
}
customElements.define('care-wishes', CareWishes);
