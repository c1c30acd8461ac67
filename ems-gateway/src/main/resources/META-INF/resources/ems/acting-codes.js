// @ts-check
/** What entries of an incident's log are coded with: the hub's own Shapes.Incident, LOINC, UCUM. */
const BASE = 'https://tsumugi.dev/fhir';
export const LOINC = 'http://loinc.org';
export const UCUM = 'http://unitsofmeasure.org';
export const EMERGENCY = `${BASE}/CodeSystem/emergency`;
export const JCS = `${BASE}/CodeSystem/jcs`;
export const COMMAND = `${BASE}/sid/command`;
/** A reference of this hub as a mere name: nothing has to be there, and nothing has to be shown. */
export const NAMED = `${BASE}/sid/reference`;
export const OBSERVATION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
export const ABSENT_REASON = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

/** A concept of the hub's own. @param {string} code @param {string} [text] */
export const own = (code, text) => ({ coding: [{ system: EMERGENCY, code }], ...(text && { text }) });

/** Whether a concept, or one of several, is the hub's own of this code. @param {any} concepts @param {string} code */
export const isOwn = (concepts, code) =>
  [concepts ?? []].flat().some((one) => one.coding?.some((/** @type {any} */ c) => c.system === EMERGENCY && c.code === code));

/** The first of the hub's own codes of a concept, or of several. @param {any} concepts */
export const ownCode = (concepts) =>
  [concepts ?? []].flat().flatMap((one) => one.coding ?? []).find((/** @type {any} */ c) => c.system === EMERGENCY)?.code ?? '';

/**
 * Whose and which incident's an entry is.
 * @typedef {{ encounter: string, patient?: string, when: string }} About  references; when: FHIR dateTime
 * @param {About} about
 */
export const belongs = ({ encounter, patient }) => ({ encounter: { reference: encounter }, ...(patient && { subject: { reference: patient } }) });

/** A moment as FHIR writes it, to the second, in Japanese time. @param {Date} at */
export const moment = (at) => `${new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
