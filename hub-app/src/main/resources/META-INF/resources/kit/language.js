// @ts-check
/** The language of this page, kept for the next one; elements listen for its change. */
import { pickLanguage } from './i18n.js';

const KEPT = 'tsumugi.lang';
const changes = new EventTarget();
let chosen = pickLanguage(location.search, kept());
document.documentElement.lang = chosen;

/** Storage may be switched off; the choice then lasts for this page. */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch (refused) {
    console.info('no storage for the language', refused);
    return null;
  }
}

export const language = () => chosen;

/** @param {string} next */
export function chooseLanguage(next) {
  chosen = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEPT, next);
  } catch (refused) {
    console.info('no storage for the language', refused);
  }
  changes.dispatchEvent(new Event('change'));
}

/**
 * @param {() => void} listener
 * @returns {() => void} stops listening
 */
export function onLanguage(listener) {
  changes.addEventListener('change', listener);
  return () => changes.removeEventListener('change', listener);
}
