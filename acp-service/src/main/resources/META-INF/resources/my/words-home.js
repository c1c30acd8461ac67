// @ts-check
/** The words of the first view. */
import { WORDS as FRAME } from './words.js';

const JA = {
  hello: '{name}さん、こんにちは',
  helloFor: '{name}さんの記録',
};

const EN = {
  hello: 'Hello, {name}',
  helloFor: 'Record of {name}',
};

export const WORDS = { ja: { ...FRAME.ja, ...JA }, en: { ...FRAME.en, ...EN } };
