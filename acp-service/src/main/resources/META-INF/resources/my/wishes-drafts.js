// @ts-check
/**
 * Keeps what is being written in the hub, entry by entry: a moment after the last touch, one write at a time, each against
 * the version before. Nothing lies in the browser. Where somebody else changed the same draft first, what was written here
 * becomes a draft of its own, and both are shown.
 */
import { dropped } from './wishes-model.js';

const PAUSE = 600; // ms

/**
 * @typedef {{ kind: 'kept' | 'waiting' | 'saving' | 'twice' | 'failed', why?: any }} Keeping  how it stands with one entry
 */
export class Drafts {
  #hub;
  #make;
  #later;
  #told;
  /** @type {Map<string, { resource?: any, wanted?: any, timer?: any, running?: Promise<void>, state: Keeping }>} */
  #entries = new Map();

  /**
   * @param {{ create: (resource: any, how?: any) => Promise<any>, update: (resource: any, how?: any) => Promise<any> }} hub
   * @param {(wanted: any, before: any) => any} make  the Observation of what is wanted; undefined to write nothing yet
   * @param {(key: string, state: Keeping) => void} told
   * @param {{ set: (f: () => void, ms: number) => any, clear: (timer: any) => void }} later
   */
  constructor(hub, make, told, later = { set: (f, ms) => setTimeout(f, ms), clear: (timer) => clearTimeout(timer) }) {
    this.#hub = hub;
    this.#make = make;
    this.#told = told;
    this.#later = later;
  }

  /** A draft that is there already. @param {string} key @param {any} resource */
  know(key, resource) {
    this.#entry(key).resource = resource;
  }

  /** What is written now. @param {string} key @param {any} wanted */
  write(key, wanted) {
    const entry = this.#entry(key);
    entry.wanted = wanted;
    this.#later.clear(entry.timer);
    entry.timer = this.#later.set(() => this.#save(key), PAUSE);
    this.#tell(key, { kind: 'waiting' });
  }

  /** Everything at once, and again what failed; resolves when it is kept or cannot be. @param {{ keepalive?: boolean }} [how] */
  async flush(how = {}) {
    await Promise.all([...this.#entries].map(([key, entry]) => (entry.wanted === undefined ? entry.running : this.#save(key, how))));
  }

  /** Whether everything that was written is in the hub. */
  get kept() {
    return [...this.#entries.values()].every(({ wanted, running }) => wanted === undefined && !running);
  }

  /** The draft as the hub has it. @param {string} key */
  resource(key) {
    return this.#entries.get(key)?.resource;
  }

  /** @param {string} key */
  state(key) {
    return this.#entries.get(key)?.state ?? { kind: 'kept' };
  }

  #entry(key) {
    const known = this.#entries.get(key) ?? { state: /** @type {Keeping} */ ({ kind: 'kept' }) };
    this.#entries.set(key, known);
    return known;
  }

  #tell(key, state) {
    this.#entry(key).state = state;
    this.#told(key, state);
  }

  /** One write at a time: what comes meanwhile is written after it. */
  async #save(key, how = {}) {
    const entry = this.#entry(key);
    this.#later.clear(entry.timer);
    if (entry.running) await entry.running;
    if (entry.wanted === undefined) return;
    entry.running = this.#one(key, entry, how).finally(() => (entry.running = undefined));
    await entry.running;
    if (entry.wanted !== undefined && entry.state.kind !== 'failed') await this.#save(key, how);
  }

  async #one(key, entry, how) {
    const wanted = entry.wanted;
    entry.wanted = undefined;
    const resource = this.#make(wanted, entry.resource);
    if (!resource) return this.#tell(key, { kind: 'kept' });
    this.#tell(key, { kind: 'saving' });
    try {
      entry.resource = await this.#write(resource, how);
      this.#tell(key, { kind: 'kept' });
    } catch (failure) {
      await this.#failed(key, entry, wanted, failure, how);
    }
  }

  #write(resource, how) {
    return resource.id ? this.#hub.update(resource, how) : this.#hub.create(resource, how);
  }

  async #failed(key, entry, wanted, failure, how) {
    // Newer words than those that failed stay wanted.
    entry.wanted ??= wanted;
    if (failure?.why?.kind !== 'conflict' || !entry.resource) return this.#tell(key, { kind: 'failed', why: failure?.why ?? { kind: 'broken' } });
    try {
      const { id, meta, ...rest } = this.#make(entry.wanted, entry.resource);
      entry.wanted = undefined;
      entry.resource = await this.#write({ ...rest, ...(meta?.profile && { meta: { profile: meta.profile } }) }, how);
      this.#tell(key, { kind: 'twice' });
    } catch (again) {
      entry.wanted ??= wanted;
      this.#tell(key, { kind: 'failed', why: again?.why ?? { kind: 'broken' } });
    }
  }

  /** Takes a draft away that is not wanted. @param {any} resource  as it stands in the hub */
  drop(resource) {
    return this.#write(dropped(resource), {});
  }
}
