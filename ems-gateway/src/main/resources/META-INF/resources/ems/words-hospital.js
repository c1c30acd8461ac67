// @ts-check
/** The words of the choice of a hospital. */
import { WORDS as SHARED } from './words-acting.js';

const JA = {
  heading: '搬送先',
  lead: 'まず電話で受け入れを確かめ、答えを押してください。受入不能の理由も記録されます。',
  none: '医療機関が登録されていません。',
  own: 'かかりつけ',
  emergency: '救急',
  call: '電話する',
  noPhone: '電話番号の記録なし',
  takes: '受入可',
  refuses: '受入不能',
  accepted: '受入可',
  refused: '受入不能',
  toHandover: '引継ぎへ',
  all: 'ほかの医療機関 {n}件も出す',
  why: '受入不能の理由(複数可)',
  whyWords: '補足(任意)',
  wrongReason: '理由を一つ以上選んでください。',
  'refused-full': '満床',
  'refused-busy': '処置中・手術中',
  'refused-speciality': '専門外',
  'refused-doctor': '医師不在',
  'refused-equipment': '設備・資器材不足',
  'refused-first-visit': '初診(かかりつけ医なし)',
  'refused-unclear': '理由不明・その他',
};

const EN = {
  heading: 'Hospital',
  lead: 'Call first, then press what they answered. The reasons why one could not accept are recorded too.',
  none: 'No institutions are registered.',
  own: 'own hospital',
  emergency: 'emergency',
  call: 'Call',
  noPhone: 'no number recorded',
  takes: 'They accept',
  refuses: 'They cannot',
  accepted: 'Accepts',
  refused: 'Cannot accept',
  toHandover: 'To the hand-over',
  all: 'Show {n} other institutions',
  why: 'Why they cannot (several possible)',
  whyWords: 'Remark (optional)',
  wrongReason: 'Choose one reason at least.',
  'refused-full': 'No bed free',
  'refused-busy': 'Treating or operating',
  'refused-speciality': 'Not their speciality',
  'refused-doctor': 'No doctor there',
  'refused-equipment': 'Lacks equipment',
  'refused-first-visit': 'Not their patient, no family doctor',
  'refused-unclear': 'No or another reason',
};

export const WORDS = { ja: { ...SHARED.ja, ...JA }, en: { ...SHARED.en, ...EN } };
