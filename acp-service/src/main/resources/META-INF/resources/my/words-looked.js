// @ts-check
/** The words of who looked. */
import { WORDS as FRAME } from './words.js';

const JA = {
  lookedLead: '記録を見た人、見ようとした人が、新しい順に並びます。消したり直したりは、誰にもできません。',
  filter: '表示するもの',
  'filter.others': 'ほかの人が見たもの',
  'filter.refused': '見せなかったもの',
  'filter.emergency': '救急のとき',
  'filter.changed': '書き込み・変更',
  'filter.all': '自分も含めてすべて',
  refused: '見せませんでした',
  glass: '緊急の例外閲覧',
  unusual: 'いつもと違う見方',
  older: 'もっと前を見る',
  none: 'この範囲では、ありません。',
  end: 'これより前はありません。',
  ask: 'この閲覧について聞く',
  askTitle: 'この閲覧について聞く',
  askText: '個人情報保護の担当者に届きます。聞きたいことを書いてください。',
  askWords: '聞きたいこと',
  askShort: '聞きたいことを書いてください。',
  askLong: '長すぎます。2,000文字までにしてください。',
  askSend: '送る',
  asked: '送りました。返事は、この画面に出ます。',
  askedBefore: '質問を送りました',
  answered: '返事がありました',
};

const EN = {
  lookedLead: 'Who looked at the record, or tried to, newest first. Nobody can change or delete this list.',
  filter: 'Show',
  'filter.others': 'What others looked at',
  'filter.refused': 'What was not shown',
  'filter.emergency': 'Emergencies',
  'filter.changed': 'Entries and changes',
  'filter.all': 'Everything, also by yourself',
  refused: 'not shown',
  glass: 'break-glass',
  unusual: 'unusual',
  older: 'Show earlier',
  none: 'Nothing of this kind here.',
  end: 'There is nothing earlier.',
  ask: 'Ask about this',
  askTitle: 'Ask about this',
  askText: 'This goes to the privacy officer. Write what you want to know.',
  askWords: 'Your question',
  askShort: 'Please write your question.',
  askLong: 'This is too long: at most 2,000 characters.',
  askSend: 'Send',
  asked: 'Sent. The answer will appear on this page.',
  askedBefore: 'you asked',
  answered: 'answered',
};

export const WORDS = { ja: { ...FRAME.ja, ...JA }, en: { ...FRAME.en, ...EN } };
