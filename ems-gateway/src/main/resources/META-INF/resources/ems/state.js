// @ts-check
/**
 * What this page holds of the run at hand: one object, in memory alone, told by `change`. Elements that extend `EmsElement`
 * are drawn anew when it changes.
 *
 * @typedef {{ reference: string, number: string, received: string, address: string, phone: string, reason: string, unit: string, patient: string }} Incident
 *   `reference`: `Encounter/…`; `patient`: reference, empty while nobody was confirmed
 * @typedef {{ patient: string, foundBy: string, certainty: string, confirm: string, identity: import('./sheet-model.js').Identity }} Match
 *   whom the crew has confirmed (or is about to: the confirm step); `patient`: `Patient/…`
 * @typedef {import('./sheet-model.js').Sheet & { at: string, sealed?: { id: string, sealed: string, expires: string } }} OpenSheet
 *   `at`: when the hub answered it; `sealed`: it was read from this device
 */
const BLANK = {
  /** The run that everything written now belongs to. */
  incident: /** @type {Incident | undefined} */ (undefined),
  /** Who lies before the crew, once confirmed. */
  match: /** @type {Match | undefined} */ (undefined),
  /** Their sheet, as the hub or this device gave it. */
  sheet: /** @type {OpenSheet | undefined} */ (undefined),
  /** The incident does not know yet whom it is about, since the hub did not take it. */
  unlinked: false,
  /** How long the machine has taken from the scan on: `before` in milliseconds, and since `began` (performance.now()), until the sheet is seen. */
  took: /** @type {{ began: number, before: number } | undefined} */ (undefined),
  /** The hub is not reached now. */
  offline: false,
  /** A hospital's desk, not a crew. */
  desk: false,
  /** `Practitioner/…`, their name, and `Organization/…`. */
  me: '',
  name: '',
  organization: '',
  /** Sealed sheets that this device holds; entries that wait to be delivered. */
  sealed: 0,
  waiting: 0,
  /** What became of the last sealing: nothing yet, done, a PIN is needed first, or it failed. */
  sealing: /** @type {'' | 'done' | 'noPin' | 'failed'} */ (''),
};

export class EmsState extends EventTarget {
  #held = { ...BLANK };

  get incident() {
    return this.#held.incident;
  }

  get match() {
    return this.#held.match;
  }

  get sheet() {
    return this.#held.sheet;
  }

  get took() {
    return this.#held.took;
  }

  get offline() {
    return this.#held.offline;
  }

  get desk() {
    return this.#held.desk;
  }

  get me() {
    return this.#held.me;
  }

  get name() {
    return this.#held.name;
  }

  get organization() {
    return this.#held.organization;
  }

  get sealed() {
    return this.#held.sealed;
  }

  get waiting() {
    return this.#held.waiting;
  }

  get unlinked() {
    return this.#held.unlinked;
  }

  get sealing() {
    return this.#held.sealing;
  }

  /** Takes these as they are now, and tells. @param {Partial<typeof BLANK>} part */
  change(part) {
    const before = this.#held;
    this.#held = { ...before, ...part };
    if (Object.keys(part).some((key) => before[key] !== this.#held[key])) this.dispatchEvent(new Event('change'));
  }

  /** Another run, or none: nothing of whom the one before was about stays. @param {Incident | undefined} incident */
  choose(incident) {
    const same = incident && incident.reference === this.incident?.reference;
    this.change(same ? { incident } : { incident, match: undefined, sheet: undefined, unlinked: false, sealing: '' });
  }

  /** Whoever was signed on has gone. */
  forget() {
    const { offline, sealed, waiting } = this.#held;
    this.change({ ...BLANK, offline, sealed, waiting });
  }
}

/** The one of this page. */
export const state = new EmsState();
