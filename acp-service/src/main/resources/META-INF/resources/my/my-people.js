// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import './my-people-answer.js';
import './my-people-invite.js';
import './my-people-list.js';
import { moved, notToTell, people, tellInEmergency, transaction } from './people-model.js';
import { WORDS } from './words-people.js';

/** The people around somebody: who speaks, whom to call, whom not to tell; asking them; answering when one is asked. */
class MyPeople extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, whose: { attribute: false }, detail: { attribute: false }, state: { state: true }, told: { state: true }, inviting: { state: true }, ending: { state: true } };

  constructor() {
    super();
    this.state = /** @type {any} */ ({ kind: 'loading' });
    /** @type {any} */
    this.told = { kind: 'nothing' };
    /** @type {{ person?: any } | undefined} */
    this.inviting = undefined;
    /** @type {any} */
    this.ending = undefined;
  }

  firstUpdated() {
    if (this.whose.relation !== 'none') this.#load();
    else this.state = { kind: 'nobody' };
  }

  async #load() {
    const whose = { patient: `Patient/${this.whose.patient}` };
    try {
      const [related, consents] = await Promise.all([this.hub.search('RelatedPerson', whose), this.hub.search('Consent', { ...whose, status: 'active,proposed' })]);
      this.state = { kind: 'ready', ...people(related.resources, consents.resources) };
    } catch (failure) {
      this.state = failed(failure);
    }
  }

  get #may() {
    return this.whose.relation === 'self' || this.whose.powers.includes('consent');
  }

  async #write(resources) {
    if (resources.length === 0) return;
    this.told = { kind: 'saving' };
    try {
      await this.hub.transaction(transaction(resources));
      await this.#load();
      this.told = { kind: 'kept' };
    } catch (failure) {
      this.told = failed(failure);
      if (this.told.why.kind === 'conflict') {
        await this.#load();
        this.told = { kind: 'conflict' };
      }
    }
  }

  async #end() {
    const { id } = this.ending;
    this.ending = undefined;
    this.told = { kind: 'saving' };
    try {
      await this.hub.operation(`Patient/${this.whose.patient}/$end-role`, [{ name: 'relatedPerson', valueReference: { reference: `RelatedPerson/${id}` } }]);
      this.told = { kind: 'ended' };
      if (this.whose.relation === 'self') await this.#load();
      else this.tell('whose-changed');
    } catch (failure) {
      this.told = failed(failure);
    }
  }

  async #back() {
    this.inviting = undefined;
    await this.#load();
    await this.updateComplete;
    scrollTo(0, 0);
  }

  render() {
    const { state } = this;
    const answer = html`<my-people-answer .hub=${this.hub} .code=${this.detail?.invitation ?? ''}></my-people-answer>`;
    if (this.detail?.invitation) return answer;
    if (state.kind === 'nobody') return html`<h1>${this.t('title')}</h1>${answer}`;
    if (state.kind !== 'ready') return html`<h1>${this.t('title')}</h1><kit-notice .state=${state} @again=${this.#load}></kit-notice>`;
    if (this.inviting) {
      return html`<my-people-invite .hub=${this.hub} .whose=${this.whose} .person=${this.inviting.person} @back=${this.#back}></my-people-invite>`;
    }
    return html`<h1>${this.t('title')}</h1><p>${this.t('lead')}</p>
      ${this.#may ? nothing : html`<p class="notice">${this.t('readOnly')}</p>`}
      <div role="status">${this.#told()}</div>
      <my-people-list .groups=${state} .me=${this.whose.me} ?fixed=${!this.#may}
        @move=${({ detail }) => this.#write(moved(state.calls, detail.id, detail.by))}
        @silence=${({ detail }) => this.#write([notToTell(detail.resource, !detail.notToTell)])}
        @emergency=${({ detail }) => this.#write([tellInEmergency(detail.resource, !detail.told)])}
        @ask=${({ detail }) => (this.inviting = { person: detail })} @end=${({ detail }) => (this.ending = detail)}></my-people-list>
      ${this.#may ? html`<p><button type="button" class="primary" @click=${() => (this.inviting = {})}>${this.t('add')}</button></p>` : nothing}
      <section aria-labelledby="have"><h2 id="have">${this.t('haveCode')}</h2>${answer}</section>
      ${this.ending ? html`<kit-dialog .heading="${this.t('endRole')}: ${this.ending.name}" .content=${html`<p>${this.t('endSure')}</p>`} .closing=${this.t('cancel')}
        .actions=${html`<button type="button" class="primary" @click=${this.#end}>${this.t('endYes')}</button>`} @closed=${() => (this.ending = undefined)}></kit-dialog>` : nothing}`;
  }

  #told() {
    const { told } = this;
    if (told.kind === 'failed') return html`<kit-notice fixed .state=${told}></kit-notice>`;
    return ['kept', 'ended', 'conflict'].includes(told.kind) ? html`<p class="notice">${this.t(told.kind)}</p>` : nothing;
  }
}
customElements.define('my-people', MyPeople);
