// @ts-check
/** From what is typed to a question, and from Patients to rows. Plain functions. */
import { age, parseDate } from '../kit/dates.js';
import { names } from '../kit/fhir.js';

/**
 * What a form asks for.
 * @param {{ name: string, born: string, number: string }} form
 * @returns {{ kind: 'question', parameters: Record<string, string[]>, joined: string } | { kind: 'nothing' } | { kind: 'wrong', field: 'born' }}
 *   `joined`: a name typed without a space, which the index cannot find by itself
 */
export function question(form) {
  /** @type {Record<string, string[]>} */
  const parameters = {};
  const parts = form.name.normalize('NFKC').trim().split(/\s+/).filter(Boolean);
  if (parts.length > 0) parameters.name = parts.map(escaped);
  if (form.born.trim()) {
    const day = parseDate(form.born);
    if (!day) return { kind: 'wrong', field: 'born' };
    parameters.birthdate = [day];
  }
  const number = form.number.normalize('NFKC').trim();
  if (number) parameters.identifier = [escaped(number)];
  if (Object.keys(parameters).length === 0) return { kind: 'nothing' };
  return { kind: 'question', parameters, joined: parts.length === 1 && parts[0].length > 2 ? parts[0] : '' };
}

/** Commas, bars and dollars mean something in a search value (R4 3.1.1.5). @param {string} value */
const escaped = (value) => value.replace(/[\\,|$]/g, (c) => `\\${c}`);

/** The wider question for a name without a space: whose name begins with its first letter. @param {{ parameters: Record<string, string[]>, joined: string }} asked */
export const wider = ({ parameters, joined }) => ({ ...parameters, name: [escaped([...joined][0])] });

/** Whether a name, its spaces left out, begins with what was typed. @param {any} patient @param {string} joined */
export function fits(patient, joined) {
  const { name, kana } = names(patient.name);
  const sought = plain(joined);
  return [name, kana].some((known) => plain(known).startsWith(sought));
}

/** Without spaces, in katakana. @param {string} text */
const plain = (text) =>
  text.normalize('NFKC').replace(/\s+/g, '').replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));

/**
 * Those in care first, each group by kana; nobody twice.
 * @param {any[]} patients @param {any[]} inCare @param {string} day
 */
export function patientRows(patients, inCare, day) {
  const cared = new Set(inCare.map((patient) => patient.id));
  const seen = new Map(patients.map((patient) => [patient.id, patient]));
  return [...seen.values()]
    .map((patient) => ({ ...banner(patient, day), mine: cared.has(patient.id) }))
    .sort((a, b) => Number(b.mine) - Number(a.mine) || a.kana.localeCompare(b.kana, 'ja'));
}

const RESIDENT = 'https://tsumugi.dev/fhir/sid/resident';

/** Who this is, as the top of a chart and a row of a list say it. @param {any} patient @param {string} day */
export function banner(patient, day) {
  return {
    id: String(patient.id),
    ...names(patient.name),
    born: patient.birthDate ?? '',
    age: age(patient.birthDate, day),
    sex: patient.gender ?? '',
    number: patient.identifier?.find((i) => i.system === RESIDENT)?.value ?? '',
    died: patient.deceasedDateTime ?? (patient.deceasedBoolean ? 'yes' : ''),
  };
}
