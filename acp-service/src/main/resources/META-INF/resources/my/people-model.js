// @ts-check
/** The people around somebody: who speaks for them, whom to call and in which order, whom not to tell. Plain functions over FHIR JSON. */
import { code, names } from '../kit/fhir.js';

const BASE = 'https://tsumugi.dev/fhir';
const AUTHORITY = `${BASE}/StructureDefinition/authority`;
const NOT_TO_TELL = `${BASE}/StructureDefinition/not-to-tell`;
const TELL = `${BASE}/StructureDefinition/tell-in-emergency`;
const PATIENT = `${BASE}/sid/patient`;
const AGENT_POLICY = `${BASE}/policy/healthcare-agent`;
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
const LOINC = 'http://loinc.org';
const LIMITS = '81346-9';
const MAY_DECIDE = '81347-7';
/** Places of who speaks, in their order: first, alternates. */
const PLACES = ['75783-1', '75784-9', '75785-6'];
const STANDS = ['active', 'proposed'];

export const RELATIONS = ['HUSB', 'WIFE', 'DAU', 'SON', 'MTH', 'FTH', 'BRO', 'SIS', 'GRNDDAU', 'GRNDSON', 'NIECE', 'NEPHEW', 'FAMMEMB', 'FRND', 'NBOR'];
export const ROLES = ['agent', 'alternate', 'helper', 'family'];

const extension = (resource, url) => (resource.extension ?? []).find((one) => one.url === url);

/** Consents that name this person as one who speaks. */
const naming = (consents, id) =>
  consents.filter((consent) => consent.policy?.some(({ uri }) => uri === AGENT_POLICY) && STANDS.includes(consent.status) &&
    consent.provision?.actor?.some(({ reference }) => reference?.reference === `RelatedPerson/${id}`));

/**
 * @typedef {{ id: string, resource: any, name: string, kana: string, relation: string, relationCode: string, phones: string[], rank: number, role: string,
 *   state: 'none' | 'invited' | 'accepted', place: number, powers: string[], mayDecide: boolean, limits: string, account: string, notToTell: boolean, told: boolean }} Person
 * @param {any} related  RelatedPerson
 * @param {any[]} consents  of the same patient
 * @returns {Person}
 */
export function person(related, consents) {
  const named = naming(consents, related.id);
  const powersOf = named.find(({ scope }) => code(scope, LOINC) !== LIMITS);
  const limitsOf = named.find(({ scope }) => code(scope, LOINC) === LIMITS);
  const authority = extension(related, AUTHORITY);
  const part = (url) => (authority?.extension ?? []).filter((one) => one.url === url);
  const place = PLACES.indexOf(code(powersOf?.provision?.actor?.[0]?.role, LOINC));
  const account = related.identifier?.find(({ system }) => system === PATIENT)?.value ?? '';
  const kind = part('kind')[0]?.valueCode ?? '';
  const speaks = powersOf ? (place > 0 ? 'alternate' : 'agent') : kind;
  const phones = (related.telecom ?? []).filter(({ system }) => system === 'phone');
  const relation = related.relationship?.find((one) => code(one, ROLE_CODE)) ?? related.relationship?.[0];
  return {
    id: related.id,
    resource: related,
    ...names(related.name),
    relation: relation?.text ?? '',
    relationCode: code(relation, ROLE_CODE),
    phones: phones.map(({ value }) => value),
    rank: Math.min(...phones.map(({ rank }) => rank ?? Infinity), Infinity),
    role: speaks || (account ? 'family' : ''),
    state: powersOf?.status === 'proposed' ? 'invited' : speaks || account ? 'accepted' : 'none',
    place: place < 0 ? Infinity : place,
    powers: part('may').map(({ valueCode }) => valueCode),
    mayDecide: Boolean(powersOf?.provision?.action?.some((action) => code(action, LOINC) === MAY_DECIDE)),
    limits: limitsOf?.provision?.action?.[0]?.text ?? '',
    account,
    notToTell: extension(related, NOT_TO_TELL)?.valueBoolean === true,
    told: extension(related, TELL)?.valueBoolean === true,
  };
}

/**
 * @param {any[]} related @param {any[]} consents
 * @returns {{ speakers: Person[], helpers: Person[], calls: Person[], silent: Person[] }}  `calls` in the order to call, without those not to be told
 */
export function people(related, consents) {
  const all = related.filter(({ active }) => active !== false).map((one) => person(one, consents));
  const kana = (a, b) => a.kana.localeCompare(b.kana, 'ja');
  return {
    speakers: all.filter(({ role }) => ['agent', 'alternate', 'guardian', 'parent'].includes(role)).sort((a, b) => a.place - b.place || kana(a, b)),
    helpers: all.filter(({ role }) => role === 'helper'),
    calls: all.filter(({ notToTell }) => !notToTell).sort((a, b) => a.rank - b.rank || kana(a, b)),
    silent: all.filter(({ notToTell }) => notToTell).sort(kana),
  };
}

/**
 * Who signed in, as this record names them: a record that named another resident's Patient would be a record of both.
 * @param {any[]} related  RelatedPersons of the record @param {{ patient: string, me: string }} whose
 * @returns {any} a Reference
 */
