// @ts-check
/** Resources of any type as lines of a list, and whom they name: plain functions. */
import { code, concept, newestFirst, stands, value, when } from './fhir.js';

const ABSENT = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';

/** Statuses that say: no longer. */
const PAST = new Set(['inactive', 'resolved', 'remission', 'completed', 'stopped', 'ended', 'cancelled', 'revoked', 'finished', 'superseded', 'not-done', 'refuted']);

/**
 * One line of a section.
 * @param {any} resource
 * @param {(reference: any) => string} named  a reference in words
 */
export function line(resource, named) {
  const by = resource.requester ?? resource.recorder ?? resource.asserter ?? resource.author?.[0] ?? resource.performer?.[0]?.actor ??
    resource.performer?.[0] ?? resource.participant?.find((/** @type {any} */ p) => p.individual)?.individual ?? resource.serviceProvider ??
    resource.managingOrganization;
  const status = code(resource.clinicalStatus) || resource.status || '';
  return {
    id: `${resource.resourceType}/${resource.id}`,
    type: resource.resourceType,
    title: titleOf(resource),
    details: detailsOf(resource, named).filter(Boolean),
    when: when(resource),
    by: named(by),
    status,
    past: PAST.has(status),
    severe: resource.criticality === 'high',
    explicit: code(resource.code, ABSENT) !== '',
  };
}

function titleOf(resource) {
  return (
    concept(resource.medicationCodeableConcept) || concept(resource.vaccineCode) || concept(resource.code) ||
    concept([resource.type].flat()[0]) || resource.deviceName?.[0]?.name || resource.description || resource.name ||
    resource.content?.[0]?.attachment?.title || concept(resource.category?.[0])
  );
}

function detailsOf(resource, named) {
  switch (resource.resourceType) {
    case 'MedicationRequest':
      return [...texts(resource.dosageInstruction), ...noted(resource)];
    case 'MedicationStatement':
      return [...texts(resource.dosage), ...noted(resource)];
    case 'AllergyIntolerance':
      return [...(resource.reaction ?? []).flatMap((r) => (r.manifestation ?? []).map(concept)), ...noted(resource)];
    case 'Observation':
      return [value(resource), ...(resource.component ?? []).map((part) => `${concept(part.code)} ${value(part)}`), ...noted(resource)];
    case 'DiagnosticReport':
      return [resource.conclusion];
    case 'Encounter':
      return [...(resource.reasonCode ?? []).map(concept), named(resource.serviceProvider)];
    case 'CareTeam':
      return (resource.participant ?? []).map((p) => [p.role?.map(concept).join('・'), named(p.member)].filter(Boolean).join(' '));
    case 'Immunization':
      return (resource.protocolApplied ?? []).map((p) => (p.doseNumberPositiveInt ? `#${p.doseNumberPositiveInt}` : '')).concat(noted(resource));
    case 'Condition':
      return [concept(resource.severity), ...(resource.bodySite ?? []).map(concept), ...noted(resource)];
    default:
      return noted(resource);
  }
}

const texts = (instructions = []) => instructions.map((/** @type {any} */ i) => i.text ?? '');
const noted = (resource) => (resource.note ?? []).map((/** @type {any} */ n) => n.text ?? '');

/** The lines of a section: what holds before what is past, each newest first. @param {any[]} resources @param {(reference: any) => string} named */
export const lines = (resources, named) =>
  resources
    .filter(stands)
    .sort(newestFirst)
    .map((resource) => line(resource, named))
    .sort((a, b) => Number(a.past) - Number(b.past) || Number(b.severe) - Number(a.severe));

/** References without words of their own, to be asked for: open data of the city's directory. @param {any[]} resources */
export function unnamed(resources) {
  /** @type {Record<string, Set<string>>} */
  const wanted = { Organization: new Set(), Practitioner: new Set() };
  const look = (/** @type {any} */ node) => {
    if (typeof node !== 'object' || node === null) return;
    const [, type, id] = /^(Organization|Practitioner)\/([\w.-]+)$/.exec(node.reference ?? '') ?? [];
    if (type && !node.display) wanted[type].add(id);
    for (const part of Object.values(node)) look(part);
  };
  resources.forEach(look);
  return wanted;
}
