// @ts-check
/** One round of vital signs: what is asked, what would surprise, and the FHIR R4 vital signs that it becomes. Plain functions. */
import { ABSENT_REASON, belongs, JCS, LOINC, OBSERVATION_CATEGORY, own, UCUM } from './acting-codes.js';

/**
 * Numbers that are entered. `low` to `high` is what a crew meets; outside it we ask "really?", and take the answer. `least` and
 * `most` are what can be at all: what the device or the unit cannot say is a slip of the finger.
 * @type {{ key: string, unit: string, low: number, high: number, least: number, most: number, step: number }[]}
 */
export const NUMBERS = [
  { key: 'systolic', unit: 'mmHg', low: 60, high: 240, least: 0, most: 320, step: 1 },
  { key: 'diastolic', unit: 'mmHg', low: 30, high: 150, least: 0, most: 260, step: 1 },
  { key: 'pulse', unit: '/min', low: 30, high: 200, least: 0, most: 350, step: 1 },
  { key: 'respiration', unit: '/min', low: 6, high: 50, least: 0, most: 120, step: 1 },
  { key: 'spo2', unit: '%', low: 70, high: 100, least: 1, most: 100, step: 1 },
  { key: 'temperature', unit: '°C', low: 34, high: 41, least: 15, most: 46, step: 0.1 },
  { key: 'glucose', unit: 'mg/dL', low: 50, high: 400, least: 5, most: 1500, step: 1 },
  { key: 'pain', unit: '/10', low: 0, high: 10, least: 0, most: 10, step: 1 },
];
const LIMITS = Object.fromEntries(NUMBERS.map((one) => [one.key, one]));
export const FLOW = { least: 0, most: 25 };

/** Japan Coma Scale, alert first. */
export const COMA = [0, 1, 2, 3, 10, 20, 30, 100, 200, 300];
/** Restless, incontinent, akinetic: beside one of them. */
export const COMA_MARKS = ['R', 'I', 'A'];
/** How many answers each part of the Glasgow scale has. */
export const GLASGOW = { eyes: 4, verbal: 5, motor: 6 };
export const LIGHT = ['prompt', 'sluggish', 'none'];

/** @typedef {{ numbers: Record<string, string>, unmeasurable: string[], oxygen: '' | 'air' | 'oxygen', flow: string, jcs?: number, jcsMarks: string[],
 *   gcs: { eyes?: number, verbal?: number, motor?: number }, intubated?: boolean, pupils: Record<string, string> }} Entry */

/** @returns {Entry} */
export const nothing = () => ({ numbers: {}, unmeasurable: [], oxygen: '', flow: '', jcsMarks: [], gcs: {}, pupils: {} });

/** A number as it was typed, in any width; undefined if there is none. @param {string | undefined} typed */
export function number(typed) {
  const text = (typed ?? '').normalize('NFKC').trim();
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** I-1, II-20, III-300 … @param {number} coma @param {string[]} [marks] */
export const comaName = (coma, marks = []) =>
  (coma === 0 ? '0' : `${'I'.repeat(String(coma).length)}-${coma}`) + (marks.length > 0 ? ` ${COMA_MARKS.filter((one) => marks.includes(one)).join('')}` : '');

/** The sum, if all three are known. @param {{ eyes?: number, verbal?: number, motor?: number }} gcs */
export const glasgowSum = ({ eyes, verbal, motor }) => (eyes && verbal && motor ? eyes + verbal + motor : undefined);

/**
 * What cannot be, and what is asked "really?" of.
 * @param {Entry} entry
 * @returns {{ wrong: string[], really: string[] }} keys
 */
export function look(entry) {
  const wrong = [];
  const really = [];
  for (const [key, typed] of Object.entries(entry.numbers)) {
    if (!typed.trim()) continue;
    const value = number(typed);
    const { low, high, least, most } = LIMITS[key];
    if (value === undefined || value < least || value > most) wrong.push(key);
    else if (value < low || value > high) really.push(key);
  }
  const [above, below] = [number(entry.numbers.systolic), number(entry.numbers.diastolic)];
  if (above !== undefined && below !== undefined && below >= above) wrong.push('diastolic');
  const flow = number(entry.flow);
  if (entry.oxygen === 'oxygen' && entry.flow.trim() && (flow === undefined || flow > FLOW.most)) wrong.push('flow');
  for (const side of ['right', 'left']) {
    const size = entry.pupils[side];
    if (size?.trim() && !((number(size) ?? 0) >= 1 && (number(size) ?? 99) <= 10)) wrong.push(side);
  }
  return { wrong: [...new Set(wrong)], really };
}

/** Whether anything was entered. @param {Entry} entry */
export const says = (entry) =>
  Object.values(entry.numbers).some((typed) => typed.trim()) || entry.unmeasurable.length > 0 || entry.jcs !== undefined || Boolean(entry.oxygen) ||
  Object.values(entry.gcs).some(Boolean) || Object.values(entry.pupils).some((typed) => typed.trim());

const PROFILE = 'http://hl7.org/fhir/StructureDefinition/';
const loinc = (...codes) => ({ coding: codes.map((code) => ({ system: LOINC, code })) });
const measure = (value, unit, code) => ({ valueQuantity: { value, unit, system: UCUM, code } });
/** Looked for, and not to be had: no number, and not nothing either. */
const unmeasurable = () => ({ dataAbsentReason: { coding: [{ system: ABSENT_REASON, code: 'unknown' }], text: '測定不能' } });

/** Of what has one number: LOINC codes, text, UCUM, profile (R4 vital signs, observation-vitalsigns.html). */
const SINGLE = {
  pulse: [['8867-4'], '脈拍', '/min', '/min', 'heartrate'],
  respiration: [['9279-1'], '呼吸数', '/min', '/min', 'resprate'],
  temperature: [['8310-5'], '体温', '°C', 'Cel', 'bodytemp'],
  glucose: [['41653-7'], '血糖', 'mg/dL', 'mg/dL', 'vitalsigns'],
  pain: [['72514-3'], '痛み(0–10)', '/10', '{score}', 'vitalsigns'],
};

/**
 * The Observations of one round, all of one moment. A profile is claimed only where there is somebody whose they are: the
 * vital signs of R4 demand a subject. Where its units (ucum-vitals-common) know no scores, none is claimed for components either.
 * @param {Entry} entry @param {import('./acting-codes.js').About} about
 * @returns {any[]}
 */
export function observations(entry, about) {
  const of = (key) => (entry.unmeasurable.includes(key) ? unmeasurable() : undefined);
  const vital = (profile, code, text, rest) => ({
    resourceType: 'Observation',
    ...(about.patient && profile && { meta: { profile: [PROFILE + profile] } }),
    status: 'final',
    category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: 'vital-signs' }] }],
    code: { ...code, text },
    ...belongs(about),
    effectiveDateTime: about.when,
    ...rest,
  });
  const all = [];
  if (entry.jcs !== undefined) all.push(vital('vitalsigns', own('japan-coma-scale'), '意識レベル(JCS)', coma(entry)));
  if (glasgowSum(entry.gcs) !== undefined || Object.values(entry.gcs).some(Boolean)) all.push(vital('', loinc('9269-2'), '意識レベル(GCS)', glasgow(entry)));
  const pressure = bloodPressure(entry);
  if (pressure) all.push(vital('bp', loinc('85354-9'), '血圧', pressure));
  for (const [key, [codes, text, unit, ucum, profile]] of Object.entries(SINGLE)) {
    const value = number(entry.numbers[key]);
    const rest = of(key) ?? (value === undefined ? undefined : measure(value, unit, ucum));
    if (rest) all.push(vital(profile, loinc(...codes), text, rest));
  }
  const saturation = number(entry.numbers.spo2);
  const oxygen = of('spo2') ?? (saturation === undefined ? undefined : measure(saturation, '%', '%'));
  if (oxygen) all.push(vital('oxygensat', loinc('2708-6', '59408-5'), 'SpO2', oxygen));
  if (entry.oxygen) all.push(vital('vitalsigns', loinc('3151-8'), '酸素流量', breathing(entry)));
  const eyes = pupils(entry);
  if (eyes) all.push(vital('', own('pupils'), '瞳孔', eyes));
  return all;
}

