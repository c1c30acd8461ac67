// @ts-check
import { html, nothing } from 'lit';
import { dateTime } from '../kit/dates.js';
import '../kit/kit-notice.js';
import { EmsElement } from './element.js';
import { answered } from './find-model.js';
import { icon } from './icons.js';
import { count } from './keeping.js';
import { isLocked, list, LockProblem, onLock, open, SheetProblem, standing, unlock } from './sealed.js';
import { WORDS } from './words-keep.js';

/** What is sealed on this tablet: unlocked by the shift's PIN or a passkey, opened one by one. Tells `go`. */
class EmsSealed extends EmsElement {
  static words = WORDS;
  static properties = { sheets: { state: true }, stands: { state: true }, trouble: { state: true }, busy: { state: true } };

  #stop = () => {};

  connectedCallback() {
    super.connectedCallback();
    this.#stop = onLock(() => this.#look());
    this.#look();
  }

  disconnectedCallback() {
    this.#stop();
    super.disconnectedCallback();
  }

  async #look() {
    this.stands = await standing();
    this.sheets = await list();
    await count();
  }

  render() {
    const { sheets } = this;
    if (!sheets) return html`<kit-notice .state=${{ kind: 'loading' }}></kit-notice>`;
    return html`<h1>${this.t('sealed')}</h1>
      <div role="alert">${this.trouble ? html`<p class="notice failed">${this.t(this.trouble.kind).replace('{n}', String(this.trouble.left ?? ''))}</p>` : nothing}</div>
      ${sheets.length === 0 ? html`<p class="lead">${this.t('none')}</p><p>${this.t('noneText')}</p>` : html`${isLocked() ? this.#lock() : nothing}
        <ul class="plain stack">${sheets.map((sheet) => this.#sheet(sheet))}</ul>`}`;
  }

  /** The passkey is offered whether there is one or not: who has none here hears so. */
  #lock() {
    return html`<form class="panel narrow" @submit=${(event) => this.#unlock(event)}><p>${this.t('lockedText')}</p>
      <div class="field"><label for="sealed-pin">${this.t('byPin')}</label><input id="sealed-pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" /></div>
      <div class="actions"><button class="primary" ?disabled=${this.busy}>${this.t('unlock')}</button>
        <button type="button" ?disabled=${this.busy} @click=${() => this.#try(() => unlock({ passkey: true }))}>${this.t('byPasskey')}</button></div></form>`;
  }

  #sheet({ id, sealed, expires, person }) {
    const when = (text) => dateTime(text, this.language).split(' ').at(-1) ?? '';
    const facts = html`<span class="line"><strong lang="ja">${person?.name || this.t('somebody')}</strong> <span class="kana" lang="ja">${person?.kana}</span>
        ${person?.age ? html`<span>${this.t('years').replace('{n}', String(person.age))}</span>` : nothing}</span>
      <span class="line soft">${this.t('sealedAt').replace('{when}', when(sealed)).replace('{until}', when(expires))}</span>`;
    return html`<li>${isLocked() ? html`<div class="panel">${facts}</div>` : html`<button type="button" class="tall" ?disabled=${this.busy} @click=${() => this.#open(id)}>${facts}<span class="line">${icon('sheet')} ${this.t('open')}</span></button>`}</li>`;
  }

  #unlock(event) {
    event.preventDefault();
    const pin = String(new FormData(event.target).get('pin') ?? '').normalize('NFKC');
    event.target.reset();
    return this.#try(async () => {
      // Nothing typed is no try of the few there are.
      if (!pin) throw new LockProblem('pinMissing');
      await unlock({ pin });
    });
  }

  #open(id) {
    const began = performance.now();
    return this.#try(async () => {
      const { answer, sealed, expires } = await open(id);
      const found = answered(answer);
      if (found.kind !== 'found' || !found.sheet) throw new SheetProblem('broken');
      this.state.change({ match: found.match, sheet: { ...found.sheet, at: sealed, sealed: { id, sealed, expires } }, took: { began, before: 0 } });
      this.tell('go', 'sheet');
    });
  }

  async #try(act) {
    this.busy = true;
    this.trouble = undefined;
    try {
      await act();
    } catch (failure) {
      if (!(failure instanceof LockProblem || failure instanceof SheetProblem)) throw failure;
      this.trouble = { kind: failure.kind, left: failure instanceof LockProblem ? failure.left : undefined };
    } finally {
      this.busy = false;
      await this.#look();
    }
  }
}
customElements.define('ems-sealed', EmsSealed);
