// @ts-check
/** What everybody signed on may read and what stays the same for hours: asked for once a session, so that it is there without a signal. */
import { failed } from '../kit/hub.js';

const asked = new WeakMap();

/** @param {import('../kit/hub.js').Hub} hub @param {string} type @param {Record<string, string>} parameters @returns {Promise<any[]>} */
export function openData(hub, type, parameters) {
  const known = asked.get(hub) ?? new Map();
  asked.set(hub, known);
  const key = `${type}?${new URLSearchParams(parameters)}`;
  if (!known.has(key)) {
    const answer = hub.search(type, parameters).then(({ resources }) => resources);
    known.set(key, answer);
    // What failed is asked again.
    answer.catch(() => known.delete(key));
  }
  return known.get(key);
}

/** Hospitals, clinics and their like. @param {import('../kit/hub.js').Hub} hub */
export const organizations = (hub) => openData(hub, 'Organization', { type: 'http://terminology.hl7.org/CodeSystem/organization-type|prov', active: 'true' });

/** What they offer. @param {import('../kit/hub.js').Hub} hub */
export const services = (hub) => openData(hub, 'HealthcareService', { active: 'true' });

/** What the local medical control council decided about a wish not to be resuscitated. @param {import('../kit/hub.js').Hub} hub */
export const protocols = (hub) => openData(hub, 'PlanDefinition', { identifier: 'https://tsumugi.dev/fhir/sid/emergency-protocol|resuscitation', status: 'active' });

/** Names of institutions by their reference; none where they cannot be had: a comfort, and no part of what is shown. @param {import('../kit/hub.js').Hub} hub */
export async function institutions(hub) {
  try {
    return new Map((await organizations(hub)).map(({ id, name }) => [`Organization/${id}`, name ?? '']));
  } catch (failure) {
    console.info('names of institutions were not found', failed(failure));
    return new Map();
  }
}
