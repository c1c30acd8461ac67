// @ts-check
/** What `$emergency-lookup` answers, as the screens show it. Pure. */
import { all, one, values } from './params.js';

/**
 * @typedef {{ ja: string, en: string }} Words
 * @typedef {{ name: string, kana: string, birthDate: string, age: number | undefined, sex: string, address: string, phones: string[],
 *   photo: string, language: Words, foreign: boolean, interpreter: boolean, hearing: Words }} Identity  `photo`: a data address
 * @typedef {{ text: Words, date: string, age: Words, ref: string, code: string, marks: string[], group: string }} Item
 * @typedef {{ code: string, items: Item[], empty: Words }} Block
 * @typedef {{ code: string, text: Words, source: string, refs: string[] }} Flag
 * @typedef {{ role: string, name: string, organization: string, phones: string[], nights: string[], ref: string }} Doctor
 * @typedef {{ identity: Identity, flags: Flag[], doctors: Doctor[], blocks: Block[] }} Sheet
 */

/** The blocks in the order in which they are read; the server's answer may bring more. */
export const BLOCKS = ['wishes', 'order', 'contacts', 'allergies', 'medication', 'problems', 'devices', 'infection', 'baseline'];

/** @param {any} holder @param {string} name @returns {Words} */
const words = (holder, name) => {
  const ja = String(one(holder, name));
  return { ja, en: String(one(holder, `${name}En`) || ja) };
};

const SHOWN = /^image\/(png|jpeg|webp|gif)$/;

/** Only what a browser draws without running anything. @param {any} attachment */
function picture(attachment) {
  const { contentType = '', data = '' } = attachment || {};
  return SHOWN.test(contentType) && /^[A-Za-z0-9+/=\s]+$/.test(data) ? `data:${contentType};base64,${data.replace(/\s/g, '')}` : '';
}

/** @param {any} holder  the group `identity` @returns {Identity} */
export function identity(holder) {
  const age = one(holder, 'age');
  const code = String(one(holder, 'languageCode'));
  return {
    name: one(holder, 'name'),
    kana: one(holder, 'kana'),
    birthDate: one(holder, 'birthDate'),
    age: age === '' ? undefined : Number(age),
    sex: one(holder, 'sex') || 'unknown',
    address: one(holder, 'address') || one(holder, 'town'),
    phones: values(holder, 'phone'),
    photo: picture(one(holder, 'photo')),
    language: words(holder, 'language'),
    foreign: code !== '' && !/^ja\b/.test(code),
    interpreter: one(holder, 'interpreter') === true,
    hearing: words(holder, 'hearing'),
  };
}

/** @param {any} part @returns {Item} */
function item(part) {
  const code = one(part, 'code');
  return {
    text: words(part, 'text'),
    date: one(part, 'date'),
    age: words(part, 'age'),
    ref: one(part, 'ref'),
    code: typeof code === 'object' ? code.code : code,
    marks: values(part, 'mark'),
    group: one(part, 'group'),
  };
}

/** @param {any} part @returns {Block} */
const block = (part) => ({ code: one(part, 'code'), items: all(part, 'item').map(item), empty: words(part, 'empty') });

/** Who has neither a name nor a place is no doctor to call: the group that says that none is recorded. @param {any} part @returns {Doctor} */
const doctor = (part) => ({ role: one(part, 'role'), name: one(part, 'name'), organization: one(part, 'organization'), phones: values(part, 'phone'), nights: values(part, 'phone24h'), ref: one(part, 'ref') });

/** @param {any} answer  Parameters with the sheet's groups @returns {Sheet} */
export function sheet(answer) {
  const found = all(answer, 'block').map(block);
  const place = (/** @type {Block} */ { code }) => (BLOCKS.includes(code) ? BLOCKS.indexOf(code) : BLOCKS.length);
  return {
    identity: identity(all(answer, 'identity')[0]),
    flags: all(answer, 'flag').map((part) => ({ code: one(part, 'code'), text: words(part, 'text'), source: one(part, 'source'), refs: values(part, 'ref') })),
    doctors: all(answer, 'doctor').map(doctor).filter(({ name, organization }) => name || organization),
    blocks: found.sort((a, b) => place(a) - place(b)),
  };
}

/** @param {Sheet} sheet @param {string} code @returns {Block | undefined} */
export const blockOf = (sheet, code) => sheet.blocks.find((block) => block.code === code);

/** Marks that say how sure a wish is, surest first, and those that say that it may not hold. */
const SURE = ['signed', 'written', 'said', 'standing-unknown'];
const DOUBT = ['against-order', 'conflicting', 'contradictory', 'old', 'unconfirmed', 'conditional'];
/** What changes how an emergency is treated, or stands out otherwise. */
const HEAVY = ['do-not-perform', 'anticoagulant', 'antiplatelet', 'insulin', 'steroid', 'high', 'healthcare-agent', 'no-known', 'interrogate'];

/**
 * An item's marks apart: how sure it is, what casts doubt on it, what weighs. The answers of a wish stand in its text.
 * @param {Item} item
 */
export const marks = ({ marks }) => ({
  sure: SURE.find((mark) => marks.includes(mark)) ?? '',
  doubt: DOUBT.filter((mark) => marks.includes(mark)),
  heavy: HEAVY.filter((mark) => marks.includes(mark)),
});

const STANDING = /\s*\((口頭|書面|署名あり|口頭か書面かは不明|said|written|signed|said or written: unknown)\)$/;

/** The text without what stands beside it as a mark: groups of drugs (【…】), how a wish was stated. @param {string} text */
export const plain = (text) => text.replace(/【[^】]*】/g, '').trim().replace(STANDING, '');

/** The numbers in a contact's line, as they are called. @param {string} text @returns {{ shown: string, called: string }[]} */
export const numbers = (text) =>
  [...text.matchAll(/\+?\d[\d\s()-]{7,}\d/g)].map(([shown]) => ({ shown: shown.trim(), called: shown.replace(/[^\d+]/g, '') })).filter(({ called }) => called.length >= 9);

/** A contact's line without its numbers. @param {string} text */
export const withoutNumbers = (text) => text.replace(/\+?\d[\d\s()-]{7,}\d/g, '').replace(/[\s/]+$/, '').replace(/\s*\/\s*/g, ' ').trim();
