// @ts-check
/** The hub's FHIR API as the screens use it. Every failure is a `HubProblem` whose `why` the kit can say in words. */
import { asItIs, problemOf, rows } from './hub-model.js';
import { wantedAssurance } from './oauth-model.js';
import { SignInProblem } from './signin.js';

export class HubProblem extends Error {
  /** @param {{ kind: string, text?: string }} why */
  constructor(why) {
    super(why.kind);
    this.why = why;
  }
}

/**
 * A failure as a view shows it; what is no failure of the hub is thrown on.
 * @param {unknown} failure @returns {{ kind: 'failed', why: any }}
 */
export function failed(failure) {
  if (failure instanceof HubProblem) return { kind: 'failed', why: failure.why };
  throw failure;
}

export class Hub {
  #signIn;
  #base;
  /**
   * Asks the person to sign on again or to prove more; resolves when they did, and the request is repeated.
   * @type {(need: { kind: 'stepUp' | 'ended', acr?: string }) => Promise<void>}
   */
  prove = ({ kind }) => Promise.reject(new HubProblem({ kind: kind === 'ended' ? 'sessionEnded' : kind }));
  #purpose;

  /**
   * @param {import('./signin.js').SignIn} signIn
   * @param {string} base
   * @param {string} [purpose]  what the data is asked for (v3-ActReason); empty: what is usual for the role
   */
  constructor(signIn, base, purpose = '') {
    this.#signIn = signIn;
    this.#base = base;
    this.#purpose = purpose;
  }

  get purpose() {
    return this.#purpose;
  }

  /** Asks for the proof that a write will need before the person has begun to write. @param {number} [level] */
  async beSure(level = 2) {
    if (this.#signIn.assurance < level) await this.prove({ kind: 'stepUp', acr: String(level) });
  }

  /** The same hub, asked for another purpose. @param {string} purpose */
  stating(purpose) {
    const other = new Hub(this.#signIn, this.#base, purpose);
    other.prove = (need) => this.prove(need);
    return other;
  }

  /**
   * Every match, page by page, up to `most`. The question goes in the body: an address is logged, a body is not.
   * @param {string} type
   * @param {Record<string, string | string[]>} parameters
   * @param {number} [most]
   * @returns {Promise<{ resources: any[], more: boolean }>}
   */
  async search(type, parameters, most = 1000) {
    const body = new URLSearchParams({ _count: '200' });
    for (const [name, values] of Object.entries(parameters)) for (const value of [values].flat()) body.append(name, value);
    let page = rows(await this.#json(`${this.#base}/${type}/_search`, { method: 'POST', body }));
    const resources = [...page.resources];
    while (page.next && resources.length < most) {
      // The link to the next page names the question, so its query too goes in the body.
      page = rows(await this.#json(`${this.#base}/${type}/_search`, { method: 'POST', body: new URL(page.next).searchParams }));
      resources.push(...page.resources);
    }
    return { resources, more: Boolean(page.next) };
  }

  /** @param {string} path  below the base @param {any[]} [parameter] */
  operation(path, parameter = []) {
    return this.operationAsWritten(path, JSON.stringify({ resourceType: 'Parameters', parameter }));
  }

  /** The same for what must arrive as it was written: read and written again, 1.0 would be 1. @param {string} path @param {string} body */
  operationAsWritten(path, body) {
    return this.#json(`${this.#base}/${path}`, { method: 'POST', body, headers: { 'Content-Type': 'application/fhir+json' } });
  }

  /** A new resource, as the hub wrote it. @param {any} resource @param {How} [how] */
  create(resource, how) {
    return this.#send(`${this.#base}/${resource.resourceType}`, 'POST', resource, {}, how);
  }

  /** A resource changed, if nobody changed it since it was read. @param {any} resource  with id and meta.versionId @param {How} [how] */
  update(resource, how) {
    return this.#send(`${this.#base}/${resource.resourceType}/${resource.id}`, 'PUT', resource, { 'If-Match': `W/"${resource.meta.versionId}"` }, how);
  }

  /** All of it or nothing. @param {any} bundle  a transaction */
  transaction(bundle) {
    return this.#send(this.#base, 'POST', bundle);
  }

  /** @typedef {{ keepalive?: boolean }} How  `keepalive`: it goes on while the page goes */
  #send(url, method, resource, headers = {}, { keepalive = false } = {}) {
    const body = JSON.stringify(resource);
    return this.#json(url, { method, body, keepalive, headers: { 'Content-Type': 'application/fhir+json', Prefer: 'return=representation', ...headers } });
  }

  /** What an operation answers, as it came. @param {string} path  below the base @param {any[]} [parameter] */
  async bytes(path, parameter = []) {
    const body = JSON.stringify({ resourceType: 'Parameters', parameter });
    const headers = { Accept: 'application/fhir+json', 'Content-Type': 'application/fhir+json' };
    return (await this.#fetch(`${this.#base}/${path}`, { method: 'POST', body, headers })).arrayBuffer();
  }

  /** The content of an attachment that lies in the hub. @param {string} address @param {string} type */
  async content(address, type) {
    const url = new URL(address, `${this.#base}/`);
    // A token goes to the hub and to nobody else, wherever a record points.
    if (!url.href.startsWith(`${this.#base}/`)) throw new HubProblem({ kind: 'elsewhere' });
    return (await this.#fetch(url.href, { headers: { Accept: asItIs(type) } })).arrayBuffer();
  }

  async #json(url, options = {}) {
    const answer = await this.#fetch(url, { ...options, headers: { Accept: 'application/fhir+json', ...options.headers } });
    return answer.status === 204 ? {} : answer.json();
  }

  async #fetch(url, options) {
    const asked = this.#purpose ? { ...options, headers: { ...options.headers, 'X-Purpose-Of-Use': this.#purpose } } : options;
    let answer = await this.#try(url, asked);
    const need = answer === 'ended' ? { kind: /** @type {const} */ ('ended') } : stronger(answer);
    if (need) {
      await this.prove(need);
      answer = await this.#try(url, asked);
    }
    if (answer === 'ended') throw new HubProblem({ kind: 'sessionEnded' });
    if (answer.ok) return answer;
    throw new HubProblem(problemOf(answer.status, await answer.text()));
  }

  /** @returns {Promise<Response | 'ended'>} */
  async #try(url, options) {
    try {
      return await this.#signIn.fetch(url, options);
    } catch (failure) {
      if (failure instanceof SignInProblem) return 'ended';
      console.warn('the hub was not reached', failure);
      throw new HubProblem({ kind: 'away' });
    }
  }
}

/** @param {Response} answer */
function stronger(answer) {
  const acr = wantedAssurance(answer.status, answer.headers.get('WWW-Authenticate'));
  return acr && { kind: /** @type {const} */ ('stepUp'), acr };
}
