// @ts-check
/** An incident's log as it is read: what happened in order, and the rounds of vital signs as a table. Plain functions. */
import { code, value } from '../kit/fhir.js';
import { inJapan } from '../kit/dates.js';
import { COMMAND, isOwn, JCS, ownCode } from './acting-codes.js';

/** The client's own id of an entry. @param {any} resource */
export const command = (resource) => [resource.identifier ?? []].flat().find(({ system }) => system === COMMAND)?.value ?? '';

/** What an entry of the outbox will write. @param {{ entry: any }} waiting @returns {any[]} */
export const resourcesOf = ({ entry }) => (entry.bundle ? entry.bundle.entry.map((one) => one.resource) : [entry.resource]).filter(Boolean);

/**
 * The log as far as it is known: what the hub has, and what waits on this device.
 * @param {any[]} delivered @param {{ entry: any }[]} entries  of the outbox @param {string} encounter  reference
 * @returns {{ resources: any[], waiting: Set<string> }} waiting: ids of the entries that nobody but this device knows
 */
export function together(delivered, entries, encounter) {
  const known = new Set(delivered.map(command));
  const all = entries.flatMap(resourcesOf).filter((one) => one.encounter?.reference === encounter);
  const waiting = all.filter((one) => !known.has(command(one)));
  // What was taken back here is taken back, whether the hub knows it yet or not.
  const changed = new Map(all.filter(({ id }) => id).map((one) => [`${one.resourceType}/${one.id}`, one]));
  const told = delivered.filter((one) => one.resourceType !== 'Encounter').map((one) => changed.get(`${one.resourceType}/${one.id}`) ?? one);
  return { resources: [...told, ...waiting], waiting: new Set(waiting.map(command)) };
}

const at = (resource) => resource.effectiveDateTime ?? resource.sent ?? resource.performedDateTime ?? resource.performedPeriod?.start ?? '';
const sortable = (when) => (when ? new Date(when).toISOString() : '');
const stands = (resource) => resource.status !== 'entered-in-error';

/** Columns of the table, as on the crews' paper form. */
export const COLUMNS = ['coma', 'glasgow', 'pressure', 'pulse', 'respiration', 'saturation', 'oxygen', 'temperature', 'glucose', 'pupils', 'pain'];
const COLUMN_OF = { '9269-2': 'glasgow', '85354-9': 'pressure', '8867-4': 'pulse', '9279-1': 'respiration', '2708-6': 'saturation', '3151-8': 'oxygen', '8310-5': 'temperature', '41653-7': 'glucose', '72514-3': 'pain' };

/** Which column an Observation belongs in; empty: in none. @param {any} observation */
export function column(observation) {
  if (isOwn(observation.code, 'japan-coma-scale')) return 'coma';
  if (isOwn(observation.code, 'pupils')) return 'pupils';
  return (observation.code?.coding ?? []).map(({ code: one }) => COLUMN_OF[one]).find(Boolean) ?? '';
}

/** What stands in a cell. @param {any} observation */
export function cell(observation) {
  const parts = Object.fromEntries((observation.component ?? []).map((part) => [code(part.code), part]));
  const shown = (part) => (part?.valueQuantity ? String(part.valueQuantity.value) : '–');
  switch (column(observation)) {
    case 'coma':
      return (observation.valueCodeableConcept?.text ?? code(observation.valueCodeableConcept, JCS)).replace(/^JCS /, '');
    case 'glasgow':
      return `${observation.valueQuantity ? observation.valueQuantity.value : '–'} (E${shown(parts['9267-6'])} V${parts['9270-0']?.dataAbsentReason ? 'T' : shown(parts['9270-0'])} M${shown(parts['9268-4'])})`;
    case 'pressure':
      return parts['8480-6']?.valueQuantity ? `${shown(parts['8480-6'])}/${shown(parts['8462-4'])}` : '測定不能';
    case 'oxygen':
      return breathing(observation);
    case 'pupils':
      return ['right', 'left'].map((side) => `${side === 'right' ? 'R' : 'L'} ${eye(parts[`pupil-${side}`], parts[`pupil-${side}-light`])}`).join(' / ');
    default:
      return value(observation).replace(/ \S+$/, '');
  }
}

/** RA: room air. */
function breathing({ valueQuantity }) {
  if (!valueQuantity) return 'O2';
  return valueQuantity.value === 0 ? 'RA' : `${valueQuantity.value} L/min`;
}

const eye = (size, light) => `${size?.valueQuantity ? `${size.valueQuantity.value}mm` : '–'}${light ? ` ${{ 'light-prompt': '+', 'light-sluggish': '±', 'light-none': '−' }[ownCode(light.valueCodeableConcept)] ?? ''}` : ''}`;

/**
 * Rounds of vital signs, oldest first: what was measured at one moment is one row.
 * @param {any[]} resources @param {Set<string>} waiting
 * @returns {{ at: string, cells: Record<string, string>, waiting: boolean, resources: any[] }[]}
 */
