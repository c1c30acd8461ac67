// @ts-check
/**
 * Data alone: what makes an adult's vital signs call for "red". Levels and their meaning are those of the Fire and Disaster Management
 * Agency; the criteria of the vital signs are those of the report on which the prefectures' own standards rest. Criteria that are a
 * licensed scale's (JTAS) are not here. A city's medical control council that has others of its own changes this file.
 */
export const SOURCES = {
  levels: { ja: '総務省消防庁「緊急度判定プロトコル 救急現場」', en: 'Fire and Disaster Management Agency, urgency protocol for the scene' },
  vitals: {
    ja: '救急振興財団「救急搬送における重症度・緊急度判断基準作成委員会報告書」(平成16年3月)生理学的評価',
    en: 'Foundation for Ambulance Service Development, report on criteria of severity and urgency (March 2004), physiological assessment',
  },
};

/** The age in years from which the criteria hold. */
export const ADULT = 15;

/** @type {{ key: string, of: string, below?: number, from?: number, level: 'red', ja: string, en: string }[]} `below`: less than; `from`: that or more */
export const RULES = [
  { key: 'coma', of: 'jcs', from: 100, level: 'red', ja: 'JCS 100 以上', en: 'JCS 100 or more' },
  { key: 'respiration-slow', of: 'respiration', below: 10, level: 'red', ja: '呼吸 10 回/分未満', en: 'respiration below 10/min' },
  { key: 'respiration-fast', of: 'respiration', from: 30, level: 'red', ja: '呼吸 30 回/分以上', en: 'respiration 30/min or more' },
  { key: 'pulse-slow', of: 'pulse', below: 50, level: 'red', ja: '脈拍 50 回/分未満', en: 'pulse below 50/min' },
  { key: 'pulse-fast', of: 'pulse', from: 120, level: 'red', ja: '脈拍 120 回/分以上', en: 'pulse 120/min or more' },
  { key: 'pressure-low', of: 'systolic', below: 90, level: 'red', ja: '収縮期血圧 90 mmHg 未満', en: 'systolic pressure below 90 mmHg' },
  { key: 'pressure-high', of: 'systolic', from: 200, level: 'red', ja: '収縮期血圧 200 mmHg 以上', en: 'systolic pressure 200 mmHg or more' },
  { key: 'saturation-low', of: 'spo2', below: 90, level: 'red', ja: 'SpO2 90 % 未満', en: 'SpO2 below 90 %' },
];

/** What each level means, so that the crew can choose: most urgent first. */
export const LEVELS = [
  { key: 'red', shape: '■', ja: '赤', en: 'Red', means: '緊急: 生命の危機に瀕している、または急に悪くなるおそれ', meansEn: 'Emergency: life in danger now, or may worsen fast' },
  { key: 'yellow', shape: '▲', ja: '黄', en: 'Yellow', means: '準緊急: 2時間ほどの経過が、命や機能の予後に影響する', meansEn: 'Urgent: some two hours matter for life or function' },
  { key: 'green', shape: '●', ja: '緑', en: 'Green', means: '低緊急: 上のどれでもないが、診察が必要', meansEn: 'Less urgent: none of these, but must be seen by a doctor' },
  { key: 'white', shape: '○', ja: '白', en: 'White', means: '非緊急: 上のどれでもなく、医療を必要としない', meansEn: 'Not urgent: no medical care needed' },
];
