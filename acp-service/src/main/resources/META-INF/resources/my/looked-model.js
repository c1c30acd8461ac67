// @ts-check
/** Who looked at a record, as the journal tells it (`$access-journal`): plain functions. */

const CHANGES = new Set(['CREATE', 'UPDATE', 'DELETE']);

/** What is shown, first the one that is shown unless something else is asked for. */
export const FILTERS = ['others', 'refused', 'emergency', 'changed', 'all'];

const NOTICE = 'https://tsumugi.dev/fhir/CodeSystem/notice';
const ROLE = 'https://tsumugi.dev/fhir/CodeSystem/role';

/**
 * @param {any} parameters
 * @param {string} me  reference of who reads
 */
export function entries(parameters, me) {
  return (parameters.parameter ?? []).filter((p) => p.name === 'entry').map(({ part = [] }) => {
    const value = (name) => {
      const found = part.find((p) => p.name === name) ?? {};
      return found.valueString ?? found.valueCode ?? found.valueInstant ?? found.valueBoolean ?? '';
    };
    const both = (name) => ({ ja: String(value(name)), en: String(value(`${name}-en`)) });
    return {
      id: String(value('event')),
      at: String(value('at')),
      text: both('text'),
      who: both('who'),
      why: both('why'),
      mine: value('actor') === me,
      // What one looks for oneself and does not find is no refusal.
      refused: value('shown') !== true && value('actor') !== me,
      glass: value('break-glass') === true,
      emergency: value('break-glass') === true || ['ETREAT', 'BTG'].includes(String(value('purpose'))),
      changed: CHANGES.has(String(value('kind'))),
      unusual: part.some((p) => p.name === 'mark'),
      look: lookOf(String(value('kind')), String(value('asked'))),
      by: JSON.stringify(['actor', 'name', 'role', 'organization', 'client', 'purpose'].map(value)),
    };
  });
}

/** What the next page is asked with; empty on the last one. @param {any} parameters */
export function next(parameters) {
  const link = (parameters.parameter ?? []).find((p) => p.name === 'next')?.valueUri;
  return link ? [...new URL(link).searchParams].map(([name, valueString]) => ({ name, valueString })) : [];
}

/** @param {ReturnType<typeof entries>} all @param {string} filter */
export function filtered(all, filter) {
  const wanted = { others: (one) => !one.mine, refused: (one) => one.refused, emergency: (one) => one.emergency, changed: (one) => one.changed };
  return filter in wanted ? all.filter(wanted[filter]) : all;
}

/** By day in Japan, in the order they came. @param {ReturnType<typeof entries>} all @param {(instant: string) => string} dayOf */
export function byDay(all, dayOf) {
  /** @type {{ day: string, entries: typeof all }[]} */
  const days = [];
  for (const entry of all) {
    const day = dayOf(entry.at);
    if (days.at(-1)?.day !== day) days.push({ day, entries: [] });
    days.at(-1)?.entries.push(entry);
  }
  return days;
}

/** What a line tells of, as far as it is a look that may come many times: a screen that asks again and again. */
function lookOf(kind, asked) {
  if (kind === 'EMERGENCY') return /^(seal|open sealed) /.test(asked) ? '' : 'sheet';
  return kind === 'READ' || kind === 'QUERY' || kind === 'JOURNAL' || (kind === 'HANDOVER' && asked.startsWith('list ')) ? 'record' : '';
}

/** Milliseconds between two looks that are still one visit. */
const VISIT = 30 * 60_000;

/** Whether a line may stand within others: what is worth a second look never does. @param {ReturnType<typeof entries>[0]} entry */
const plain = ({ look, refused, glass, unusual }) => look !== '' && !refused && !glass && !unusual;

/**
 * The lines of one day, in the order they came, so that looks which follow each other by the same person for the same purpose
 * stand together. No line is lost.
 * @template {ReturnType<typeof entries>[0]} Entry @param {Entry[]} all @returns {Entry[][]}
 */
export function visits(all) {
  const joins = (one, next) => plain(one) && plain(next) && one.by === next.by && one.look === next.look && Math.abs(Date.parse(one.at) - Date.parse(next.at)) <= VISIT;
  /** @type {Entry[][]} */
  const groups = [];
  for (const entry of all) {
    const before = groups.at(-1)?.at(-1);
    if (before && joins(before, entry)) groups.at(-1)?.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** What was asked before, and the answers: Communications of the record. */
export const ASKED = { category: `${NOTICE}|journal-question,${NOTICE}|journal-answer` };

/**
 * Questions by the line they are about.
 * @param {any[]} communications
 * @returns {Map<string, { words: string, answer: string }>}
 */
export function questions(communications) {
  const answers = new Map(communications.flatMap((one) => (one.inResponseTo ?? []).map(({ reference }) => [reference, words(one)])));
  const asked = communications.filter((one) => one.about?.[0]?.identifier?.value);
  return new Map(asked.map((one) => [`AuditEvent/${one.about[0].identifier.value}`, { words: words(one), answer: answers.get(`Communication/${one.id}`) ?? '' }]));
}

const words = (communication) => (communication.payload ?? []).map((part) => part.contentString ?? '').join(' ');

/**
 * A question about one line of the journal, to whoever is the privacy officer.
 * @param {{ patient: string, me: string, event: string, words: string, at: string }} asked
 */
export const question = ({ patient, me, event, words, at }) => ({
  resourceType: 'Communication',
  status: 'completed',
  category: [{ coding: [{ system: NOTICE, code: 'journal-question' }] }],
  subject: { reference: `Patient/${patient}` },
  about: [{ type: 'AuditEvent', identifier: { value: event.replace('AuditEvent/', '') } }],
  sender: { reference: me },
  recipient: [{ identifier: { system: ROLE, value: 'officer' }, display: '個人情報保護担当' }],
  sent: at,
  payload: [{ contentString: words }],
});

/** Which devices may hold a sealed sheet (`$sealed-sheets`). @param {any} parameters */
export const sealed = (parameters) =>
  (parameters.parameter ?? []).filter(({ name }) => name === 'held').map(({ part = [] }) => {
    const value = (name) => part.find((one) => one.name === name) ?? {};
    return { device: value('device').valueString ?? '', expires: value('expires').valueInstant ?? '', revoked: value('revoked').valueInstant ?? '' };
  });
