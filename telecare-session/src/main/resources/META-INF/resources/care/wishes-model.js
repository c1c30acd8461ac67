// @ts-check
/** Wishes, orders and those who speak for the resident: what is known, and what is not. Plain functions. */
import { code, concept, extension, is, names, newestFirst, when } from '../kit/fhir.js';

const BASE = 'https://tsumugi.dev/fhir';
const WISH = `${BASE}/CodeSystem/wish`;
const LOINC = 'http://loinc.org';
const PRECONDITION = 'http://hl7.org/fhir/us/pacio-adi/StructureDefinition/adi-enclosedPrecondition-extension';

/** What is always asked about, so that its absence is said. */
export const TOPICS = [
  ['81329-5', 'resuscitation'],
  ['81330-3', 'intubation'],
  ['81331-1', 'tubeFeeding'],
  ['75780-7', 'place'],
  ['81363-4', 'matters'],
];

/** Every topic that has a name here: the fixed ones, ADI's others (LOINC), and those of our own. */
export const NAMED = [
  ...TOPICS,
  ['81332-9', 'ivFluid'], ['77352-3', 'nutrition'], ['81333-7', 'antibiotics'], ['81350-1', 'pain'],
  ['intensive-care', 'intensiveCare'], ['hospital-transfer', 'hospital'], ['transfusion', 'transfusion'], ['dialysis', 'dialysis'],
  ['place-of-care', 'placeOfCare'], ['81364-2', 'faith'], ['81360-0', 'likes'], ['81362-6', 'dislikes'], ['75793-0', 'other'],
];

/** Answered in words alone: what life is about. */
export const IN_WORDS = ['81363-4', '81364-2', '81360-0', '81362-6'];

export const ANSWERS = ['wish-for', 'do-not-wish', 'trial', 'leave-to-proxy', 'undecided'];

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
    condition: concept(extension(observation, PRECONDITION)?.valueCodeableConcept),
    when: when(observation),
  };
}

/** What is known of the topic: a code of our own stands before the LOINC beside it. @param {any} observation */
const topicOf = (observation) => code(observation.code, `${WISH}-topic`) || code(observation.code, LOINC) || concept(observation.code);

const isBy = (observation, who) => Boolean(observation.performer?.some((p) => p.reference === who));

/** A wording that somebody else proposes, which the resident has not answered. @param {any} r */
const isProposal = (r) => r.resourceType === 'Observation' && r.status === 'preliminary' && !isBy(r, r.subject?.reference);

/** Withdrawn by the resident; a proposal that was turned down never was their word. @param {any} r */
const withdrawn = (r) => r.status === 'cancelled' && (!r.performer || isBy(r, r.subject?.reference));

const SAID = ['final', 'amended', 'corrected'];

/** What is proposed and waits for the resident. @param {any[]} resources @param {(reference: any) => string} named */
export const proposals = (resources, named) =>
  resources.filter(isProposal).sort(newestFirst).map((r) => ({
    ...wish(r, named), topic: NAMED.find(([key]) => key === topicOf(r))?.[1] ?? '', by: r.performer?.map(named).filter(Boolean).join('、') ?? '',
  }));

/**
 * One entry a topic, the fixed topics first; `latest` is what was said last, `earlier` the rest, and `changed` whether an
 * earlier answer differs: nothing said before is dropped.
 * @param {any[]} resources @param {(reference: any) => string} named
 */
export function wishes(resources, named) {
  const said = resources.filter((r) => r.resourceType === 'Observation' && (SAID.includes(r.status) || withdrawn(r))).sort(newestFirst);
  const groups = new Map(TOPICS.map(([loinc]) => [loinc, { topic: loinc, wishes: /** @type {any[]} */ ([]), over: false }]));
  for (const observation of said) {
    const topic = topicOf(observation);
    const one = wish(observation, named);
    // "If I no longer know my family" answers another question.
    const question = one.condition ? `${topic}\n${one.condition}` : topic;
    const group = groups.get(question) ?? { topic, wishes: [], over: false };
    groups.set(question, group);
    if (!withdrawn(observation)) group.wishes.push(one);
    // The newest word took it back: what was said before is history.
    else if (group.wishes.length === 0) group.over = true;
  }
  return [...groups.values()].map(({ topic, wishes: all, over }) => {
    const [latest, ...earlier] = over ? [undefined, ...all] : all;
    return {
      topic: NAMED.find(([key]) => key === topic)?.[1] ?? '',
      title: (latest ?? earlier[0])?.title ?? '',
      condition: (latest ?? earlier[0])?.condition ?? '',
      latest,
      earlier,
      changed: latest !== undefined && earlier.some((one) => one.answer !== latest.answer),
    };
  }).filter((group) => group.latest || group.earlier.length > 0 || TOPICS.some(([, name]) => name === group.topic));
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
