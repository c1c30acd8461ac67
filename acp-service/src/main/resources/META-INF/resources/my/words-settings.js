// @ts-check
/** The words of the settings. */
import { WORDS as FRAME } from './words.js';

const JA = {
  languageTitle: 'ことば / Language',
  sizeTitle: '文字の大きさ',
  'size.1': 'ふつう',
  'size.2': '大きい',
  'size.3': 'とても大きい',
  sizeKept: 'この端末に覚えます。',
  looksTitle: '明るさ',
  looksText: '端末の設定(ライト・ダーク)に合わせます。',
  installTitle: 'アプリのように使う',
  installAndroid: 'Android: ブラウザのメニューから「ホーム画面に追加」または「アプリをインストール」を選びます。',
  installApple: 'iPhone・iPad: 共有ボタンから「ホーム画面に追加」を選びます。',
  installText: 'ホーム画面の絵から、すぐに開けるようになります。記録は端末に残りません。',
  installGo: 'この端末に入れる',
  outTitle: 'サインアウト',
  outText: 'ほかの人も使う端末では、使い終わったらサインアウトしてください。',
  accountTitle: 'サインインしている人',
};

const EN = {
  languageTitle: 'Language',
  sizeTitle: 'Text size',
  'size.1': 'Usual',
  'size.2': 'Large',
  'size.3': 'Very large',
  sizeKept: 'Kept on this device.',
  looksTitle: 'Light or dark',
  looksText: 'Follows the setting of your device.',
  installTitle: 'Use it like an app',
  installAndroid: 'Android: choose “Add to home screen” or “Install app” in the browser’s menu.',
  installApple: 'iPhone and iPad: choose “Add to Home Screen” from the share button.',
  installText: 'You can then open it from your home screen. Nothing of the record stays on the device.',
  installGo: 'Install on this device',
  outTitle: 'Sign out',
  outText: 'On a device that others use as well, sign out when you are done.',
  accountTitle: 'Signed in as',
};

export const WORDS = { ja: { ...FRAME.ja, ...JA }, en: { ...FRAME.en, ...EN } };
