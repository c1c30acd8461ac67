// @ts-check
/** What the hub has of a person's choices, and saving them. */
import { read, transaction } from './sharing-model.js';

/**
 * @param {import('../kit/hub.js').Hub} hub
 * @param {string} patient  id
 */
export async function load(hub, patient) {
  const whose = { patient: `Patient/${patient}` };
  const [consents, patients, teams, related] = await Promise.all([
    hub.search('Consent', { ...whose, status: 'active' }),
    hub.search('Patient', { _id: patient }),
    hub.search('CareTeam', whose),
    hub.search('RelatedPerson', whose),
  ]);
  return { stored: read(consents.resources), patient: patients.resources[0], teams: teams.resources, related: related.resources };
}

/**
 * Everything in one commit.
 * @param {import('../kit/hub.js').Hub} hub
 * @param {import('./sharing-model.js').Write[]} writes
 * @returns {Promise<{ unreadable: boolean }>} whether the hub could not read a part of it
 */
export async function save(hub, writes) {
  if (writes.length === 0) return { unreadable: false };
  const answer = await hub.transaction(transaction(writes));
  const issues = (answer.entry ?? []).flatMap(({ response }) => response?.outcome?.issue ?? []);
  return { unreadable: issues.some(({ severity }) => severity === 'warning' || severity === 'error') };
}

/**
 * @param {import('../kit/hub.js').Hub} hub
 * @param {any} consent  as it stands
 * @param {string} patient  reference
 */
export const withdraw = (hub, consent, patient) =>
  hub.operation('Consent/$revoke-consent', [
    { name: 'consent', valueReference: { reference: `Consent/${consent.id}` } },
    { name: 'patient', valueReference: { reference: patient } },
  ]);
