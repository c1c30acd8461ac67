// @ts-check
import { html, nothing } from 'lit';
import { date } from '../kit/dates.js';
import { KitElement } from '../kit/element.js';
import { concept } from '../kit/fhir.js';
import { about, said, sureness, TOPICS } from './wishes-model.js';
import { WORDS } from './words-wishes.js';

/** What holds, topic by topic; a physician's orders apart; what nothing is said about. Tells `revise` (a topic) and `withdraw` (a reference). */
class MyWishesList extends KitElement {
  static words = WORDS;
  static properties = { wishes: { attribute: false }, orders: { attribute: false }, conflicts: { attribute: false }, named: { attribute: false }, fixed: { type: Boolean } };

  render() {
    const open = TOPICS.filter(({ key }) => !this.wishes.some((one) => about(one) === key));
    return html`${this.wishes.length > 0 ? html`<section aria-labelledby="now"><h2 id="now">${this.t('now')}</h2><ul class="plain cards">${this.wishes.map((one) => this.#wish(one))}</ul></section>` : nothing}
      ${this.orders.length > 0 ? this.#orders() : nothing}
      ${this.fixed || open.length === 0 ? nothing : html`<section aria-labelledby="nothing"><h2 id="nothing">${this.t('nothing')}</h2>
        <ul class="plain topics">${open.map(({ key }) => html`<li><button type="button" @click=${() => this.tell('revise', key)}>${this.t(`topic.${key}`)}</button></li>`)}</ul></section>`}`;
  }

  #wish(observation) {
    const { answer, words, condition, trial } = said(observation);
    const topic = about(observation);
    const conflict = this.conflicts.find(({ wish }) => wish.startsWith(`Observation/${observation.id}`));
    return html`<li>
      <h3>${topic ? this.t(`topic.${topic}`) : concept(observation.code)}</h3>
      ${condition ? html`<p class="condition" lang="ja">${condition}</p>` : nothing}
      ${answer ? html`<p><strong class="answer">${this.t(`answer.${answer}`)}</strong>${trial ? html` <span lang="ja">(${trial})</span>` : nothing}</p>` : nothing}
      ${words ? html`<p lang="ja" class="said">${words}</p>` : nothing}
      <p class="soft">${this.#sure(observation)}</p>
      ${conflict ? html`<p class="notice failed"><strong>${this.t('conflict')}</strong> ${this.language === 'en' ? conflict.en : conflict.ja}</p>` : nothing}
      ${this.fixed ? nothing : html`<p class="actions">${topic ? html`<button type="button" aria-label="${this.t('changeOne')}: ${this.t(`topic.${topic}`)}" @click=${() => this.tell('revise', topic)}>${this.t('changeOne')}</button>` : nothing}
        <button type="button" class="link" aria-label="${this.t('withdrawOne')}: ${topic ? this.t(`topic.${topic}`) : concept(observation.code)}" @click=${() => this.tell('withdraw', `Observation/${observation.id}`)}>${this.t('withdrawOne')}</button></p>`}
    </li>`;
  }

  #sure(observation) {
    const { standing, when, heardBy, enteredBy } = sureness(observation);
    const how = { said: 'standingSaid', written: 'standingWritten', signed: 'standingSigned' }[standing];
    const who = (key, reference) => (reference && this.named(reference) ? this.t(key).replace('{who}', this.named(reference)) : '');
    return [date(when, this.language), how && this.t(how), who('heardBy', heardBy), who('enteredBy', enteredBy)].filter(Boolean).join(this.t('comma'));
  }

  #orders() {
    return html`<section aria-labelledby="orders"><h2 id="orders">${this.t('orders')}</h2><p class="soft">${this.t('ordersText')}</p>
      <ul class="plain cards orders">${this.orders.map((order) => html`<li><p lang="ja"><strong>${concept(order.orderDetail?.[0]) || concept(order.code)}</strong></p>
        <p class="soft">${this.t('orderedBy').replace('{who}', this.named(order.requester)).replace('{day}', date(order.authoredOn, this.language))}</p></li>`)}</ul></section>`;
  }
}
customElements.define('my-wishes-list', MyWishesList);
