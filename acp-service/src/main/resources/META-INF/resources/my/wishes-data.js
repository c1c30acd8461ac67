// @ts-check
/** What the hub has of a person's wishes, and what is done with them as a whole. */
import { today } from '../kit/dates.js';
import { failed } from '../kit/hub.js';
import { isDraft, isProposal, planState, toSign } from './wishes-model.js';

const CATEGORY = 'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS';
const LOINC = 'http://loinc.org';
/** A physician's orders (ADI PMO). */
const ORDERS = ['100822-6', '100823-4', '100824-2', '100825-9'].map((code) => `${LOINC}|${code}`).join(',');
const PLAN = '81334-5';

/**
 * @param {import('../kit/hub.js').Hub} hub
 * @param {string} patient  id
 */
export async function load(hub, patient) {
  const whose = { patient: `Patient/${patient}` };
  const [wishes, orders, documents, related, state] = await Promise.all([
    hub.search('Observation', { ...whose, category: `${CATEGORY}|intervention-preference,${CATEGORY}|care-experience-preference` }),
    hub.search('ServiceRequest', { ...whose, category: ORDERS, status: 'active' }),
    hub.search('DocumentReference', { ...whose, category: `${LOINC}|42348-3` }),
    hub.search('RelatedPerson', whose),
    askState(hub, patient),
  ]);
  const all = wishes.resources;
  const [plans, media] = [documents.resources.filter(isPlan), documents.resources.filter((one) => !isPlan(one) && one.status === 'current')];
  return { wishes: all, drafts: all.filter((one) => isDraft(one, patient)), proposals: all.filter((one) => isProposal(one, patient)), orders: orders.resources, related: related.resources, plans, media, ...state };
}

const isPlan = (document) => Boolean(document.type?.coding?.some(({ code }) => code === PLAN));

/** Without it the wishes are there all the same. */
async function askState(hub, patient) {
  try {
    return { plan: planState(await hub.operation(`Patient/${patient}/$acp-state`)), unasked: undefined };
  } catch (failure) {
    return { plan: planState({}), unasked: failed(failure) };
  }
}

const reference = (name, reference) => ({ name, valueReference: { reference } });
const text = (name, valueString) => ({ name, valueString });
/** Names as people write several. @param {string} typed */
export const people = (typed) => typed.split(/[、,，\n]/).map((one) => one.trim()).filter(Boolean);

/**
 * @param {import('../kit/hub.js').Hub} hub @param {string} patient
 * @param {{ drafts: any[], witnesses: string, facilitators: string, expires: string, enteredBy?: any, command: string }} what
 */
export const sign = (hub, patient, { drafts, witnesses, facilitators, expires, enteredBy, command }) =>
  hub.operation(`Patient/${patient}/$acp-sign`, [
    ...toSign(drafts).map((one) => reference('draft', one)),
    ...people(witnesses).map((one) => text('witness', one)),
    ...people(facilitators).map((one) => text('facilitator', one)),
    ...(expires ? [{ name: 'expires', valueDate: expires }] : []),
    ...(enteredBy ? [enteredBy.reference ? { name: 'entered-by', valueReference: enteredBy } : text('entered-by', enteredBy.display)] : []),
    text('command', command),
  ]);

/** @param {import('../kit/hub.js').Hub} hub @param {string} patient @param {string} command */
export const confirm = (hub, patient, command) => hub.operation(`Patient/${patient}/$acp-confirm`, [text('command', command)]);

/** One wish, or with none named all. @param {import('../kit/hub.js').Hub} hub @param {string} patient @param {string[]} wishes @param {string} reason */
export const withdraw = (hub, patient, wishes, reason) =>
  hub.operation(`Patient/${patient}/$acp-withdraw`, [...wishes.map((one) => reference('wish', one)), ...(reason ? [text('reason', reason)] : [])]);

/**
 * A voice or a picture, and what points to it, in one commit.
 * @param {import('../kit/hub.js').Hub} hub @param {string} patient
 * @param {{ contentType: string, data: string, title: string }} content  data in base64
 * @param {string} now
 */
export async function keepMedia(hub, patient, { contentType, data, title }, now) {
  const subject = { reference: `Patient/${patient}` };
  const binary = 'urn:uuid:11111111-1111-4111-8111-111111111111';
  const document = {
    resourceType: 'DocumentReference',
    status: 'current',
    type: { coding: [{ system: LOINC, code: '81363-4' }], text: title },
    category: [{ coding: [{ system: LOINC, code: '42348-3' }] }],
    subject,
    date: now,
    author: [subject],
    description: `${title} ${today(new Date(now))}`,
    content: [{ attachment: { contentType, url: binary, title, creation: now } }],
  };
  const entry = (fullUrl, resource) => ({ fullUrl, resource, request: { method: 'POST', url: resource.resourceType } });
  return hub.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [entry(binary, { resourceType: 'Binary', contentType, securityContext: subject, data }), entry('urn:uuid:22222222-2222-4222-8222-222222222222', document)],
  });
}
