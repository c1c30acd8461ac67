// @ts-check
/** Wishes: what there is to say something about, what was said, and drafts of it. Plain functions over FHIR JSON (kernel's Shapes). */
import { code, when } from '../kit/fhir.js';

const BASE = 'https://tsumugi.dev/fhir';
const LOINC = 'http://loinc.org';
const ADI = 'http://hl7.org/fhir/us/pacio-adi';
export const WISH = `${BASE}/CodeSystem/wish`;
const TOPIC = `${BASE}/CodeSystem/wish-topic`;
const CATEGORY = `${ADI}/CodeSystem/ADIPreferenceCategoryCS`;
const EXT = {
  standing: `${BASE}/StructureDefinition/wish-standing`,
  heardBy: `${BASE}/StructureDefinition/wish-heard-by`,
  enteredBy: `${BASE}/StructureDefinition/entered-by`,
  precondition: `${ADI}/StructureDefinition/adi-enclosedPrecondition-extension`,
  trial: `${ADI}/StructureDefinition/adi-trialperiod-extension`,
};
const PROFILE = { intervention: `${ADI}/StructureDefinition/ADI-PersonalInterventionPreference`, experience: `${ADI}/StructureDefinition/ADI-CareExperiencePreference` };
const OTHER_DIRECTIVES = { system: LOINC, code: '75793-0' };

export const ANSWERS = ['wish-for', 'do-not-wish', 'trial', 'leave-to-proxy', 'undecided'];

const loinc = (/** @type {string[]} */ ...codes) => codes.map((one) => ({ system: LOINC, code: one }));
const own = (/** @type {string} */ one) => [{ system: TOPIC, code: one }, OTHER_DIRECTIVES];

/**
 * What there is to say something about: `codes` are written, in this order; `also` are read as the same. `ask` is how: one of
 * the five answers, or words alone.
 * @type {{ key: string, ask: 'answer' | 'words', kind: 'intervention' | 'experience', codes: any[], also?: any[], ja: string }[]}
 */
export const TOPICS = [
  { key: 'matters', ask: 'words', kind: 'experience', codes: loinc('81363-4'), ja: '大切にしていること' },
  { key: 'resuscitation', ask: 'answer', kind: 'intervention', codes: loinc('81329-5'), ja: '心肺蘇生' },
  { key: 'ventilation', ask: 'answer', kind: 'intervention', codes: loinc('81330-3'), ja: '人工呼吸器' },
  { key: 'feeding', ask: 'answer', kind: 'intervention', codes: loinc('77352-3'), also: loinc('81331-1', '81332-9'), ja: '管や点滴による栄養・水分' },
  { key: 'dialysis', ask: 'answer', kind: 'intervention', codes: own('dialysis'), ja: '透析' },
  { key: 'antibiotics', ask: 'answer', kind: 'intervention', codes: loinc('81333-7'), ja: '抗菌薬' },
  { key: 'transfusion', ask: 'answer', kind: 'intervention', codes: own('transfusion'), ja: '輸血' },
  { key: 'hospital', ask: 'answer', kind: 'intervention', codes: own('hospital-transfer'), ja: '病院への搬送' },
  { key: 'intensive', ask: 'answer', kind: 'intervention', codes: own('intensive-care'), ja: '集中治療' },
  { key: 'care', ask: 'words', kind: 'intervention', codes: own('place-of-care'), ja: '療養の場所' },
  { key: 'place', ask: 'words', kind: 'intervention', codes: loinc('75780-7'), ja: '最期を過ごす場所' },
  { key: 'comfort', ask: 'words', kind: 'intervention', codes: loinc('81350-1'), ja: '苦痛の緩和' },
  { key: 'faith', ask: 'words', kind: 'experience', codes: loinc('81364-2'), ja: '信仰や心の支え' },
  { key: 'donation', ask: 'words', kind: 'intervention', codes: loinc('75781-5'), ja: '臓器提供(別に表示したもの)' },
];

/** One page after another. @type {string[][]} */
export const STEPS = [['matters'], ...TOPICS.filter(({ ask }) => ask === 'answer').map(({ key }) => [key]), ['care', 'place'], ['comfort', 'faith'], ['donation'], []];

/** @param {string} key */
export const topicOf = (key) => /** @type {typeof TOPICS[number]} */ (TOPICS.find((topic) => topic.key === key));

const same = (a, b) => a.system === b.system && a.code === b.code;
const first = (list) => (list ?? [])[0];

