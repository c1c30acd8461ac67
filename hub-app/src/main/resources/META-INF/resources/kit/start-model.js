// @ts-check
/** What the start page knows: pure view states and words. */

/** @param {unknown} config  the body of /kit/config.json */
export function fromConfig(config) {
  if (typeof config !== 'object' || config === null) return failed();
  const { demo, version } = /** @type {Record<string, unknown>} */ (config);
  if (typeof demo !== 'boolean') return failed();
  return { kind: demo ? 'demo' : 'closed', version: typeof version === 'string' ? version : '' };
}

export const failed = () => ({ kind: 'failed', version: '' });

/** The demo logins: name, then role and person in each language. */
export const LOGINS = [
  ['citizen', '住民', '小林 節子さん。79歳、夫と二人暮らし', 'Resident', 'Setsuko Kobayashi, 79, lives with her husband'],
  ['family', '家族', '佐藤 美香さん。節子さんの娘', 'Family', 'Mika Sato, Setsuko’s daughter'],
  ['parent', '保護者', '高橋 由美さん。子ども二人の母', 'Parent', 'Yumi Takahashi, mother of two children'],
  ['physician', 'かかりつけ医', '桜井 拓也さん。さくら内科クリニック', 'Family doctor', 'Takuya Sakurai, Sakura Clinic'],
  ['oncall', '当直医(小児科)', '森 千尋さん。つむぎこどもクリニック', 'On-call paediatrician', 'Chihiro Mori, Tsumugi Children’s Clinic'],
  ['nurse', '訪問看護師', '藤田 陽子さん。ステーションひだまり', 'Home-visit nurse', 'Yoko Fujita, Hidamari nursing station'],
  ['pharmacist', '薬剤師', '緑川 修さん。みどり薬局', 'Pharmacist', 'Osamu Midorikawa, Midori Pharmacy'],
  ['crew', '救急隊', '石塚 大輔さん。つむぎ市消防本部', 'Ambulance crew', 'Daisuke Ishizuka, fire department'],
  ['facility', '介護施設職員', '飯田 由香里さん。かすみの里', 'Nursing-home staff', 'Yukari Iida, Kasumi no Sato nursing home'],
  ['hospital', '救急外来', '大和田 誠司さん。つむぎ中央病院', 'Emergency desk', 'Seiji Owada, Tsumugi Central Hospital'],
  ['registrar', '窓口職員', '根本 久美子さん。つむぎ市役所', 'Registrar', 'Kumiko Nemoto, town hall'],
  ['officer', '個人情報保護担当', '海老原 亮さん。つむぎ市役所', 'Privacy officer', 'Ryo Ebihara, town hall'],
  ['admin', '運用担当', '沼尻 聡さん。つむぎ市役所', 'Operator', 'Satoshi Numajiri, town hall'],
];

/** @param {string} language */
export function logins(language) {
  return LOGINS.map(([name, roleJa, whoJa, roleEn, whoEn]) =>
    language === 'en' ? { name, role: roleEn, who: whoEn } : { name, role: roleJa, who: whoJa },
  );
}

/** English for every `data-t` of the page; the Japanese words stand in the page itself. */
export const ENGLISH = {
  title: 'Tsumugi – health records and wishes, as residents agreed',
  skip: 'Skip to the content',
  lead: 'Tsumugi keeps a resident’s health record and wishes in one thread, and gives them out only as the resident has agreed.',
  warning: 'This is a test town. Everybody in it, every address and every telephone number is made up. Do not enter anything about real people.',
  faces: 'Five faces',
  facesLead: 'My record, Emergency and Care can be opened now. The others are not built yet: try them by the FHIR API and the stories.',
  notBuilt: 'Not built yet',
  built: 'Ready',
  my: 'My record',
  myFor: 'For residents and families',
  myDoes: 'The record at a glance, wishes, people I trust, who may see what, who looked, papers, the emergency card.',
  ems: 'Emergency',
  emsFor: 'For ambulance crews and emergency desks',
  emsDoes: 'Find the person, read the wishes first, call the doctor who confirms, hand over to the hospital.',
  care: 'Care',
  careFor: 'For clinicians, on-call doctors and pharmacists',
  careDoes: 'Find a patient; read the wishes first, then the chart under consent. Queue, call, prescriptions, guidance and note are not built yet.',
  visit: 'Visits',
  visitFor: 'For home-visit nurses and nursing-home staff',
  visitDoes: 'Tonight’s requests, vital signs, the call, the medicine bag.',
  office: 'Office',
  officeFor: 'For privacy officers and operators',
  officeDoes: 'Privacy assessments, registered services, reviews, the journal of who looked.',
  try: 'What to try',
  tryStory: 'Plays the emergency: a resident writes a wish and agrees, a crew finds it, the resident revokes, and the next lookup finds nothing.',
  tryRun: 'Starts everything.',
  tryTest: 'Checks everything.',
  tryApi: 'To see what is there now:',
  metadata: 'What the FHIR API can do (/fhir/metadata)',
  smart: 'How to sign in (SMART configuration)',
  health: 'Health (/actuator/health)',
  logins: 'Demo logins',
  password: 'The password is demo for all of them. Sign in to My record as citizen, family or parent, and to Care as physician. Emergency first asks for a tablet: press “Make it a crew’s tablet”, then sign in with badge C-0001 and PIN 246813. For hospital, use another browser or a private window, press “Make it the hospital’s emergency desk” and sign in by password. Use the others with the API.',
  loading: 'Asking the hub …',
  closed: 'This hub is not in demo mode, so there are no demo logins.',
  failed: 'The hub did not tell its settings. It may still be starting: wait a moment and load this page again.',
  version: 'Version',
  licence: 'Open source, Apache License 2.0',
};
