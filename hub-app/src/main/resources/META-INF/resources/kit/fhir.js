// @ts-check
/** FHIR R4 datatypes as people read them. Plain functions: no DOM, no fetch. */
import { inJapan } from './dates.js';

/** @param {any} concept  CodeableConcept */
export const concept = (concept) =>
  concept?.text ?? concept?.coding?.find((/** @type {any} */ c) => c.display)?.display ?? concept?.coding?.[0]?.code ?? '';

/** Whether one of the codings is this one. @param {any} concept @param {string} system @param {string} code */
export const is = (concept, system, code) => Boolean(concept?.coding?.some((c) => c.system === system && c.code === code));

/** The first code, of a system if one is named. @param {any} concept @param {string} [system] */
export const code = (concept, system) => concept?.coding?.find((c) => !system || c.system === system)?.code ?? '';

const REPRESENTATION = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation';

/**
 * Kanji and kana of a person (JP Core: representation IDE and SYL).
 * @param {any[] | undefined} names
 */
export function names(names = []) {
  const of = (kind) => names.find((name) => name.extension?.some((e) => e.url === REPRESENTATION && e.valueCode === kind));
  const text = (name) => name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' ');
  const kana = of('SYL');
  return { name: text(of('IDE') ?? names.find((name) => name !== kana)), kana: text(kana) };
}

/** When a resource is about, by the element its type uses; empty if it says nothing. @param {any} resource */
export function when(resource) {
  const found =
    resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.effectiveInstant ?? resource.onsetDateTime ??
    resource.occurrenceDateTime ?? resource.performedDateTime ?? resource.performedPeriod?.start ?? resource.period?.start ??
    resource.authoredOn ?? resource.dateTime ?? resource.date ?? resource.recordedDate ?? resource.dateAsserted ?? resource.issued;
  return typeof found === 'string' ? found : '';
}

/** Orders by time, newest first; what has no time comes last. @param {any} a @param {any} b */
export const newestFirst = (a, b) => sortKey(when(b)).localeCompare(sortKey(when(a)));

const sortKey = (value) => {
  const { day, time } = inJapan(value);
  return `${day} ${time}`;
};

/** A number with its unit, as it was written. @param {any} quantity */
export const quantity = (quantity) =>
  quantity?.value === undefined ? '' : `${quantity.comparator ?? ''}${quantity.value}${quantity.unit ? ` ${quantity.unit}` : ''}`;

/** The value of an Observation or of one of its components. @param {any} holder */
export function value(holder) {
  if (holder.valueQuantity) return quantity(holder.valueQuantity);
  if (holder.valueCodeableConcept) return concept(holder.valueCodeableConcept);
  const plain = holder.valueString ?? holder.valueInteger ?? holder.valueDateTime ?? holder.valueTime;
  if (plain !== undefined) return String(plain);
  if (holder.valueBoolean !== undefined) return holder.valueBoolean ? '+' : '−';
  if (holder.valueRange) return `${quantity(holder.valueRange.low)} – ${quantity(holder.valueRange.high)}`;
  if (holder.valueRatio) return `${quantity(holder.valueRatio.numerator)} / ${quantity(holder.valueRatio.denominator)}`;
  return concept(holder.dataAbsentReason);
}

/** What was written by mistake is not shown. @param {any} resource */
export const stands = (resource) =>
  resource.status !== 'entered-in-error' && code(resource.verificationStatus) !== 'entered-in-error';

/** @param {any} resource @param {string} url */
export const extension = (resource, url) => resource.extension?.find((e) => e.url === url);