/** The key of what a wish is about; empty for what is none of ours. @param {any} observation */
export function about(observation) {
  const codings = observation.code?.coding ?? [];
  const found = TOPICS.find(({ codes, also = [] }) => codings.some((coding) => [codes[0], ...also].some((one) => same(one, coding))));
  return found?.key ?? '';
}

const extension = (resource, url) => resource.extension?.find((one) => one.url === url);

/**
 * @typedef {{ topic: string, answer: string, words: string, condition: string, trial: string }} Said
 * What a wish says. @param {any} observation @returns {Said}
 */
export const said = (observation) => ({
  topic: about(observation),
  answer: code(observation.valueCodeableConcept, WISH),
  words: observation.valueString ?? observation.valueCodeableConcept?.text ?? '',
  condition: extension(observation, EXT.precondition)?.valueCodeableConcept?.text ?? '',
  trial: extension(observation, EXT.trial)?.valueString ?? '',
});

/** @param {Said} a @param {Said} b */
export const equal = (a, b) => ['topic', 'answer', 'words', 'condition', 'trial'].every((part) => a[part] === b[part]);

/** Nothing said yet. @param {string} topic @returns {Said} */
export const nothingSaid = (topic) => ({ topic, answer: '', words: '', condition: '', trial: '' });

/** @param {Said} said */
export const isBlank = ({ answer, words }) => !answer && !words.trim();

/** How sure it is, who heard it, who typed it. @param {any} observation */
export const sureness = (observation) => ({
  standing: extension(observation, EXT.standing)?.valueCode ?? '',
  heardBy: extension(observation, EXT.heardBy)?.valueReference,
  enteredBy: extension(observation, EXT.enteredBy)?.valueReference,
  when: when(observation),
});

/** The moment that a date as written begins, in Japan. */
const moment = (value) => Date.parse(value.includes('T') ? value : `${(value + '-01-01').slice(0, 10)}T00:00:00+09:00`) || 0;
const recorded = (one) => Date.parse(one.meta?.lastUpdated ?? '') || 0;

/** Newest first, to the moment; of the same moment what was recorded last. @param {any} a @param {any} b */
export const latestFirst = (a, b) => moment(when(b)) - moment(when(a)) || recorded(b) - recorded(a);

const FINAL = ['final', 'amended', 'corrected'];
const performs = (observation, patient) => (observation.performer ?? []).some(({ reference }) => reference === `Patient/${patient}`);

/** @param {any} observation @param {string} patient  id */
export const isDraft = (observation, patient) => observation.status === 'preliminary' && performs(observation, patient);
/** A wording that somebody else proposes. @param {any} observation @param {string} patient */
export const isProposal = (observation, patient) => observation.status === 'preliminary' && !performs(observation, patient);

/**
 * Of each topic and condition the newest word; one withdrawn ends those before it.
 * @param {any[]} observations
 * @returns {any[]} in the order of the topics; what is about something else comes last
 */
export function standing(observations) {
  const newest = new Map();
  for (const one of observations.filter(({ status }) => [...FINAL, 'cancelled'].includes(status)).sort(latestFirst)) {
    const key = `${about(one) || JSON.stringify(one.code)}|${said(one).condition}`;
    if (!newest.has(key)) newest.set(key, one);
  }
  const order = (one) => (TOPICS.findIndex(({ key }) => key === about(one)) + TOPICS.length + 1) % (TOPICS.length + 1);
  return [...newest.values()].filter(({ status }) => status !== 'cancelled').sort((a, b) => order(a) - order(b));
}

/** What was said before, newest first: withdrawn, replaced. @param {any[]} observations */
export function earlier(observations) {
  const now = new Set(standing(observations).map(({ id }) => id));
  return observations.filter(({ id, status }) => [...FINAL, 'cancelled'].includes(status) && !now.has(id)).sort(latestFirst);
}

/**
 * A draft as it is written: a new one, or a new version of one there is.
 * @param {Said} said
 * @param {{ patient: string, enteredBy?: any, now: string }} by
 * @param {any} [before]  the draft that it changes
 * @param {any} [replaces]  the wish in whose place it would come
 */
