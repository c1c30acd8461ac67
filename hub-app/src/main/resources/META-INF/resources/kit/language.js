// @ts-check
/** The language of this page, kept for the next one; elements listen for its change. */
import { pickLanguage } from './i18n.js';

const KEPT = 'tsumugi.lang';
const changes = new EventTarget();
let chosen = pickLanguage(location.search, kept());
document.documentElement.lang = chosen;
// An address that says the language is left for the identity server, and comes back without it.
if (new URLSearchParams(location.search).has('lang')) keep();

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

function keep() {
  try {
    localStorage.setItem(KEPT, chosen);
  } catch (refused) {
    console.info('no storage for the language', refused);
  }
}

/** @param {string} next */
export function chooseLanguage(next) {
  chosen = next;
  document.documentElement.lang = next;
  keep();
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