export function meIn(related, { patient, me }) {
  const mine = related.find((one) => `RelatedPerson/${one.id}` === me || one.identifier?.some(({ system, value }) => system === PATIENT && `Patient/${value}` === me));
  if (me === `Patient/${patient}` || !mine) return { reference: me };
  return { reference: `RelatedPerson/${mine.id}`, display: names(mine.name).name };
}

/** The same person at another place among those to call. @param {any} related @param {number} rank */
const ranked = (related, rank) => ({ ...related, telecom: (related.telecom ?? []).map((one) => (one.system === 'phone' ? { ...one, rank } : one)) });

/**
 * The RelatedPersons to write when one moves up or down among those to call: none changes whose place stays.
 * @param {Person[]} calls  in their order @param {string} id @param {-1 | 1} by
 * @returns {any[]}
 */
export function moved(calls, id, by) {
  const order = [...calls];
  const at = order.findIndex((one) => one.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return [];
  [order[at], order[to]] = [order[to], order[at]];
  return order.flatMap((one, i) => (one.rank === i + 1 || one.phones.length === 0 ? [] : [ranked(one.resource, i + 1)]));
}

/** The same person with one of the two wishes, or with neither: who shall not be told is not told in an emergency. */
function wishing(related, url) {
  const others = (related.extension ?? []).filter((one) => ![NOT_TO_TELL, TELL].includes(one.url));
  const { extension: gone, ...rest } = related;
  const extensions = url ? [...others, { url, valueBoolean: true }] : others;
  return extensions.length > 0 ? { ...rest, extension: extensions } : rest;
}

/** Whether they shall be told of anything. @param {any} related @param {boolean} not */
export const notToTell = (related, not) => wishing(related, not ? NOT_TO_TELL : '');

/** Whether they shall be told that an ambulance takes the resident to a hospital. @param {any} related @param {boolean} tell */
export const tellInEmergency = (related, tell) => wishing(related, tell ? TELL : '');

/** One commit, against what was read. @param {any[]} resources */
export const transaction = (resources) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource) => ({ resource, request: { method: 'PUT', url: `RelatedPerson/${resource.id}`, ifMatch: `W/"${resource.meta.versionId}"` } })),
});

/**
 * What `$invite` is asked. Only what the role may carry goes along.
 * @param {{ relatedPerson?: string, name?: string, kana?: string, relationship?: string, phone?: string, role: string, powers: string[], mayDecide: boolean, limits: string, email: string }} form
 */
export function invitation(form) {
  const text = (name, value) => (value ? [{ name, valueString: value }] : []);
  const speaks = ['agent', 'alternate'].includes(form.role);
  const powers = form.role === 'family' ? [] : form.role === 'helper' ? form.powers.filter((one) => one !== 'consent') : form.powers;
  return [
    ...(form.relatedPerson
      ? [{ name: 'relatedPerson', valueReference: { reference: `RelatedPerson/${form.relatedPerson}` } }]
      : [...text('name', form.name?.trim()), ...text('kana', form.kana?.trim()), { name: 'relationship', valueCode: form.relationship }, ...text('telecom', form.phone?.normalize('NFKC').trim())]),
    { name: 'role', valueCode: form.role },
    ...powers.map((valueCode) => ({ name: 'powers', valueCode })),
    ...(speaks ? [{ name: 'may-decide', valueBoolean: form.mayDecide }, ...text('limits', form.limits.trim())] : []),
    ...text('email', form.email.trim()),
  ];
}

const first = (parameters, name) => (parameters.parameter ?? []).find((one) => one.name === name);

/** What `$invite` answered. @param {any} parameters */
export const invited = (parameters) => ({
  code: first(parameters, 'code')?.valueString ?? '',
  until: first(parameters, 'until')?.valueInstant ?? '',
  mail: first(parameters, 'mail')?.valueCode ?? '',
  qr: first(parameters, 'qr')?.valueString ?? '',
});

/** What `$invitation` says of a code. @param {any} parameters */
export const asked = (parameters) => ({
  state: first(parameters, 'state')?.valueCode ?? '',
  patient: first(parameters, 'patientName')?.valueString ?? '',
  by: first(parameters, 'invitedBy')?.valueString ?? '',
  me: first(parameters, 'personName')?.valueString ?? '',
  role: first(parameters, 'role')?.valueCode ?? '',
  powers: (parameters.parameter ?? []).filter(({ name }) => name === 'power').map(({ valueCode }) => valueCode),
  mayDecide: first(parameters, 'may-decide')?.valueBoolean === true,
  limits: first(parameters, 'limits')?.valueString ?? '',
  until: first(parameters, 'until')?.valueInstant ?? '',
});

/** A code as people type it from a paper, or a whole link. @param {string} typed */
export function codeOf(typed) {
  const text = typed.normalize('NFKC').trim();
  return /#invitation=([A-Za-z0-9_-]+)$/.exec(text)?.[1] ?? text.replace(/\s+/g, '');
}

/** The link of an invitation: the code stands in the fragment, which no server and no log sees. @param {string} origin @param {string} code */
export const link = (origin, code) => `${origin}/my/#invitation=${code}`;

/** The code of an invitation in a page's address. @param {string} address */
export const fragmentOf = (address) => /#invitation=([A-Za-z0-9_-]{1,100})$/.exec(address)?.[1] ?? '';