export function draft(said, { patient, enteredBy, now }, before, replaces) {
  const topic = topicOf(said.topic);
  const extensions = [
    { url: EXT.standing, valueCode: 'written' },
    ...(said.condition.trim() ? [{ url: EXT.precondition, valueCodeableConcept: { text: said.condition } }] : []),
    ...(said.trial.trim() && said.answer === 'trial' ? [{ url: EXT.trial, valueString: said.trial }] : []),
    ...(enteredBy ? [{ url: EXT.enteredBy, valueReference: enteredBy }] : []),
  ];
  const ours = [EXT.standing, EXT.precondition, EXT.trial, EXT.enteredBy];
  const { valueString, valueCodeableConcept, ...rest } = before ?? { resourceType: 'Observation', meta: { profile: [PROFILE[topic.kind]] } };
  return {
    ...rest,
    extension: [...(before?.extension ?? []).filter(({ url }) => !ours.includes(url)), ...extensions],
    status: 'preliminary',
    category: [{ coding: [{ system: CATEGORY, code: topic.kind === 'experience' ? 'care-experience-preference' : 'intervention-preference' }] }],
    // A wish that was coded otherwise keeps its code: the new one must come in its place.
    code: before?.code ?? replaces?.code ?? { coding: topic.codes, text: topic.ja },
    subject: { reference: `Patient/${patient}` },
    performer: [{ reference: `Patient/${patient}` }],
    effectiveDateTime: now,
    ...valueOf(said, topic),
  };
}

function valueOf({ answer, words }, topic) {
  if (topic.ask === 'words') return words.trim() ? { valueString: words } : {};
  if (!answer && !words.trim()) return {};
  return { valueCodeableConcept: { ...(answer && { coding: [{ system: WISH, code: answer }] }), ...(words.trim() && { text: words }) } };
}

/** A draft that nobody wants any more. It never was a wish: `cancelled` would end one that stands. @param {any} draft */
export const dropped = (draft) => ({ ...draft, status: 'entered-in-error' });

/** The place of the step to go on at: that of the newest draft; the beginning where there is none. @param {any[]} drafts */
export function goOnAt(drafts) {
  const newest = first([...drafts].sort((a, b) => String(b.meta?.lastUpdated).localeCompare(String(a.meta?.lastUpdated))));
  return newest ? Math.max(0, STEPS.findIndex((keys) => keys.includes(about(newest)))) : 0;
}

/**
 * What a page begins with: each draft of the topic, else what stands, else nothing said; those without a condition first.
 * @param {string} topic @param {any[]} drafts @param {any[]} standing
 * @returns {{ said: Said, draft?: any, replaces?: any }[]}
 */
export function entries(topic, drafts, standing) {
  const mine = drafts.filter((one) => about(one) === topic);
  const stands = standing.filter((one) => about(one) === topic && !mine.some((other) => said(other).condition === said(one).condition));
  const rows = [...mine.map((one) => ({ said: said(one), draft: one, replaces: standing.find((s) => about(s) === topic && said(s).condition === said(one).condition) })), ...stands.map((one) => ({ said: said(one), replaces: one }))];
  rows.sort((a, b) => a.said.condition.localeCompare(b.said.condition, 'ja'));
  return rows.length > 0 ? rows : [{ said: nothingSaid(topic) }];
}

/** Drafts of the same topic and condition: two people wrote at the same time. @param {any[]} drafts @returns {any[][]} */
export function doubles(drafts) {
  const groups = new Map();
  for (const one of drafts) {
    const key = `${about(one) || one.id}|${said(one).condition}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/**
 * What `$acp-state` answered.
 * @param {any} parameters
 */
export function planState(parameters) {
  const all = (name) => (parameters.parameter ?? []).filter((one) => one.name === name);
  const part = (one, name) => (one.part ?? []).find((p) => p.name === name);
  const value = (one) => one?.valueCode ?? one?.valueDateTime ?? one?.valueDate ?? one?.valueInstant ?? one?.valueString ?? one?.valueReference?.reference ?? '';
  return {
    state: value(first(all('state'))) || 'none',
    version: value(first(all('version'))),
    signed: value(first(all('signed'))),
    confirmed: value(first(all('confirmed'))),
    expires: value(first(all('expires'))),
    due: all('due').map((one) => ({ reason: value(part(one, 'reason')), since: value(part(one, 'since')) })),
    conflicts: all('conflict').map((one) => {
      const why = (one.part ?? []).filter(({ name }) => name === 'why').map(value);
      return { wish: value(part(one, 'wish')), order: value(part(one, 'order')), ja: why[0] ?? '', en: value(part(one, 'why-en')) || value(part(one, 'whyEn')) || why[1] || why[0] || '' };
    }),
    actions: Object.fromEntries(all('action').map((one) => [value(part(one, 'code')), { allowed: part(one, 'allowed')?.valueBoolean === true, ja: value(part(one, 'text')), en: value(part(one, 'textEn')) }])),
  };
}

/** What is signed: drafts at the versions that were seen. @param {any[]} drafts */
export const toSign = (drafts) => drafts.map((one) => `Observation/${one.id}/_history/${one.meta.versionId}`);
