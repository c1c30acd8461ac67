// @ts-check
import { pickLanguage, say } from './i18n.js';
import { ENGLISH, failed, fromConfig, logins } from './start-model.js';

const KEPT = 'tsumugi.lang';
const marked = [...document.querySelectorAll('[data-t]')];
const words = {
  ja: Object.fromEntries(marked.map((node) => [node.getAttribute('data-t'), node.textContent ?? ''])),
  en: ENGLISH,
};
const buttons = [...document.querySelectorAll('[data-language]')];
let state = { kind: 'loading', version: '' };
let language = pickLanguage(location.search, kept());

/** Storage may be switched off; the choice then lasts for this page. */
function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch (refused) {
    console.info('no storage for the language', refused);
    return null;
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT, language);
  } catch (refused) {
    console.info('no storage for the language', refused);
  }
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function render() {
  document.documentElement.lang = language;
  for (const node of marked) node.textContent = say(words, language, node.getAttribute('data-t') ?? '');
  for (const button of buttons) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-language') === language));
  }
  for (const node of document.querySelectorAll('[data-when]')) {
    node.toggleAttribute('hidden', node.getAttribute('data-when') !== state.kind);
  }
  document.querySelector('#version')?.toggleAttribute('hidden', state.version === '');
  document.querySelector('#version :last-child')?.replaceChildren(state.version);
  const rows = logins(language).map(({ name, role, who }) => {
    const row = document.createElement('li');
    row.append(element('code', '', name), element('span', 'role', role), element('span', 'who', who));
    return row;
  });
  document.querySelector('#logins')?.replaceChildren(...(state.kind === 'demo' ? rows : []));
}

for (const button of buttons) {
  button.addEventListener('click', () => {
    language = button.getAttribute('data-language') ?? 'ja';
    keep();
    // The address must not contradict the choice when the page is loaded again.
    const address = new URL(location.href);
    address.searchParams.delete('lang');
    history.replaceState(null, '', address);
    render();
  });
}

render();
try {
  const answer = await fetch('/kit/config.json', { headers: { Accept: 'application/json' } });
  state = answer.ok ? fromConfig(await answer.json()) : failed();
} catch (broken) {
  console.warn('the hub did not tell its settings', broken);
  state = failed();
}
render();
