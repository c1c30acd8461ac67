// @ts-check
/** Wishes, orders and those who speak for the resident: what is known, and what is not. Plain functions. */
import { code, concept, extension, is, names, newestFirst, stands, when } from '../kit/fhir.js';

const BASE = 'https://tsumugi.dev/fhir';
const WISH = `${BASE}/CodeSystem/wish`;
const LOINC = 'http://loinc.org';

/** What is always asked about, so that its absence is said. */
export const TOPICS = [
  ['81329-5', 'resuscitation'],
  ['81330-3', 'intubation'],
  ['81331-1', 'tubeFeeding'],
  ['75780-7', 'place'],
  ['81363-4', 'matters'],
];

/** Roles of those who may speak, in their order. */
const AGENTS = ['75783-1', '75784-9', '75785-6', '81343-6'];

/** One wish as it was said. @param {any} observation @param {(reference: any) => string} named */
function wish(observation, named) {
  return {
    id: observation.id,
    title: concept(observation.code),
    // The code alone decides how it is marked; the words are the resident's own.
    answer: code(observation.valueCodeableConcept, WISH),
    words: observation.valueString ?? concept(observation.valueCodeableConcept),
    standing: extension(observation, `${BASE}/StructureDefinition/wish-standing`)?.valueCode ?? '',
    heardBy: named(extension(observation, `${BASE}/StructureDefinition/wish-heard-by`)?.valueReference),
    when: when(observation),
  };
}

/**
 * One entry a topic, the fixed topics first; `latest` is what was said last, `earlier` the rest, and `changed` whether an
 * earlier answer differs: nothing said before is dropped.
 * @param {any[]} resources @param {(reference: any) => string} named
 */
export function wishes(resources, named) {
  const said = resources.filter((r) => r.resourceType === 'Observation' && stands(r)).sort(newestFirst);
  const groups = new Map(TOPICS.map(([loinc]) => [loinc, /** @type {any[]} */ ([])]));
  for (const observation of said) {
    const topic = code(observation.code, LOINC) || concept(observation.code);
    groups.set(topic, [...(groups.get(topic) ?? []), wish(observation, named)]);
  }
  return [...groups].map(([topic, [latest, ...earlier]]) => ({
    topic: TOPICS.find(([loinc]) => loinc === topic)?.[1] ?? '',
    latest,
    earlier,
    changed: earlier.some((one) => one.answer !== latest.answer),
  }));
}

/** A physician's orders that hold. @param {any[]} resources @param {(reference: any) => string} named */
export const orders = (resources, named) =>
  resources
    .filter((r) => r.resourceType === 'ServiceRequest' && r.status === 'active')
    .sort(newestFirst)
    .map((order) => ({
      id: order.id,
      title: order.orderDetail?.map(concept).join('、') || concept(order.code),
      not: order.doNotPerform === true,
      by: named(order.requester),
      when: when(order),
    }));

/** Who may speak, in their order, then the family. @param {any[]} resources */
export function proxies(resources) {
  const powers = new Map();
  for (const consent of resources.filter((r) => r.resourceType === 'Consent' && r.status === 'active')) {
    for (const actor of consent.provision?.actor ?? []) {
      const rank = AGENTS.findIndex((loinc) => is(actor.role, LOINC, loinc));
      if (rank >= 0 && actor.reference?.reference) powers.set(actor.reference.reference, rank);
    }
  }
  return resources
    .filter((r) => r.resourceType === 'RelatedPerson' && r.active !== false)
    .map((person) => ({
      id: person.id,
      ...names(person.name),
      relation: person.relationship?.map(concept).join('・') ?? '',
      phone: person.telecom?.find((t) => t.system === 'phone')?.value ?? '',
      rank: powers.get(`RelatedPerson/${person.id}`) ?? AGENTS.length,
    }))
    .sort((a, b) => a.rank - b.rank);
}

/** Whether a person may speak, from `proxies`. @param {{ rank: number }} person */
export const speaks = (person) => person.rank < AGENTS.length;
