// @ts-check
/** Loads a chart: every question by itself and at once, so that what fails is seen to fail and the rest is there. */
import { HubProblem } from '../kit/hub.js';
import { SECTIONS, unnamed } from './chart-model.js';

/**
 * @typedef {{ kind: 'loading' | 'ready', resources: any[], more: boolean } | { kind: 'failed', why: any }} Section
 */

/** @param {unknown} failure @returns {{ kind: 'failed', why: any }} */
export function failed(failure) {
  if (failure instanceof HubProblem) return { kind: 'failed', why: failure.why };
  throw failure;
}

/**
 * @param {import('../kit/hub.js').Hub} hub
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
 * @param {import('../kit/hub.js').Hub} hub
 * @param {string} patient
 * @param {(key: string, section: Section) => void} arrived
 */
export const loadAll = (hub, patient, arrived) =>
  Promise.all(SECTIONS.map(async (section) => arrived(section.key, await loadSection(hub, patient, section))));

/**
 * Names of organisations and people whom the record refers to without a name.
 * @param {import('../kit/hub.js').Hub} hub
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
