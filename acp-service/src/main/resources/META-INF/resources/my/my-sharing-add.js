// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { names } from '../kit/fhir.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { WORDS } from './words-sharing.js';

const MOST = 30;

/** Somebody more to decide about: a doctor or an institution. Tells `add` with party and name. */
class MySharingAdd extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, found: { state: true } };

  constructor() {
    super();
    this.found = /** @type {any} */ ({ kind: 'unasked' });
  }

  async #find(event) {
    event.preventDefault();
    const name = String(new FormData(event.target).get('name')).normalize('NFKC').trim();
    if (!name) return;
    this.found = { kind: 'loading' };
    try {
      const asks = ['Practitioner', 'Organization'].map((type) => this.hub.search(type, { name: name.replace(/[\\,|$]/g, '\\$&') }, MOST));
      const [people, places] = await Promise.all(asks);
      const rows = [...people.resources.map((one) => [`Practitioner/${one.id}`, names(one.name).name]), ...places.resources.map((one) => [`Organization/${one.id}`, one.name])];
      this.found = { kind: 'rows', rows };
    } catch (failure) {
      this.found = failed(failure);
    }
  }

  #add(party, name) {
    this.found = { kind: 'unasked' };
    this.tell('add', { party, name });
  }

  render() {
    return html`<details class="add"><summary>${this.t('addTitle')}</summary>
      <p>${this.t('addLead')}</p>
      <form role="search" @submit=${this.#find}><div class="field"><label for="add-name">${this.t('addName')}</label><span class="hint" id="add-hint">${this.t('addNameHint')}</span>
        <input id="add-name" name="name" autocomplete="off" aria-describedby="add-hint" /></div><button>${this.t('find')}</button></form>
      <div aria-live="polite">${this.#found()}</div>
    </details>`;
  }

  #found() {
    const { found } = this;
    if (found.kind === 'unasked') return nothing;
    if (found.kind !== 'rows') return html`<kit-notice fixed .state=${found}></kit-notice>`;
    return found.rows.length === 0 ? html`<p class="empty">${this.t('foundNone')}</p>` : html`<h3>${this.t('found')}</h3>${this.#rows(found.rows)}`;
  }

  #rows(rows) {
    return html`<ul class="plain">${rows.map(([party, name]) => html`<li class="row"><span lang="ja">${name}</span>
      <button type="button" aria-label="${this.t('choose')}: ${name}" @click=${() => this.#add(party, name)}>${this.t('choose')}</button></li>`)}</ul>`;
  }
}
customElements.define('my-sharing-add', MySharingAdd);
