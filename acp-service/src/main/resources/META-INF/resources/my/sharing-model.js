// @ts-check
/** Who may see what: all choices of a person, what is stored for them, and the writes from one to the other. Plain functions. */
import { names } from '../kit/fhir.js';
import { CATEGORY, GLASS, KEYS, PATIENT_ID, POLICY, SCOPE, isEmpty, isGlass, isOurs, kindOf, policyOf, provisionOf, readChoice, unanswered } from './sharing-form.js';

/**
 * @typedef {import('./sharing-form.js').Choice} Choice
 * @typedef {{ choices: Record<string, Choice>, glass: boolean }} Matrix  `glass`: whether breaking it is refused
 * @typedef {{ matrix: Matrix, stored: Record<string, any>, others: any[] }} Stored  consents by whom they are for; those of another form
 */

const GLASS_KEY = 'glass';

/** The order in which two consents about the same are looked at: the newest counts, the rest are shown beside it. */
const newest = (a, b) => String(b.meta?.lastUpdated ?? b.dateTime ?? '').localeCompare(String(a.meta?.lastUpdated ?? a.dateTime ?? ''));

/** @param {any[]} consents  of one person @returns {Stored} */
export function read(consents) {
  /** @type {Stored} */
  const found = { matrix: { choices: {}, glass: false }, stored: {}, others: [] };
  for (const consent of consents.filter(isOurs).sort(newest)) {
    const said = readChoice(consent);
    const key = isGlass(consent) ? GLASS_KEY : said?.party;
    if (!key || found.stored[key]) {
      found.others.push(consent);
      continue;
    }
    found.stored[key] = consent;
    if (said) found.matrix.choices[said.party] = said.choice;
    else found.matrix.glass = true;
  }
  return found;
}

/** @param {Matrix} matrix @param {string} party @returns {Choice} */
export const choiceOf = (matrix, party) => matrix.choices[party] ?? unanswered();

const same = (a, b) => a.until === b.until && a.account === b.account && KEYS.every((key) => a.cells[key] === b.cells[key]);

/** One group answered. @param {Choice} choice @param {string} group @param {import('./sharing-form.js').Answer} answer @returns {Choice} */
export const answered = (choice, group, answer) => ({ ...choice, cells: { ...choice.cells, [group]: answer } });

/** All groups answered alike. @param {Choice} choice @param {import('./sharing-form.js').Answer} answer @returns {Choice} */
export const allAnswered = (choice, answer) => ({ ...choice, cells: Object.fromEntries(KEYS.map((key) => [key, answer])) });

/** @param {Matrix} matrix @param {string} party @param {Choice} choice @returns {Matrix} */
export const withChoice = (matrix, party, choice) => ({ ...matrix, choices: { ...matrix.choices, [party]: choice } });

/** For whom something else is chosen than is stored. @param {Stored} stored @param {Matrix} wanted */
export function changed({ matrix }, wanted) {
  const parties = [...new Set([...Object.keys(matrix.choices), ...Object.keys(wanted.choices)])];
  const different = parties.filter((party) => !same(normal(choiceOf(matrix, party)), normal(choiceOf(wanted, party))));
  return wanted.glass === matrix.glass ? different : [...different, GLASS_KEY];
}

/** A day says nothing where nothing is answered. */
const normal = (choice) => (isEmpty(choice) ? unanswered() : choice);

/**
 * @typedef {{ party: string, resource: any, match: string }} Write  `match`: the version it was made from; empty for a new one
 * The writes that make what is stored what is wanted; everybody for whom nothing changed is left as it stands.
 * @param {Stored} stored @param {Matrix} wanted
 * @param {{ patient: string, me: any, now: string }} by  of whom (a reference), by whom (a Reference), an instant
 * @returns {Write[]}
 */
export function writes(stored, wanted, by) {
  return changed(stored, wanted).map((party) => {
    const before = stored.stored[party];
    const provision = party === GLASS_KEY ? (wanted.glass ? GLASS : undefined) : provisionOf(party, choiceOf(wanted, party));
    const resource = provision ? consentOf(before, party, provision, by) : { ...before, status: 'inactive' };
    return { party, resource, match: before?.meta?.versionId ?? '' };
  });
}

function consentOf(before, party, provision, { patient, me, now }) {
  return {
    ...(before ?? { resourceType: 'Consent' }),
    status: 'active',
    scope: { coding: [SCOPE] },
    category: [{ coding: [CATEGORY] }],
    patient: { reference: patient },
    dateTime: now,
    performer: [me],
    policy: [{ uri: party === GLASS_KEY ? POLICY.withholding : policyOf(party, provision) }],
    provision,
  };
}

