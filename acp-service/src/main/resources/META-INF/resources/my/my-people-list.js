// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { WORDS } from './words-people.js';

/** The people in their groups. Tells `move` (id, by), `silence`, `emergency`, `ask` and `end`, each with the person. */
class MyPeopleList extends KitElement {
  static words = WORDS;
  static properties = { groups: { attribute: false }, me: {}, fixed: { type: Boolean } };

  render() {
    const { speakers, helpers, calls, silent } = this.groups;
    return html`<section aria-labelledby="speakers"><h2 id="speakers">${this.t('speakers')}</h2><p class="soft">${this.t('speakersText')}</p>
        ${speakers.length > 0 ? html`<ol class="plain cards">${speakers.map((one) => this.#role(one))}</ol>` : html`<p class="empty">${this.t('speakersNone')}</p>`}</section>
      ${helpers.length > 0 ? html`<section aria-labelledby="helpers"><h2 id="helpers">${this.t('helpers')}</h2><ul class="plain cards">${helpers.map((one) => this.#role(one))}</ul></section>` : nothing}
      <section aria-labelledby="calls"><h2 id="calls">${this.t('calls')}</h2><p class="soft">${this.t('callsText')}</p>
        ${calls.length > 0 ? html`<ol class="plain cards numbered">${calls.map((one, i) => this.#call(one, i, calls.length))}</ol>` : html`<p class="empty">${this.t('callsNone')}</p>`}</section>
      ${silent.length > 0 ? html`<section aria-labelledby="silent"><h2 id="silent">${this.t('silent')}</h2><p class="soft">${this.t('silentText')}</p>
        <ul class="plain cards">${silent.map((one) => html`<li>${this.#who(one)}${this.#silence(one)}</li>`)}</ul></section>` : nothing}`;
  }

  #who(one) {
    const relation = this.language === 'en' && one.relationCode ? this.#relation(one.relationCode) : one.relation || this.#relation(one.relationCode);
    return html`<p><strong lang="ja">${one.name}</strong> <span class="soft">${relation}</span></p>`;
  }

  #relation(code) {
    return `rel.${code}` in WORDS.ja ? this.t(`rel.${code}`) : '';
  }

  #role(one) {
    const mine = [`Patient/${one.account}`, `RelatedPerson/${one.id}`].includes(this.me);
    return html`<li>${this.#who(one)}
      <p><span class="tag">${this.t(`role.${one.role}`)}</span> ${this.t(`state.${one.state}`)}</p>
      ${['agent', 'alternate'].includes(one.role) ? html`<p>${this.t(one.mayDecide ? 'decides' : 'conveys')}</p>` : nothing}
      ${one.powers.length > 0 ? html`<p class="soft">${one.powers.map((power) => this.t(`power.${power}`)).join(this.t('comma'))}</p>` : nothing}
      ${one.limits ? html`<p lang="ja">${this.t('limits').replace('{limits}', one.limits)}</p>` : nothing}
      ${(this.fixed && !mine) || ['guardian', 'parent'].includes(one.role) ? nothing : html`<p class="actions">
        ${one.state === 'invited' && !mine ? this.#button('askAgain', one, 'ask') : nothing} ${this.#button(mine ? 'resign' : 'endRole', one, 'end')}</p>`}</li>`;
  }

  #button(words, one, type) {
    return html`<button type="button" aria-label="${this.t(words)}: ${one.name}" @click=${() => this.tell(type, one)}>${this.t(words)}</button>`;
  }

  #call(one, i, all) {
    const move = (words, by, off) => html`<button type="button" ?disabled=${off} aria-label="${this.t(words)}: ${one.name}" @click=${() => this.tell('move', { id: one.id, by })}>${this.t(words)}</button>`;
    return html`<li>${this.#who(one)}
      <p>${one.phones.length > 0 ? one.phones.map((phone) => html`<a href="tel:${phone}">${phone}</a> `) : html`<span class="soft">${this.t('noPhone')}</span>`}
        ${one.role ? html`<span class="tag">${this.t(`role.${one.role}`)}</span>` : nothing}
        ${one.told ? html`<span class="tag">${this.t('toldInEmergency')}</span>` : nothing}</p>
      ${one.told && !one.account ? html`<p class="soft">${this.t('toldByNobody')}</p>` : nothing}
      ${this.fixed ? nothing : html`<p class="actions">${move('up', -1, i === 0)} ${move('down', 1, i === all - 1)}
        ${this.#button(one.told ? 'emergencyNot' : 'emergencyTell', one, 'emergency')}
        ${['', 'family'].includes(one.role) ? html`${this.#button('ask', one, 'ask')} ${this.#silence(one)}` : nothing}
        ${one.role === 'family' ? this.#button('endRole', one, 'end') : nothing}</p>`}</li>`;
  }

  #silence(one) {
    return this.fixed ? nothing : this.#button(one.notToTell ? 'tellAgain' : 'tellNot', one, 'silence');
  }
}
customElements.define('my-people-list', MyPeopleList);
