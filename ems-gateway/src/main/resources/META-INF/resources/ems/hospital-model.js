// @ts-check
/** To which hospital: who takes emergencies, whose patient the person already is, and what each of them answered. Plain functions. */
import { concept } from '../kit/fhir.js';
import { phoneOf } from './doctor-model.js';
import { answers } from './said-model.js';

/** HL7 service-category: Emergency Department. */
const EMERGENCY_DEPARTMENT = '14';
const takesEmergencies = (service) => [service.category ?? [], service.type ?? []].flat().some((one) => one.coding?.some(({ code }) => code === EMERGENCY_DEPARTMENT || code === 'emergency'));

/**
 * @typedef {{ id: string, name: string, phone: string, emergency: boolean, own: boolean, offers: string[], level: string, answer: string, reasons: string[] }} Hospital
 *   `offers`: specialities; `level`: which part it has in the city's emergency care
 * @param {any[]} organizations @param {any[]} services @param {string[]} own  names of the institutions that the sheet shows
 * @param {any[]} resources  of the log
 * @returns {Hospital[]} who accepted first, then the person's own, then those for emergencies, then the others
 */
export function hospitals(organizations, services, own, resources) {
  const said = new Map(answers(resources).map((one) => [one.id, one]));
  return organizations
    .map((one) => {
      const id = `Organization/${one.id}`;
      const offered = services.filter(({ providedBy }) => providedBy?.reference === id);
      const emergency = offered.filter(takesEmergencies);
      return {
        id,
        name: one.name ?? '',
        phone: emergency.flatMap(({ telecom = [] }) => telecom).find(({ system }) => system === 'phone')?.value ?? phoneOf(one),
        emergency: emergency.length > 0,
        own: own.includes(one.name),
        offers: [...new Set(offered.flatMap(({ specialty = [] }) => specialty.map(concept)))],
        level: emergency.map(({ comment }) => comment ?? '').filter(Boolean).join(' '),
        answer: said.get(id)?.answer ?? '',
        reasons: said.get(id)?.reasons ?? [],
      };
    })
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'ja'));
}

/** Who refused stays in sight, below. @param {Hospital} one */
const rank = (one) => (one.answer === 'accepted' ? 0 : one.answer === 'refused' ? 4 : one.own && one.emergency ? 1 : one.emergency ? 2 : 3);

/** Which of them took the person: the last that did. @param {any[]} resources */
export const accepted = (resources) => answers(resources).filter(({ answer }) => answer === 'accepted').at(-1);

/** The institutions that a sheet names. @param {import('./sheet-model.js').Sheet | undefined} sheet @returns {string[]} */
export const named = (sheet) => (sheet?.doctors ?? []).map(({ organization }) => organization).filter(Boolean);
