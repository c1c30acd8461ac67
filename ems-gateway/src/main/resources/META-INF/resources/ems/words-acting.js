// @ts-check
/** The words that the screens on which a crew acts share, after those of the kit. */
import { KIT_WORDS } from '../kit/kit-words.js';

const JA = {
  comma: '、',
  record: '記録する',
  noIncident: '事案を選ぶと、ここに記録できます。',
  toIncidents: '事案を選ぶ',
  unsent: '未送信',
  unsentCount: '{n}件がこの端末にだけあります。電波が戻ると自動で送ります。',
  logUnknown: 'ハブに接続できません。この端末で入れた分だけを表示しています。',
  logOld: 'ハブに接続できません。最後に受け取った記録と、この端末で入れた分を表示しています。',
  refusedTitle: 'ハブが受け付けなかった記録があります。後の記録も止まっています。',
  tryAgain: 'もう一度送る',
  discard: 'この記録を捨てる',
};

const EN = {
  comma: ', ',
  record: 'Record',
  noIncident: 'Choose an incident, and you can record here.',
  toIncidents: 'Choose an incident',
  unsent: 'not sent',
  unsentCount: '{n} entries are on this tablet alone. They are sent when there is a signal.',
  logUnknown: 'The hub cannot be reached. Only what was entered on this tablet is shown.',
  logOld: 'The hub cannot be reached. Shown are what it told last, and what was entered on this tablet.',
  refusedTitle: 'The hub did not accept an entry. Those after it wait.',
  tryAgain: 'Send again',
  discard: 'Discard this entry',
};

export const WORDS = { ja: { ...KIT_WORDS.ja, ...JA }, en: { ...KIT_WORDS.en, ...EN } };
