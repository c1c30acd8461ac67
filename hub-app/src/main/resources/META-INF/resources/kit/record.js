// @ts-check
/** Loads a record section by section: every question by itself and at once, so that what fails is seen to fail and the rest is there. */
import { failed } from './hub.js';
import { unnamed } from './lines.js';

/**
 * @typedef {{ kind: 'loading' | 'ready', resources: any[], more: boolean } | { kind: 'failed', why: any }} Section
 */

/**
 * @param {import('./hub.js').Hub} hub
 * @param {string} patient  id
 * @param {{ key: string, asks: [string, Record<string, string>][] }} section
 * @returns {Promise<Section>}
 */
export async function loadSection(hub, patient, { asks }) {
  try {
    const answers = await Promise.all(asks.map(([type, parameters]) => hub.search(type, { patient: `Patient/${patient}`, ...parameters })));
    return { kind: 'ready', resources: answers.flatMap((a) => a.resources), more: answers.some((a) => a.more) };
  } catch (failure) {
    return failed(failure);
  }
}

/**
 * @param {import('./hub.js').Hub} hub
 * @param {string} patient
 * @param {{ key: string, asks: [string, Record<string, string>][] }[]} sections
 * @param {(key: string, section: Section) => void} arrived
 */
export const loadAll = (hub, patient, sections, arrived) =>
  Promise.all(sections.map(async (section) => arrived(section.key, await loadSection(hub, patient, section))));

/**
 * Names of organisations and people whom the record refers to without a name.
 * @param {import('./hub.js').Hub} hub
 * @param {any[]} resources
 * @returns {Promise<Map<string, string>>}
 */
export async function namesOf(hub, resources) {
  const known = new Map();
  const wanted = Object.entries(unnamed(resources)).filter(([, ids]) => ids.size > 0);
  for (const [type, ids] of wanted) {
    const { resources: found } = await hub.search(type, { _id: [...ids].join(',') });
    for (const one of found) known.set(`${type}/${one.id}`, typeof one.name === 'string' ? one.name : one.name?.[0]?.text ?? '');
  }
  return known;
}
