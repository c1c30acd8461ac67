// @ts-check
/** How somebody is looked for, and what the hub answers to it. Pure. */
import { age as ageOf, parseDate, today } from '../kit/dates.js';
import { all, one, parameter, values } from './params.js';
import { identity, sheet } from './sheet-model.js';

/**
 * @typedef {{ name: string, parts?: any[] }} Parameter
 * @typedef {{ patient: string, foundBy: string, certainty: string, confirm: string, identity: import('./sheet-model.js').Identity }} Match
 * @typedef {{ patient: string, name: string, kana: string, age: number | undefined, birthYear: number | undefined, sex: string, town: string,
 *   certainty: string, agrees: string[], differs: string[], confirm: string }} Candidate
 * @typedef {{ kind: 'found', match: Match, sheet: import('./sheet-model.js').Sheet | undefined } | { kind: 'candidates', candidates: Candidate[] } | { kind: 'unknown' }} Answer
 */

/** What may agree or differ, in the order in which it is said. */
export const ITEMS = ['name', 'kana', 'birthDate', 'age', 'sex', 'address', 'phone'];

/** @param {any} part @returns {Candidate} */
const candidate = (part) => {
  const number = (/** @type {string} */ name) => (one(part, name) === '' ? undefined : Number(one(part, name)));
  return {
    patient: one(part, 'patient'),
    name: one(part, 'name'),
    kana: one(part, 'kana'),
    age: number('age'),
    birthYear: number('birthYear'),
    sex: one(part, 'sex') || 'unknown',
    town: one(part, 'town') || one(part, 'address'),
    certainty: one(part, 'certainty') || 'possible',
    agrees: values(part, 'agrees'),
    differs: values(part, 'differs'),
    confirm: one(part, 'confirm'),
  };
};

/** @param {any} answer  of `$emergency-lookup` @returns {Answer} */
export function answered(answer) {
  const outcome = one(answer, 'outcome');
  if (outcome === 'candidates') return { kind: 'candidates', candidates: all(answer, 'candidate').map(candidate) };
  if (outcome !== 'found') return { kind: 'unknown' };
  const [match] = all(answer, 'match');
  const who = identity(all(answer, 'identity')[0]);
  const found = { patient: one(match, 'patient'), foundBy: one(match, 'foundBy'), certainty: one(match, 'certainty') || 'possible', confirm: one(match, 'confirm'), identity: who };
  return { kind: 'found', match: found, sheet: all(answer, 'block').length > 0 ? sheet(answer) : undefined };
}

/**
 * What of a candidate was compared, in words' order; what was not asked is not said.
 * @param {Candidate} candidate @returns {{ item: string, agrees: boolean }[]}
 */
export const compared = ({ agrees, differs }) =>
  ITEMS.filter((item) => agrees.includes(item) || differs.includes(item)).map((item) => ({ item, agrees: agrees.includes(item) }));

/** How many of three bars a certainty fills: a shape beside the word. @param {string} certainty */
export const bars = (certainty) => ({ certain: 3, probable: 2, possible: 1 })[certainty] ?? 0;

/**
 * A card's code, out of the address in its QR code or as somebody typed it; empty if it cannot be one.
 * @param {string} text
 */
export function cardOf(text) {
  const plain = text.normalize('NFKC').trim();
  const code = plain.slice(plain.lastIndexOf('#') + 1).replace(/\s/g, '');
  return /^[A-Za-z0-9_-]{22}$/.test(code) ? code : '';
}

/** @param {string} code */
export const byCard = (code) => [parameter('card', 'String', code)];

const SYSTEMS = { resident: 'https://tsumugi.dev/fhir/sid/resident', insurance: 'http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID' };

/**
 * A number as it is printed: the town's own, or the four of an insurance card (JP-CLINS: 保険者番号:記号:番号:枝番).
 * @param {'resident' | 'insurance'} kind @param {string[]} typed
 * @returns {any[] | undefined} undefined while something is missing
 */
export function byNumber(kind, typed) {
  const parts = typed.map((text) => text.normalize('NFKC').trim().toUpperCase());
  // Symbol and branch may be empty; without the insurer and the number it is nobody's.
  const missing = kind === 'resident' ? !parts[0] : !/^\d{6,8}$/.test(parts[0]) || !parts[2];
  return missing ? undefined : [parameter('identifier', 'Identifier', { system: SYSTEMS[kind], value: parts.join(':') })];
}

/** @param {string} code  of an earlier answer */
export const byConfirm = (code) => [parameter('confirm', 'String', code)];

/**
 * The four items of somebody who lies there, as far as they are known.
 * @typedef {{ name?: string, kana?: string, birthDate?: string, age?: string, sex?: string, address?: string, phone?: string }} Form
 * @param {Form} form  as it was typed @param {Date} now
 * @returns {{ parameters: any[], wrong: Record<string, string> }} `wrong`: by field, a word
 */
export function byPerson(form, now) {
  const typed = Object.fromEntries(Object.entries(form).map(([key, text]) => [key, (text ?? '').trim()]));
  /** @type {Record<string, string>} */
  const wrong = {};
  const parameters = [];
  const name = typed.name;
  if (name) parameters.push(parameter('name', 'String', name));
  if (typed.birthDate) {
    const day = parseDate(typed.birthDate);
    if (!day) wrong.birthDate = 'birthWrong';
    else if (day > today(now)) wrong.birthDate = 'birthLater';
    else parameters.push(parameter('birthDate', 'String', day));
  } else if (typed.age) {
    const age = Number(typed.age.normalize('NFKC').replace(/[歳才]/, ''));
    if (!Number.isInteger(age) || age < 0 || age > 130) wrong.age = 'ageWrong';
    else parameters.push(parameter('age', 'Integer', age));
  }
  if (typed.sex) parameters.push(parameter('sex', 'Code', typed.sex));
  if (typed.address) parameters.push(parameter('address', 'String', typed.address));
  if (typed.phone) {
    const digits = typed.phone.normalize('NFKC').replace(/\D/g, '');
    if (digits.length < 4 || digits.length > 15) wrong.phone = 'phoneWrong';
    else parameters.push(parameter('phone', 'String', digits));
  }
  if (Object.keys(wrong).length === 0 && !enough(parameters)) wrong[name ? 'birthDate' : 'name'] = 'tooLittle';
  return { parameters, wrong };
}

/** Two items, one of them a name, an address or a number: less would be anybody. @param {any[]} parameters */
function enough(parameters) {
  return parameters.length >= 2 && parameters.some(({ name }) => ['name', 'address', 'phone'].includes(name));
}

/** The age on the day, for a birth date that was typed; empty if it is none. @param {string} typed @param {Date} now */
export function ageTyped(typed, now) {
  const day = parseDate(typed);
  const found = day && ageOf(day, today(now));
  return found ? found.years : undefined;
}
