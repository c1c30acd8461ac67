// @ts-check
/** What a chart asks for, and what becomes of the answers: plain functions from FHIR JSON to what is shown. */
import { newestFirst, stands, when } from '../kit/fhir.js';
import { line } from '../kit/lines.js';

const PREFERENCES = 'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS';
const OBSERVED = 'http://terminology.hl7.org/CodeSystem/observation-category';

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
