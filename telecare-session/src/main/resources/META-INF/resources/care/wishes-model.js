// @ts-check
/** Wishes, orders and those who speak for the resident: what is known, and what is not. Plain functions. */
import { code, concept, extension, is, names, newestFirst, when } from '../kit/fhir.js';

const BASE = 'https://tsumugi.dev/fhir';
const WISH = `${BASE}/CodeSystem/wish`;
const LOINC = 'http://loinc.org';
const TOPIC = `${BASE}/CodeSystem/wish-topic`;
const ADI = 'http://hl7.org/fhir/us/pacio-adi/StructureDefinition';

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

/** What was said; a draft is nobody's wish yet. What was withdrawn ends what was said before it. */
const SAID = ['final', 'amended', 'corrected'];

/** The state in which alone a wish holds. @param {any} observation */
const condition = (observation) => concept(extension(observation, `${ADI}/adi-enclosedPrecondition-extension`)?.valueCodeableConcept);

/**
 * One entry a topic, and each condition an entry of its own, the fixed topics first; `latest` is what was said last unless it was
 * withdrawn, `earlier` the rest, and `changed` whether an earlier answer differs: nothing said before is dropped.
 * @param {any[]} resources @param {(reference: any) => string} named
 */
export function wishes(resources, named) {
  const said = resources
    .filter((r) => r.resourceType === 'Observation' && [...SAID, 'cancelled'].includes(r.status))
    .sort(newestFirst);
  const groups = new Map(TOPICS.map(([loinc]) => [loinc, { topic: loinc, condition: '', title: '', all: /** @type {any[]} */ ([]) }]));
  for (const observation of said) {
    const topic = code(observation.code, TOPIC) || code(observation.code, LOINC) || concept(observation.code);
    const [state, title] = [condition(observation), concept(observation.code)];
    const key = state ? `${topic}\n${state}` : topic;
    const group = groups.get(key) ?? { topic, condition: state, title, all: [] };
    groups.set(key, { ...group, all: [...group.all, observation] });
  }
  return [...groups.values()].map(({ topic, condition: state, title, all }) => {
    const [first, ...rest] = all;
    const holds = first && SAID.includes(first.status);
    const latest = holds ? wish(first, named) : undefined;
    const earlier = rest.filter((one) => SAID.includes(one.status)).map((one) => wish(one, named));
    return {
      topic: TOPICS.find(([loinc]) => loinc === topic)?.[1] ?? '',
      title,
      condition: state,
      latest,
      earlier,
      changed: earlier.some((one) => one.answer !== latest?.answer),
    };
  });
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
