// @ts-check
/**
 * The views, in the order of the menu: key, element, module (loaded when it is first opened). An element gets the properties
 * `hub` (states the purpose that goes with whose record it is), `whose` (see whose-model.js) and `detail` (what the view was
 * opened with), and tells `go` to open another: its key, or `{ view: key, … }`, which the other gets as `detail`. Who may be
 * whose has changed: it tells `whose-changed`. Its name in the menu is `view.KEY` of words.js, one sentence of it
 * `about.KEY`, its icon in icons.js.
 * @type {[key: string, element: string, module: string][]}
 */
export const VIEWS = [
  ['home', 'my-home', './my-home.js'],
  ['record', 'my-record', './my-record.js'],
  ['wishes', 'my-wishes', './my-wishes.js'],
  ['talks', 'my-talks', './my-talks.js'],
  ['people', 'my-people', './my-people.js'],
  ['sharing', 'my-sharing', './my-sharing.js'],
  ['looked', 'my-looked', './my-looked.js'],
  ['documents', 'my-documents', './my-documents.js'],
  ['card', 'my-card', './my-card.js'],
  ['menu', 'my-menu', './my-menu.js'],
  ['who', 'my-who', './my-who.js'],
  ['settings', 'my-settings', './my-settings.js'],
];

/** What a phone has at the bottom; the rest is one step further, in the menu. */
const BAR = ['home', 'record', 'wishes', 'card', 'menu'];

/** Reached by the bar or by its own button at the top, so not listed. */
const UNLISTED = ['home', 'menu', 'who'];

/** What there is for who may see nobody's record yet. */
const ALONE = ['home', 'people', 'settings', 'menu'];

/** @param {string} key */
export const has = (key) => VIEWS.some(([one]) => one === key);

/** @param {boolean} [alone]  nobody's record is there to be opened */
export const bar = (alone) => (alone ? ALONE.filter((key) => key !== 'menu') : BAR).filter(has);
/** @param {boolean} [alone] */
export const menu = (alone) => VIEWS.map(([key]) => key).filter((key) => !UNLISTED.includes(key) && (!alone || ALONE.includes(key)));
/** On a desk everything stands at the side. @param {boolean} [alone] */
export const side = (alone) => ['home', ...menu(alone)];