function coma({ jcs, jcsMarks }) {
  const marks = COMA_MARKS.filter((one) => jcsMarks.includes(one));
  return { valueCodeableConcept: { coding: [String(jcs), ...marks].map((code) => ({ system: JCS, code })), text: `JCS ${comaName(jcs, jcsMarks)}` } };
}

/** The total stands only if all three parts are known; who is intubated has no verbal answer, and no total. */
function glasgow({ gcs, intubated }) {
  const sum = intubated ? undefined : glasgowSum(gcs);
  const score = (value) => measure(value, '{score}', '{score}');
  const one = (code, text, value, tube = false) => (value || tube ? [{ code: { ...loinc(code), text }, ...(tube ? { dataAbsentReason: { ...unmeasurable().dataAbsentReason, text: 'T(挿管中)' } } : score(value)) }] : []);
  return {
    ...(sum === undefined ? { dataAbsentReason: { coding: [{ system: ABSENT_REASON, code: 'unknown' }] } } : score(sum)),
    component: [...one('9267-6', 'E', gcs.eyes), ...one('9270-0', 'V', gcs.verbal, intubated), ...one('9268-4', 'M', gcs.motor)],
  };
}

/** By touch the lower one cannot be had: the profile wants both, the missing one with its reason. */
function bloodPressure({ numbers, unmeasurable: gone }) {
  const [above, below] = [number(numbers.systolic), number(numbers.diastolic)];
  if (above === undefined && below === undefined && !gone.includes('systolic')) return undefined;
  const one = (code, text, value) => ({ code: { ...loinc(code), text }, ...(value === undefined ? unmeasurable() : measure(value, 'mmHg', 'mm[Hg]')) });
  return { component: [one('8480-6', '収縮期', above), one('8462-4', '拡張期', below)] };
}

/** Room air is a flow of nothing. */
function breathing({ oxygen, flow }) {
  const litres = oxygen === 'air' ? 0 : number(flow);
  return litres === undefined ? unmeasurable() : measure(litres, 'L/min', 'L/min');
}

function pupils({ pupils: seen }) {
  const component = ['right', 'left'].flatMap((side) => {
    const word = side === 'right' ? '右' : '左';
    const size = number(seen[side]);
    const light = seen[`${side}Light`];
    return [
      ...(size === undefined ? [] : [{ code: own(`pupil-${side}`, `${word}の瞳孔径`), ...measure(size, 'mm', 'mm') }]),
      ...(light ? [{ code: own(`pupil-${side}-light`, `${word}の対光反射`), valueCodeableConcept: own(`light-${light}`, LIGHT_WORDS[light]) }] : []),
    ];
  });
  return component.length > 0 ? { component } : undefined;
}
const LIGHT_WORDS = { prompt: '迅速', sluggish: '鈍い', none: 'なし' };
