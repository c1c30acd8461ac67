// @ts-check
/** A record in sections: what each of them holds by now, and whom it names. */
import { KitElement } from './element.js';
import { failed } from './hub.js';
import { loadAll, loadSection, namesOf } from './record.js';

/** The base of an element that shows the record of one `patient`; its own `asked` are the sections, in order. */
export class KitSections extends KitElement {
  static properties = { sections: { state: true }, named: { state: true } };

  /** @type {{ key: string, asks: [string, Record<string, string>][] }[]} */
  static asked = [];

  constructor() {
    super();
    this.sections = /** @type {Record<string, import('./record.js').Section>} */ ({});
    this.named = new Map();
  }

  get #asked() {
    return /** @type {typeof KitSections} */ (this.constructor).asked;
  }

  /** All of them, each as it comes. @param {any} hub @param {string} patient  id */
  async load(hub, patient) {
    await loadAll(hub, patient, this.#asked, (key, section) => this.arrived(key, section));
    await this.#name(hub);
  }

  /** One of them anew. @param {any} hub @param {string} patient  id @param {string} key */
  async again(hub, patient, key) {
    const section = this.#asked.find((one) => one.key === key);
    this.sections = { ...this.sections, [key]: { kind: 'loading', resources: [], more: false } };
    if (section) this.arrived(key, await loadSection(hub, patient, section));
    await this.#name(hub);
  }

  /** @param {string} key @param {import('./record.js').Section} section */
  arrived(key, section) {
    this.sections = { ...this.sections, [key]: section };
  }

  async #name(hub) {
    try {
      this.named = await namesOf(hub, Object.values(this.sections).flatMap((s) => (s.kind === 'ready' ? s.resources : [])));
    } catch (failure) {
      // Names of institutions are a comfort; the record is there without them.
      console.info('names were not found', failed(failure));
    }
  }

  /** A reference in words. */
  inWords = (reference) => reference?.display ?? this.named.get(reference?.reference) ?? '';

  /** No link to a fragment: the address of this page never changes. @param {string} key */
  jump(key) {
    const heading = /** @type {HTMLElement | null} */ (this.querySelector(`#section-${key}`));
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }
}
