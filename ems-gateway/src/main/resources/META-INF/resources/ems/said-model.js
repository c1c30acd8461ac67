// @ts-check
/** What was said and decided in an incident, and what was done: Communications and Procedures. Plain functions. */
import { belongs, NAMED, own, ownCode } from './acting-codes.js';

/** What a doctor says most often; words of the record are Japanese, whatever the screen's language is. */
export const CHIPS = {
  'word-no-cpr': '心肺蘇生を行わない',
  'word-cpr': '心肺蘇生を行う',
  'word-transport': '搬送する',
  'word-at-home': '自宅で看取る',
};
/** Why a hospital could not take somebody. */
export const REFUSALS = {
  'refused-full': '満床',
  'refused-busy': '処置中・手術中',
  'refused-speciality': '専門外',
  'refused-doctor': '医師不在',
  'refused-equipment': '設備・資器材不足',
  'refused-first-visit': '初診(かかりつけ医なし)',
  'refused-unclear': '理由不明・その他',
};
/** What crews do most often. */
export const TREATMENTS = ['酸素投与', '気道確保', '吸引', '胸骨圧迫', '人工呼吸', 'AED 装着', '電気ショック', '静脈路確保', 'アドレナリン投与', 'ブドウ糖投与', '止血', '固定', '保温', '体位管理'];

/** Types that a Communication may come from (R4, communication.html). */
const SENDERS = /^(Organization|Patient|Practitioner|PractitionerRole|RelatedPerson|HealthcareService)\/[\w.-]+$/;
/** A reference as far as it can be one, and always its words. @param {string | undefined} reference @param {string} display */
const whom = (reference, display) => ({ ...(reference && SENDERS.test(reference) && { reference }), display });

const said = (category, about, rest) => ({
  resourceType: 'Communication',
  status: 'completed',
  category: [own(category)],
  ...belongs(about),
  sent: about.when,
  ...rest,
});

/** How a doctor's word is read back to them. @param {string[]} chips @param {string} words */
export const readBack = (chips, words) => [...chips.map((chip) => CHIPS[chip]), words.trim()].filter(Boolean).join('。');

/** Words that contradict each other: what is meant has to be asked. @param {string[]} chips */
export const contradicts = (chips) => chips.includes('word-no-cpr') && chips.includes('word-cpr');

/**
 * What the doctor who was called said.
 * @param {{ name: string, organization?: string, ref?: string, chips: string[], words: string, refs: string[], later?: boolean }} word
 *   `refs`: the wish or order it is about; `later`: it cannot be told now. By then the wish may be withheld, and whoever may not see
 *   a thing may not refer to it: it is named then, so that the doctor's word gets through.
 * @param {import('./acting-codes.js').About} about
 */
export const doctorsWord = ({ name, organization, ref, chips, words, refs, later = false }, about) =>
  said('doctors-word', about, {
    ...(refs.length > 0 && { about: refs.map((reference) => (later ? { type: reference.split('/')[0], identifier: { system: NAMED, value: reference } } : { reference })) }),
    ...(chips.length > 0 && { topic: { coding: chips.flatMap((chip) => own(chip).coding), text: readBack(chips, '') } }),
    received: about.when,
    sender: whom(ref, organization ? `${name}(${organization})` : name),
    payload: [{ contentString: readBack(chips, words) }],
  });

/** What was decided. @param {string} words @param {string} who  with whom, empty: the crew alone @param {import('./acting-codes.js').About} about */
export const decision = (words, who, about) =>
  said('decision', about, { ...(who.trim() && { recipient: [{ display: who.trim() }] }), payload: [{ contentString: words.trim() }] });

/**
 * What a hospital answered.
 * @param {{ id: string, name: string }} hospital @param {'accepted' | 'refused'} answer @param {string[]} reasons  codes of REFUSALS
 * @param {string} words @param {import('./acting-codes.js').About} about
 */
export const hospitalAnswer = (hospital, answer, reasons, words, about) =>
  said('decision', about, {
    topic: own(`hospital-${answer}`, answer === 'accepted' ? '受入可' : '受入不能'),
    recipient: [whom(hospital.id, hospital.name)],
    ...(reasons.length > 0 && { reasonCode: reasons.map((reason) => own(reason, REFUSALS[reason])) }),
    payload: [{ contentString: [answer === 'accepted' ? '受入可' : '受入不能', ...reasons.map((reason) => REFUSALS[reason]), words.trim()].filter(Boolean).join(' ') }],
  });

/** Something done; a Procedure must be somebody's, so who is unknown is named so. @param {string} what @param {import('./acting-codes.js').About} about */
export const treatment = (what, about) => ({
  resourceType: 'Procedure',
  status: 'completed',
  code: { text: what.trim() },
  ...belongs(about),
  ...(!about.patient && { subject: { display: '氏名不詳' } }),
  performedDateTime: about.when,
});

/**
 * What each hospital answered last, in the order of the answers.
 * @param {any[]} resources
 * @returns {{ id: string, name: string, answer: string, reasons: string[], at: string }[]}
 */
export function answers(resources) {
  const all = resources
    .filter((one) => one.resourceType === 'Communication' && /^hospital-/.test(ownCode(one.topic)))
    .sort((a, b) => new Date(a.sent).getTime() - new Date(b.sent).getTime())
    .map((one) => ({
      id: one.recipient?.[0]?.reference ?? '',
      name: one.recipient?.[0]?.display ?? '',
      answer: ownCode(one.topic).replace('hospital-', ''),
      reasons: (one.reasonCode ?? []).map((reason) => reason.text ?? ownCode(reason)),
      at: one.sent,
    }));
  return all.filter((one, index) => !all.slice(index + 1).some(({ id }) => id === one.id));
}