export function rounds(resources, waiting) {
  const rows = new Map();
  for (const one of resources.filter((r) => r.resourceType === 'Observation' && stands(r) && column(r))) {
    const row = rows.get(sortable(at(one))) ?? { at: at(one), cells: {}, waiting: false, resources: [] };
    row.cells[column(one)] = cell(one);
    row.resources.push(one);
    row.waiting ||= waiting.has(command(one));
    rows.set(sortable(at(one)), row);
  }
  return [...rows].sort(([a], [b]) => a.localeCompare(b)).map(([, row]) => row);
}

/**
 * Says of entries that the hub has that they were made by mistake: they stay in the record, and no screen shows them any more.
 * @param {any[]} resources @returns {any[]} entries of a transaction
 */
export const retracted = (resources) =>
  resources.map((one) => ({
    resource: { ...one, status: 'entered-in-error' },
    request: { method: 'PUT', url: `${one.resourceType}/${one.id}`, ifMatch: `W/"${one.meta.versionId}"` },
  }));

/** What an entry of the list is: a word for its kind, empty for what stands elsewhere. @param {any} resource */
export function kind(resource) {
  if (resource.resourceType === 'Procedure') return 'treatment';
  if (resource.resourceType === 'Observation') return isOwn(resource.code, 'urgency') ? 'urgency' : '';
  if (resource.resourceType !== 'Communication') return '';
  if (/^hospital-/.test(ownCode(resource.topic))) return ownCode(resource.topic);
  return ['doctors-word', 'family-told', 'hand-over', 'decision'].find((one) => isOwn(resource.category, one)) ?? '';
}

/**
 * What was said, decided and done, oldest first.
 * @param {any[]} resources @param {Set<string>} waiting @param {Map<string, string>} [named]  institutions by their reference
 * @returns {{ key: string, at: string, time: string, kind: string, text: string, who: string, waiting: boolean, level: string }[]} level: of an urgency, `red` …
 */
export function happenings(resources, waiting, named = new Map()) {
  return resources
    .filter((one) => stands(one) && kind(one))
    .sort((a, b) => sortable(at(a)).localeCompare(sortable(at(b))))
    .map((one) => ({
      key: command(one) || `${one.resourceType}/${one.id}`,
      at: at(one),
      time: inJapan(at(one)).time,
      kind: kind(one),
      text: textOf(one),
      who: whoOf(one, named),
      waiting: waiting.has(command(one)),
      level: ownCode(one.valueCodeableConcept).replace('urgency-', ''),
    }));
}

function textOf(one) {
  if (one.resourceType === 'Procedure') return one.code?.text ?? '';
  if (one.resourceType === 'Observation') return value(one);
  const said = (one.payload ?? []).map((p) => p.contentString ?? '').filter(Boolean).join(' ');
  // What a hospital answered is its kind already.
  return one.topic?.text && /^hospital-/.test(ownCode(one.topic)) && said.startsWith(one.topic.text) ? said.slice(one.topic.text.length).trim() : said;
}

const whoOf = (one, named) => {
  const whom = isOwn(one.category, 'doctors-word') ? [one.sender] : (one.recipient ?? []);
  return whom.map((who) => who?.display ?? named.get(who?.reference) ?? '').filter(Boolean).join('、');
};

/** The doctors' words, newest first: the last one holds. @param {any[]} resources */
export const doctorsWords = (resources) =>
  resources.filter((one) => one.resourceType === 'Communication' && stands(one) && isOwn(one.category, 'doctors-word')).sort((a, b) => sortable(b.sent).localeCompare(sortable(a.sent)));

/**
 * The doctor's word that holds for this person, as the sheet shows it; undefined while there is none.
 * @param {any[]} resources @param {Set<string>} waiting @param {string} patient  reference
 * @returns {{ at: string, who: string, text: string, waiting: boolean } | undefined}
 */
export function standingWord(resources, waiting, patient) {
  const [last] = doctorsWords(resources).filter(({ subject }) => !subject?.reference || subject.reference === patient);
  return last && { at: last.sent, who: whoOf(last, new Map()), text: textOf(last), waiting: waiting.has(command(last)) };
}

/** The last known value of what a triage hint looks at. @param {any[]} resources @returns {import('./vitals-model.js').Entry} */
export function lastKnown(resources) {
  const entry = /** @type {import('./vitals-model.js').Entry} */ ({ numbers: {}, unmeasurable: [], oxygen: '', flow: '', jcsMarks: [], gcs: {}, pupils: {} });
  const sorted = resources.filter((one) => one.resourceType === 'Observation' && stands(one)).sort((a, b) => sortable(at(a)).localeCompare(sortable(at(b))));
  for (const one of sorted) {
    const key = column(one);
    const number = one.valueQuantity?.value;
    if (key === 'coma') entry.jcs = Number(code(one.valueCodeableConcept, JCS));
    if (key === 'pressure') put(entry, 'systolic', one.component?.find((part) => code(part.code) === '8480-6')?.valueQuantity?.value);
    if (key === 'saturation') put(entry, 'spo2', number);
    if (key === 'pulse' || key === 'respiration') put(entry, key, number);
  }
  return entry;
}

function put(entry, key, number) {
  if (number === undefined) delete entry.numbers[key];
  else entry.numbers[key] = String(number);
}
