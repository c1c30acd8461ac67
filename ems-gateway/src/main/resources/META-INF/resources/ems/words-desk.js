// @ts-check
/** The words of the emergency desk, after those of the log. */
import { WORDS as LOG } from './words-log.js';

const JA = {
  heading: '救急搬送の到着予定',
  soundOff: '音は止まっています。一度押すと、到着の知らせを音で鳴らせます。',
  soundOn: '到着の知らせを音で鳴らします。',
  soundStart: '音を鳴らす',
  soundStop: '音を止める',
  notWatching: '新しい到着を確かめられていません。電話に注意してください。',
  nobody: '到着予定はありません。',
  arrives: '救急搬送',
  noUrgency: '緊急度なし',
  eta: 'あと{n}分',
  etaNow: 'まもなく到着',
  etaPast: '予定を{n}分超過',
  noEta: '時刻未定',
  sentAt: '{time} 送信',
  waits: '受入確認を待っています',
  seen: '{time} 受入確認',
  opened: '引継ぎの内容',
  acknowledge: '受入確認する',
  chart: '診療記録を開く',
  chartHint: '診療記録は、住民の同意の範囲で、別の窓で開きます。',
  until: 'この引継ぎは {until} に閉じます。',
  notShown: '本人は分かっていないか、お見せできません。活動記録だけを表示しています。',
  doctorSaid: '医師の言葉',
  asOf: '{time} 現在',
};

const EN = {
  heading: 'Ambulances arriving',
  soundOff: 'The sound is off. One tap lets arrivals be heard.',
  soundOn: 'Arrivals are heard.',
  soundStart: 'Turn the sound on',
  soundStop: 'Turn the sound off',
  notWatching: 'New arrivals cannot be seen at the moment. Mind the telephone.',
  nobody: 'Nobody is expected.',
  arrives: 'Ambulance',
  noUrgency: 'Urgency not said',
  eta: 'in {n} min',
  etaNow: 'about to arrive',
  etaPast: '{n} min late',
  noEta: 'no time given',
  sentAt: 'sent {time}',
  waits: 'waits for you to acknowledge',
  seen: 'acknowledged {time}',
  opened: 'What is handed over',
  acknowledge: 'Acknowledge',
  chart: 'Open the chart',
  chartHint: 'The chart opens in a window of its own, as far as the resident agreed.',
  until: 'This hand-over closes at {until}.',
  notShown: 'The person is not known, or is not shown to you. Only the incident log is shown.',
  doctorSaid: 'The doctor’s word',
  asOf: 'as of {time}',
};

export const WORDS = { ja: { ...LOG.ja, ...JA }, en: { ...LOG.en, ...EN } };
