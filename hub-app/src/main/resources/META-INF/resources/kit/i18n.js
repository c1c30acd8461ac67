// @ts-check
/** Which language, and which words: plain functions, no DOM. Japanese is what the page itself says. */

export const LANGUAGES = ['ja', 'en'];

/**
 * The address beats what was chosen before; otherwise Japanese. What is not a language of ours is passed over.
 * @param {string} search  `location.search`
 * @param {string | null} stored  what was chosen on an earlier visit
 */
export function pickLanguage(search, stored) {
  const asked = new URLSearchParams(search).get('lang');
  return [asked, stored].find((language) => language && LANGUAGES.includes(language)) ?? 'ja';
}

/**
 * The words of one key; a key without words in that language keeps its Japanese ones.
 * @param {Record<string, Record<string, string>>} words  by language, then by key
 * @param {string} language
 * @param {string} key
 */
export function say(words, language, key) {
  return words[language]?.[key] ?? words.ja?.[key] ?? key;
}
