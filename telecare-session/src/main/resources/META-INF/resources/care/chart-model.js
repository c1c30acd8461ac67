// @ts-check
/** What a chart asks for, and what becomes of the answers: plain functions from FHIR JSON to what is shown. */
import { code, concept, newestFirst, stands, value, when } from './fhir.js';

const PREFERENCES = 'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS';
const OBSERVED = 'http://terminology.hl7.org/CodeSystem/observation-category';
const ABSENT = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';

/**
 * The sections in the order of the chart; each of its questions is asked by itself, so that one that fails is seen to fail. The
 * newest are asked for first: where there are more than a chart can hold, they are what it holds.
 * @type {{ key: string, asks: [type: string, parameters: Record<string, string>][] }[]}
 */
export const SECTIONS = [
  {
    key: 'wishes',
    asks: [
      ['Observation', { category: `${PREFERENCES}|intervention-preference,${PREFERENCES}|care-experience-preference` }],
      ['ServiceRequest', { intent: 'directive' }],
      ['Consent', { category: 'acd' }],
      ['RelatedPerson', {}],
    ],
  },
  { key: 'problems', asks: [['Condition', { _sort: '-recorded-date' }]] },
  { key: 'medication', asks: [['MedicationRequest', { _sort: '-authoredon' }], ['MedicationStatement', { _sort: '-effective' }]] },
  { key: 'allergies', asks: [['AllergyIntolerance', { _sort: '-date' }]] },
  { key: 'vitals', asks: [['Observation', { category: `${OBSERVED}|vital-signs`, _sort: '-date' }]] },
  { key: 'results', asks: [['Observation', { category: `${OBSERVED}|laboratory`, _sort: '-date' }], ['DiagnosticReport', { _sort: '-date' }]] },
  { key: 'usual', asks: [['Observation', { category: `${OBSERVED}|social-history`, _sort: '-date' }]] },
  { key: 'procedures', asks: [['Procedure', { _sort: '-date' }], ['Device', {}]] },
  { key: 'documents', asks: [['DocumentReference', { _sort: '-date' }]] },
  { key: 'immunizations', asks: [['Immunization', { _sort: '-date' }]] },
  { key: 'encounters', asks: [['Encounter', { _sort: '-date' }], ['EpisodeOfCare', {}]] },
  { key: 'team', asks: [['CareTeam', {}]] },
];

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

/** Everything that has a time, newest first, under its year and month. @param {Record<string, any[]>} bySection @param {(reference: any) => string} named */
export function timeline(bySection, named) {
  const all = Object.entries(bySection).flatMap(([section, resources]) =>
    resources.filter((r) => stands(r) && when(r) && !['Consent', 'RelatedPerson', 'CareTeam'].includes(r.resourceType)).map((resource) => ({ section, resource })),
  );
  all.sort((a, b) => newestFirst(a.resource, b.resource));
  /** @type {{ month: string, events: { section: string, line: ReturnType<typeof line> }[] }[]} */
  const months = [];
  for (const { section, resource } of all) {
    const month = when(resource).slice(0, 7);
    if (months.at(-1)?.month !== month) months.push({ month, events: [] });
    months.at(-1)?.events.push({ section, line: line(resource, named) });
  }
  return months;
}

/** Data class of `$access-decision` in words of the language. @param {any} parameters @param {string} language */
export const decisions = (parameters, language) =>
  (parameters.parameter ?? [])
    .filter((p) => p.name === 'decision' && p.part?.some((q) => q.name === 'data-class'))
    .map((p) => p.part.find((q) => q.name === (language === 'en' ? 'text-en' : 'text'))?.valueString ?? '');
