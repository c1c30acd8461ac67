// @ts-check
/**
 * The form of a consent to share (kernel's Shapes): which data a group is, whom a choice is for, and the provision that says
 * it. Plain functions over FHIR JSON; what does not have exactly this form is read as nothing.
 */
const BASE = 'https://tsumugi.dev/fhir';
export const DATA_CLASS = `${BASE}/CodeSystem/data-class`;
export const ROLE = `${BASE}/CodeSystem/role`;
export const RELATION = `${BASE}/CodeSystem/relation`;
export const PATIENT_ID = `${BASE}/sid/patient`;
export const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
export const POLICY = {
  emergency: `${BASE}/policy/emergency-sharing`,
  care: `${BASE}/policy/care-sharing`,
  withholding: `${BASE}/policy/withholding`,
  research: `${BASE}/policy/research`,
};
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
export const SCOPE = { system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' };
export const CATEGORY = { system: 'http://loinc.org', code: '59284-0' };

/** Groups of data as people speak of them, and the data classes that each is. */
export const GROUPS = /** @type {const} */ ([
  ['wishes', ['wishes']],
  ['medicine', ['medication', 'allergy']],
  ['illness', ['problem']],
  ['history', ['encounter', 'result', 'vital', 'procedure', 'immunization', 'device', 'document']],
  ['contacts', ['contacts']],
  ['lifestyle', ['social', 'care']],
]);
export const KEYS = GROUPS.map(([key]) => /** @type {string} */ (key));

/** What a sheet for rescuers can be made of, in the order that Shapes has. */
const SHEET = 'identity wishes contacts allergy medication problem device result vital social care'.split(' ');
/** Without it nobody is found; it goes with every permit, but with those for research. */
const IDENTITY = 'identity';

/**
 * @typedef {'yes' | 'no' | ''} Answer  '' is not answered
 * @typedef {{ cells: Record<string, Answer>, until: string, account: string }} Choice  `until` is the last day, or empty;
 *   `account`: of a relative, the id of the Patient they sign in as, if they have a record here
 */

/** Nothing answered. @returns {Choice} */
export const unanswered = () => ({ cells: Object.fromEntries(KEYS.map((key) => [key, ''])), until: '', account: '' });

/** @param {Choice} choice @param {Answer} answer */
export const answered = ({ cells }, answer) => KEYS.filter((key) => cells[key] === answer);

/** @param {Choice} choice */
export const isEmpty = (choice) => answered(choice, '').length === KEYS.length;

/** Whom a choice is for: `emergency`, `family`, `research`, or a reference. */
export const kindOf = (/** @type {string} */ party) => {
  if (['emergency', 'family', 'research'].includes(party)) return party;
  return party.startsWith('RelatedPerson/') ? 'relative' : 'named';
};

const PURPOSES = { emergency: 'ETREAT', family: 'PATRQT', relative: 'PATRQT', research: 'HRESCH', named: 'TREAT' };

/** The data classes that a group means for somebody: of rescuers no more than the sheet has. @param {string} party @param {string} group */
export function classesOf(party, group) {
  const classes = /** @type {readonly string[]} */ (GROUPS.find(([key]) => key === group)?.[1] ?? []);
  return party === 'emergency' ? classes.filter((one) => SHEET.includes(one)) : [...classes];
}

const codings = (classes) => classes.map((code) => ({ system: DATA_CLASS, code }));
const recipient = (reference) => ({ role: { coding: [{ system: PARTICIPATION, code: 'IRCP' }] }, reference });
const logical = (system, value, display) => recipient({ identifier: { system, value }, ...(display && { display }) });

function actorsOf(party, account) {
  switch (kindOf(party)) {
    case 'emergency':
      return [logical(ROLE, 'crew', '救急隊'), logical(ROLE, 'emergency-desk', '救急外来')];
    case 'family':
      return [logical(RELATION, 'proxy', '本人が役割を頼んだ家族など')];
    case 'relative':
      // Who signs in as themselves is another actor than the RelatedPerson; one cannot refer to a record one may not see.
      return [recipient({ reference: party }), ...(account ? [logical(PATIENT_ID, account, '')] : [])];
    case 'research':
      return undefined;
    default:
      return [recipient({ reference: party })];
  }
}

const inOrder = (party, classes) => {
  const order = party === 'emergency' ? SHEET : [IDENTITY, ...GROUPS.flatMap(([, all]) => all)];
  return order.filter((one) => classes.includes(one));
};

/**
 * The one provision that says this choice; undefined if nothing is answered.
 * @param {string} party @param {Choice} choice
 */
export function provisionOf(party, choice) {
  const all = (answer) => answered(choice, answer).flatMap((group) => classesOf(party, group));
  const [yes, no] = [all('yes'), all('no')];
  if (isEmpty(choice)) return undefined;
  const head = {
    type: answered(choice, 'yes').length > 0 ? 'permit' : 'deny',
    ...(choice.until && { period: { end: choice.until } }),
    ...(actorsOf(party, choice.account) && { actor: actorsOf(party, choice.account) }),
    purpose: [{ system: ACT_REASON, code: PURPOSES[kindOf(party)] }],
  };
  // A refusal of everything in an emergency names no class: it is about everything.
  if (head.type === 'deny') return party === 'emergency' && answered(choice, 'no').length === KEYS.length ? head : { ...head, class: codings(inOrder(party, no)) };
  const named = party === 'research' ? [] : [IDENTITY];
  const permit = { ...head, class: codings(inOrder(party, [...named, ...yes, ...no])) };
  return no.length > 0 ? { ...permit, provision: [{ type: 'deny', class: codings(inOrder(party, no)) }] } : permit;
}

/** @param {string} party @param {any} provision */
export const policyOf = (party, provision) =>
  POLICY[party] ?? (provision.type === 'deny' ? POLICY.withholding : POLICY.care);

const only = (object, names) => Object.keys(object ?? {}).every((name) => names.includes(name));
const one = (list) => (list?.length === 1 ? list[0] : undefined);

/** Whom the actors are, if they have our form. */
function partyOf(provision) {
  const actors = provision.actor ?? [];
  if (!actors.every((actor) => only(actor, ['role', 'reference']) && one(actor.role?.coding)?.code === 'IRCP' && actor.role.coding[0].system === PARTICIPATION)) return undefined;
  const words = actors.map(({ reference }) => {
    const { system, value } = reference?.identifier ?? {};
    return reference?.reference ?? `${system}|${value}`;
  });
  const [first, second] = words;
  const party = (key, account = '') => ({ party: key, account });
  if (words.length === 0) return party('research');
  if (words.length === 2 && words.includes(`${ROLE}|crew`) && words.includes(`${ROLE}|emergency-desk`)) return party('emergency');
  if (/^RelatedPerson\/[\w.-]+$/.test(first) && words.length <= 2) {
    if (!second) return party(first);
    return second.startsWith(`${PATIENT_ID}|`) ? party(first, second.slice(PATIENT_ID.length + 1)) : undefined;
  }
  if (words.length > 1) return undefined;
  if (first === `${RELATION}|proxy`) return party('family');
  return /^(Practitioner|Organization|CareTeam)\/[\w.-]+$/.test(first) ? party(first) : undefined;
}

/** The codes of a class list; undefined if one is of another system. */
function codesOf(list) {
  if (list === undefined) return undefined;
  return list.every((coding) => coding.system === DATA_CLASS) ? list.map(({ code }) => code) : null;
}

/** Which groups these classes are; undefined if they cut through a group or go beyond all. */
function groupsOf(party, codes) {
  const groups = KEYS.filter((group) => classesOf(party, group).some((one) => codes.includes(one)));
  const whole = groups.flatMap((group) => classesOf(party, group));
  return codes.every((one) => one === IDENTITY || whole.includes(one)) && whole.every((one) => codes.includes(one)) ? groups : undefined;
}

/** @returns {Choice} */
const choice = (yes, no, until, account) => ({ account, cells: Object.fromEntries(KEYS.map((key) => [key, no.includes(key) ? 'no' : yes.includes(key) ? 'yes' : ''])), until });

/**
 * The choice that a consent says, and for whom; undefined if it says anything else beside it.
 * @param {any} consent
 * @returns {{ party: string, choice: Choice } | undefined}
 */
export function readChoice(consent) {
  const root = consent.provision;
  if (!isOurs(consent) || !only(root, ['type', 'period', 'actor', 'purpose', 'class', 'provision'])) return undefined;
  const whom = partyOf(root);
  const uri = one(consent.policy)?.uri;
  if (!whom) return undefined;
  const { party, account } = whom;
  if ((uri !== policyOf(party, root) && !(party !== 'emergency' && uri === POLICY.care))) return undefined;
  if (one(root.purpose)?.code !== PURPOSES[kindOf(party)] || root.purpose[0].system !== ACT_REASON) return undefined;
  if (root.period && !(only(root.period, ['end']) && /^\d{4}-\d\d-\d\d$/.test(root.period.end))) return undefined;
  const said = cellsOf(party, root);
  return said && { party, choice: choice(said.yes, said.no, root.period?.end ?? '', account) };
}

function cellsOf(party, root) {
  const codes = codesOf(root.class);
  if (codes === null) return undefined;
  const whole = codes === undefined;
  if (root.type === 'deny') {
    if (root.provision) return undefined;
    if (whole) return party === 'emergency' ? { yes: [], no: KEYS } : undefined;
    const no = codes.includes(IDENTITY) ? undefined : groupsOf(party, codes);
    return no && { yes: [], no };
  }
  if (root.type !== 'permit') return undefined;
  // Without classes everything is meant, which is more than all groups: as towns wrote it for doctors and teams.
  if (whole && ['emergency', 'research'].includes(party)) return undefined;
  if (!whole && codes.includes(IDENTITY) === (party === 'research')) return undefined;
  const all = whole ? KEYS : groupsOf(party, codes);
  const exceptions = root.provision ?? [];
  if (!all || exceptions.length > 1) return undefined;
  const [exception] = exceptions;
  if (!exception) return { yes: all, no: [] };
  const withheld = exception.type === 'deny' && only(exception, ['type', 'class']) ? codesOf(exception.class) : null;
  const no = withheld && !withheld.includes(IDENTITY) ? groupsOf(party, withheld) : undefined;
  if (!no || !no.every((group) => all.includes(group)) || no.length === all.length) return undefined;
  return { yes: all.filter((group) => !no.includes(group)), no };
}

/** Whether it is in force and about sharing at all. */
export const isOurs = (consent) =>
  consent.status === 'active' && !consent.modifierExtension && one(consent.scope?.coding)?.code === SCOPE.code && Boolean(consent.provision);

/** A refusal that anybody breaks the glass. */
export const GLASS = { type: 'deny', purpose: [{ system: ACT_REASON, code: 'BTG' }] };

/** @param {any} consent */
export const isGlass = (consent) =>
  isOurs(consent) && only(consent.provision, ['type', 'purpose']) && consent.provision.type === 'deny' && one(consent.provision.purpose)?.code === 'BTG';
