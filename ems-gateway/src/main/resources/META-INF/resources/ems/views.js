// @ts-check
/**
 * The views: key, element, module (loaded when it is first opened). An element extends `EmsElement` (element.js) and gets the
 * properties `hub`, `state` (state.js, the one of this page) and `detail` (what the view was opened with); it tells `go` to open
 * another: its key, or `{ view: key, … }`, which the other gets as `detail`. Its name is `view.KEY` of words.js, what stands
 * below its sign `short.KEY`, its drawing in icons.js.
 * @type {[key: string, element: string, module: string][]}
 */
export const VIEWS = [
  ['incidents', 'ems-incidents', './ems-incidents.js'],
  ['find', 'ems-find', './ems-find.js'],
  ['candidates', 'ems-candidates', './ems-candidates.js'],
  ['confirm', 'ems-confirm', './ems-confirm.js'],
  ['broken', 'ems-broken', './ems-broken.js'],
  ['sheet', 'ems-sheet', './ems-sheet.js'],
  ['doctor', 'ems-doctor', './ems-doctor.js'],
  ['log', 'ems-log', './ems-log.js'],
  ['vitals', 'ems-vitals', './ems-vitals.js'],
  ['hospital', 'ems-hospital', './ems-hospital.js'],
  ['handover', 'ems-handover', './ems-handover.js'],
  ['desk', 'ems-desk', './ems-desk.js'],
  ['sealed', 'ems-sealed', './ems-sealed.js'],
  ['settings', 'ems-settings', './ems-settings.js'],
];

/** What stands in the bar of ways, in the order of a run. */
const CREW = ['incidents', 'find', 'sheet', 'doctor', 'log', 'hospital', 'handover', 'settings'];
const DESK = ['desk', 'find', 'sheet', 'settings'];

/** What a tablet shows without anybody signed on, when it starts where there is no signal. */
const ALONE = ['sealed', 'sheet'];

/** A step within another way. @type {Record<string, string>} */
const WITHIN = { candidates: 'find', confirm: 'find', broken: 'find', sealed: 'find', vitals: 'log' };

/** @param {string} key */
export const has = (key) => VIEWS.some(([one]) => one === key);

/** @param {boolean} desk  of a hospital, not a crew @param {boolean} [alone]  nobody is signed on */
export const ways = (desk, alone = false) => (alone ? ALONE : desk ? DESK : CREW).filter(has);

/** @param {boolean} desk */
export const first = (desk) => ways(desk)[0];

/** Under which of the ways a view stands. @param {string} key @param {boolean} [alone] */
export const wayOf = (key, alone = false) => (alone ? key : (WITHIN[key] ?? key));

/** Every file that a view is loaded from: without a signal they must be there before they are needed. */
export const MODULES = VIEWS.map(([, , module]) => module);
