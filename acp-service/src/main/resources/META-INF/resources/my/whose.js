// @ts-check
/** Asks the hub whose records there are for who signed in. */
import { today } from '../kit/dates.js';
import { HubProblem } from '../kit/hub.js';
import { people } from './whose-model.js';

/**
 * @param {import('../kit/hub.js').Hub} hub
 * @param {string} me  reference
 */
export async function askWhose(hub, me) {
  const [, own] = /^Patient\/(.+)$/.exec(me) ?? [];
  const family = hub.stating('FAMRQT');
  const [mine, theirs] = await Promise.all([own ? hub.search('Patient', { _id: own }) : { resources: [] }, shown(family, 'Patient', {})]);
  const patients = [...mine.resources, ...theirs];
  const others = patients.filter(({ id }) => id !== own).map(({ id }) => `Patient/${id}`);
  const related = others.length > 0 ? await shown(family, 'RelatedPerson', { patient: others.join(',') }) : [];
  return people(me, patients, related, today(new Date()));
}

/** Who works for an institution may not ask for a relative here: then there is nobody. */
async function shown(hub, type, parameters) {
  try {
    return (await hub.search(type, parameters)).resources;
  } catch (refused) {
    if (refused instanceof HubProblem && refused.why.kind === 'forbidden') return [];
    throw refused;
  }
}
