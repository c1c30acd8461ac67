// @ts-check
import { html } from 'lit';
import { failed } from '../kit/hub.js';
import '../kit/kit-notice.js';
import { moment } from './acting-codes.js';
import { EmsElement } from './element.js';
import './ems-unsent.js';
import { keep, loadLog, logHere, retract } from './log-data.js';
import { onOutbox } from './outbox.js';

/**
 * The base of the screens on which a crew acts: it knows the incident, reads its log and keeps what is entered. `going` is
 * `{ kind: 'loading' | 'failed', why? }` or undefined.
 */
export class ActingElement extends EmsElement {
  static properties = { log: { state: true }, going: { state: true } };

  #stop = () => {};

  constructor() {
    super();
    this.log = /** @type {import('./log-data.js').Log} */ ({ resources: [], waiting: new Set(), known: true });
  }

  connectedCallback() {
    super.connectedCallback();
    // What waited was told by somebody else's delivery too: the app's, when the network came back.
    this.#stop = onOutbox(() => this.refresh());
    this.#begin();
  }

  async #begin() {
    if (this.encounter) this.log = await logHere(this.hub, this.encounter);
    await this.refresh();
  }

  disconnectedCallback() {
    this.#stop();
    super.disconnectedCallback();
  }

  get encounter() {
    return this.state?.incident?.reference ?? '';
  }

  /** A reference; empty while nobody was confirmed. */
  get patient() {
    return this.state?.match?.patient || this.state?.incident?.patient || '';
  }

  /** Whose an entry is that is made now. @param {Date} [at] */
  about(at = new Date()) {
    return { encounter: this.encounter, patient: this.patient, when: moment(at) };
  }

  async refresh() {
    if (!this.encounter) return;
    // Without a signal the hub's silence takes its time, and what was entered is shown at once.
    if (this.state.offline) this.log = await logHere(this.hub, this.encounter, this.log.why);
    this.log = await loadLog(this.hub, this.encounter);
  }

  /** Whether they are kept on this device at least; if not, `going` says why. @param {any[]} resources */
  keep(resources) {
    return this.#filed(() => keep(this.hub, resources));
  }

  /** The same of entries that were made by mistake. @param {any[]} resources */
  retract(resources) {
    return this.#filed(() => retract(this.hub, resources));
  }

  async #filed(file) {
    this.going = { kind: 'loading' };
    try {
      await file();
      this.going = undefined;
      return true;
    } catch (failure) {
      this.going = failed(failure);
      return false;
    }
  }

  /** What had the focus has gone from the screen: whoever uses keys or listens goes on here. @param {string} selector */
  async goOnAt(selector) {
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(selector))?.focus();
  }

  /** Stands instead of what an incident is needed for. */
  noIncident() {
    return html`<h1>${this.t('heading')}</h1><p class="notice">${this.t('noIncident')}</p>
      <p><button type="button" @click=${() => this.tell('go', 'incidents')}>${this.t('toIncidents')}</button></p>`;
  }

  /** What waits on this device alone, and what the hub did not take. */
  unsent() {
    return html`<ems-unsent .log=${this.log} .hub=${this.hub}></ems-unsent>`;
  }
}
