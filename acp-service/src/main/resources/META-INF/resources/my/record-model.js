// @ts-check
/** The record at a glance: what is asked for, and what becomes of it. Plain functions over FHIR JSON. */
import { quantity } from '../kit/fhir.js';

const OBSERVED = 'http://terminology.hl7.org/CodeSystem/observation-category';

/**
 * The sections in the order of the page.
 * @type {{ key: string, asks: [type: string, parameters: Record<string, string>][] }[]}
 */
export const SECTIONS = [
  { key: 'vitals', asks: [['Observation', { category: `${OBSERVED}|vital-signs`, _sort: '-date' }]] },
  { key: 'results', asks: [['Observation', { category: `${OBSERVED}|laboratory`, _sort: '-date' }], ['DiagnosticReport', { _sort: '-date' }]] },
  { key: 'medication', asks: [['MedicationRequest', { _sort: '-authoredon' }], ['MedicationStatement', { _sort: '-effective' }]] },
  { key: 'allergies', asks: [['AllergyIntolerance', { _sort: '-date' }]] },
  { key: 'problems', asks: [['Condition', { _sort: '-recorded-date' }]] },
  { key: 'encounters', asks: [['Encounter', { _sort: '-date' }], ['EpisodeOfCare', {}]] },
  { key: 'immunizations', asks: [['Immunization', { _sort: '-date' }]] },
  { key: 'procedures', asks: [['Procedure', { _sort: '-date' }], ['Device', {}]] },
  { key: 'usual', asks: [['Observation', { category: `${OBSERVED}|social-history`, _sort: '-date' }]] },
  { key: 'team', asks: [['CareTeam', {}]] },
];

/** Sections that are measurements over time. */
export const MEASURED = ['vitals', 'results'];

/** The code systems that the hub has plain words for, the most telling first. */
const EXPLAINED = [
  'http://capstandard.jp/iyaku.info/CodeSystem/YJ-code',
  'urn:oid:1.2.392.100495.20.1.73',
  'http://www.whocc.no/atc',
  'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full',
  'http://hl7.org/fhir/sid/icd-10',
  'http://loinc.org',
  'http://medis.or.jp/CodeSystem/master-JLAC10-17digits',
];

/**
 * The code by which a resource can be explained; undefined: none.
 * @param {any} resource
 * @returns {{ system: string, code: string } | undefined}
 */
export function explainedBy(resource) {
  const codings = [resource.medicationCodeableConcept, resource.code].flatMap((concept) => concept?.coding ?? []).filter((c) => c.code);
  return EXPLAINED.map((system) => codings.find((coding) => coding.system === system)).find(Boolean);
}

/** One key a code. @param {{ system: string, code: string } | undefined} coding */
export const keyOf = (coding) => (coding ? `${coding.system}|${coding.code}` : '');

/**
 * What an answer of `$lookup` says in plain words: what it is, what a high and a low value may mean.
 * @param {any} parameters
 * @returns {{ plain: Record<string, string>, high: Record<string, string>, low: Record<string, string> }} each by language
 */
export function plainWords(parameters) {
  const found = { plain: {}, high: {}, low: {} };
  const uses = { plain: found.plain, 'plain-high': found.high, 'plain-low': found.low };
  for (const { part = [] } of (parameters.parameter ?? []).filter((p) => p.name === 'designation')) {
    const of = (name) => part.find((p) => p.name === name);
    const words = uses[of('use')?.valueCoding?.code];
    if (words) words[of('language')?.valueCode ?? ''] = of('value')?.valueString ?? '';
  }
  return found;
}

/** The newest value of a series, as people say it: 132/78 mmHg. @param {{ unit: string, rows: { when: string, texts: string[] }[] }} group */
export const latest = (group) => ({ value: group.rows[0].texts.filter(Boolean).join('/'), unit: group.unit, when: group.rows[0].when });

/**
 * Whether the newest value is called high or low by who measured it, or by its range; empty: neither, or not known.
 * @param {any} observation
 * @returns {'high' | 'low' | ''}
 */
export function flagged(observation) {
  const said = observation.interpretation?.[0]?.coding?.[0]?.code ?? '';
  if (/^(H|HH|HU|>)$/.test(said)) return 'high';
  if (/^(L|LL|LU|<)$/.test(said)) return 'low';
  const value = observation.valueQuantity?.value;
  const { low, high } = observation.referenceRange?.[0] ?? {};
  if (value === undefined) return '';
  if (high?.value !== undefined && value > high.value) return 'high';
  return low?.value !== undefined && value < low.value ? 'low' : '';
}

/** For how many days a medicine was given out, in words of the record. @param {any} request */
export const supply = (request) => quantity(request.dispenseRequest?.expectedSupplyDuration);
