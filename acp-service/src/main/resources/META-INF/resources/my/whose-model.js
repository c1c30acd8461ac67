// @ts-check
/** Whose records somebody may open, and as what: plain functions over FHIR JSON. */
import { age } from '../kit/dates.js';
import { code, names } from '../kit/fhir.js';

const BASE = 'https://tsumugi.dev/fhir';
const AUTHORITY = `${BASE}/StructureDefinition/authority`;
const PATIENT = `${BASE}/sid/patient`;
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
const ALL = ['read', 'write-wishes', 'consent'];
/** What follows from the relationship where no authority is stated; a parent's ends when the child is of age. */
const BY_RELATION = { PRN: ALL, MTH: ALL, FTH: ALL, GUARD: ALL, HPOWATT: ['read'] };
const PARENTS = ['PRN', 'MTH', 'FTH'];
const OF_AGE = 18;

/**
 * @typedef {{ patient: string, name: string, kana: string, relation: 'self' | 'proxy' | 'shared' | 'none', powers: string[], me: string, born: string, child: boolean }} Whose
 *   `patient` is an id; `me` is who signed in, as a reference; `powers` out of read, write-wishes, consent
 */

/** Who signed in, as this hub's resources name them: `fhirUser` is an address (SMART App Launch 2.2). @param {string} fhirUser */
export const reference = (fhirUser) => /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]+)$/.exec(fhirUser)?.[1] ?? '';

/** Nobody's record is there to be opened. @param {string} me @returns {Whose} */
export const nobody = (me) => ({ patient: '', name: '', kana: '', relation: 'none', powers: [], me, born: '', child: false });

/** The purpose of use that goes with it. @param {Whose} whose */
export const purposeFor = ({ relation }) => (relation === 'self' || relation === 'none' ? 'PATRQT' : 'FAMRQT');

/**
 * Oneself first, then the others by kana.
 * @param {string} me  reference of who signed in
 * @param {any[]} patients
 * @param {any[]} related  RelatedPersons of these patients
 * @param {string} day  today
 * @returns {Whose[]}
 */
export function people(me, patients, related, day) {
  const unique = new Map(patients.map((patient) => [patient.id, patient]));
  return [...unique.values()]
    .map((patient) => one(me, patient, related, day))
    .sort((a, b) => Number(b.relation === 'self') - Number(a.relation === 'self') || a.kana.localeCompare(b.kana, 'ja'));
}

function one(me, patient, related, day) {
  const self = me === `Patient/${patient.id}`;
  const child = (age(patient.birthDate, day)?.years ?? OF_AGE) < OF_AGE;
  const mine = related.filter((person) => person.patient?.reference === `Patient/${patient.id}` && isMe(person, me) && person.active !== false);
  const powers = self ? ALL : [...new Set(mine.flatMap((person) => powersOf(person, child, day)))];
  const relation = self ? 'self' : powers.length > 0 ? 'proxy' : 'shared';
  return { patient: patient.id, ...names(patient.name), relation: /** @type {Whose['relation']} */ (relation), powers, me, born: patient.birthDate ?? '', child };
}

function isMe(person, me) {
  if (`RelatedPerson/${person.id}` === me) return true;
  return Boolean(person.identifier?.some((i) => i.system === PATIENT && `Patient/${i.value}` === me));
}

function powersOf(person, child, day) {
  const stated = (person.extension ?? []).filter((e) => e.url === AUTHORITY);
  if (stated.length > 0) return stated.filter((e) => holds(e, day)).flatMap((e) => parts(e, 'may').map((part) => part.valueCode));
  const relations = (person.relationship ?? []).map((relation) => code(relation, ROLE_CODE));
  return relations.filter((relation) => child || !PARENTS.includes(relation)).flatMap((relation) => BY_RELATION[relation] ?? []);
}

const parts = (extension, url) => (extension.extension ?? []).filter((part) => part.url === url);

function holds(extension, day) {
  const period = parts(extension, 'period')[0]?.valuePeriod ?? {};
  return (period.start ?? '').slice(0, 10) <= day && (!period.end || period.end.slice(0, 10) >= day);
}