/** All writes in one commit: either everything that was chosen holds, or nothing. @param {Write[]} writes */
export const transaction = (writes) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: writes.map(({ resource, match }) => ({
    resource,
    request: resource.id
      ? { method: 'PUT', url: `Consent/${resource.id}`, ...(match && { ifMatch: `W/"${match}"` }) }
      : { method: 'POST', url: 'Consent' },
  })),
});

/**
 * What somebody else chose meanwhile and what is chosen here, put together; where both changed the same answer, the one
 * here stands and is named, so that the person can choose.
 * @param {Matrix} base  what both began with @param {Matrix} mine @param {Matrix} theirs
 * @returns {{ matrix: Matrix, clashes: { party: string, group: string, mine: any, theirs: any }[] }}
 */
export function merge(base, mine, theirs) {
  /** @type {Matrix} */
  let matrix = { choices: {}, glass: pick(base.glass, mine.glass, theirs.glass).value };
  const clashes = [];
  const parties = new Set([base, mine, theirs].flatMap((one) => Object.keys(one.choices)));
  for (const party of parties) {
    const [b, m, t] = [base, mine, theirs].map((one) => choiceOf(one, party));
    const cells = {};
    for (const group of KEYS) {
      const { value, clash } = pick(b.cells[group], m.cells[group], t.cells[group]);
      cells[group] = value;
      if (clash) clashes.push({ party, group, mine: m.cells[group], theirs: t.cells[group] });
    }
    const { value: until, clash } = pick(b.until, m.until, t.until);
    if (clash) clashes.push({ party, group: 'until', mine: m.until, theirs: t.until });
    matrix = withChoice(matrix, party, { cells, until, account: t.account || m.account });
  }
  return { matrix, clashes };
}

function pick(base, mine, theirs) {
  if (mine === base || mine === theirs) return { value: theirs, clash: false };
  return { value: mine, clash: theirs !== base };
}

/** Whether a choice has ended by its day. @param {Choice} choice @param {string} today */
export const ended = ({ until }, today) => Boolean(until) && until < today;

/**
 * For whom there are choices to make: those there always are, the person's own doctors and teams, and who is named already.
 * @param {any} patient @param {any[]} teams @param {any[]} related @param {Matrix} matrix
 * @returns {{ party: string, kind: 'emergency' | 'doctor' | 'team' | 'family' | 'named' | 'relative' | 'research', reference?: any }[]}
 */
export function parties(patient, teams, related, matrix) {
  const doctors = (patient?.generalPractitioner ?? []).filter(({ reference }) => /^(Practitioner|Organization)\//.test(reference ?? ''));
  const active = teams.filter((team) => !team.status || team.status === 'active');
  const list = [
    { party: 'emergency', kind: 'emergency' },
    ...doctors.map((reference) => ({ party: reference.reference, kind: 'doctor', reference })),
    ...active.map((team) => ({ party: `CareTeam/${team.id}`, kind: 'team', reference: { reference: `CareTeam/${team.id}`, display: team.name } })),
    ...related.filter(({ active }) => active !== false).map((person) => ({ party: `RelatedPerson/${person.id}`, kind: 'relative', reference: { display: nameOf(person) } })),
    { party: 'family', kind: 'family' },
  ];
  const known = new Set(list.map(({ party }) => party));
  for (const party of Object.keys(matrix.choices)) {
    if (known.has(party) || party === 'research') continue;
    list.push({ party, kind: kindOf(party) === 'relative' ? 'relative' : /^CareTeam/.test(party) ? 'team' : 'named', reference: { reference: party } });
  }
  return /** @type {any} */ ([...list, { party: 'research', kind: 'research' }]);
}

const accountOf = (person) => person?.identifier?.find(({ system }) => system === PATIENT_ID)?.value ?? '';

/**
 * The choices with the accounts that the relatives have now: a choice from before must be saved again to reach them.
 * @param {Matrix} matrix @param {any[]} related @returns {Matrix}
 */
export function withAccounts(matrix, related) {
  const choices = Object.entries(matrix.choices).map(([party, choice]) => {
    const person = related.find(({ id }) => party === `RelatedPerson/${id}`);
    return [party, person ? { ...choice, account: accountOf(person) } : choice];
  });
  return { ...matrix, choices: Object.fromEntries(choices) };
}

/** The choice of somebody who is to be chosen for. @param {Matrix} matrix @param {string} party @param {any[]} related */
export const choiceFor = (matrix, party, related) => choiceOf(withAccounts(withChoice(matrix, party, choiceOf(matrix, party)), related), party);

function nameOf(person) {
  const relation = person.relationship?.[0]?.text;
  return `${names(person.name).name}${relation ? `(${relation})` : ''}`;
}
