// @ts-check
/** What waits for somebody, and what a first visit still has before it: plain functions over FHIR JSON. */
import { code, extension, is, names, newestFirst, when } from '../kit/fhir.js';

const BASE = 'https://tsumugi.dev/fhir';
const NOTICE = `${BASE}/CodeSystem/notice`;
const DUTY = `${BASE}/CodeSystem/duty`;
const EMERGENCY = `${BASE}/policy/emergency-sharing`;
const PREFERENCES = 'http://hl7.org/fhir/us/pacio-adi/CodeSystem/ADIPreferenceCategoryCS';
const ENTERED_BY = `${BASE}/StructureDefinition/entered-by`;
/** For how many days a notice stands on the first page. */
const FRESH = 30;

/** What the first page asks for. @type {{ key: string, asks: [type: string, parameters: Record<string, string>][] }[]} */
export const SECTIONS = [
  { key: 'tasks', asks: [['Task', { status: 'requested' }]] },
  { key: 'notices', asks: [['Communication', { _sort: '-sent' }]] },
  { key: 'consents', asks: [['Consent', {}]] },
  { key: 'people', asks: [['RelatedPerson', {}]] },
  { key: 'wishes', asks: [['Observation', { category: `${PREFERENCES}|intervention-preference,${PREFERENCES}|care-experience-preference` }]] },
];

/** Which view a duty leads to. */
const DUTIES = { 'confirm-wishes': 'wishes', 'confirm-consents': 'sharing' };

/**
 * What waits, the most pressing first.
 * @param {Record<string, any[]>} found  resources by section
 * @param {string} patient  id
 * @param {string} day  today
 * @returns {{ kind: 'task' | 'proposal' | 'draft' | 'invitation' | 'answer' | 'notice', id: string, when: string, text: Record<string, string>, who: string, go: string }[]}
 */
export function waiting(found, patient, day) {
  const { tasks = [], notices = [], consents = [], people = [], wishes = [] } = found;
  return [...duties(tasks), ...proposals(wishes, patient), ...drafts(wishes, patient), ...invitations(consents, people), ...news(notices, day)];
}

const card = (kind, resource, more) => ({ kind, id: `${resource.resourceType}/${resource.id}`, when: when(resource), text: {}, who: '', go: '', ...more });

/** Both languages stand in one description, a stroke between them. */
const duties = (tasks) =>
  tasks.filter((task) => code(task.code, DUTY) in DUTIES).sort(newestFirst).map((task) => {
    const [ja, en = ja] = (task.description ?? '').split(' / ');
    return card('task', task, { text: { ja, en }, go: DUTIES[code(task.code, DUTY)] });
  });

/** A wording that somebody else proposes: a draft whose performer is not the resident. */
const proposals = (wishes, patient) =>
  wishes.filter((wish) => wish.status === 'preliminary' && !byResident(wish, patient)).map((wish) => card('proposal', wish, { who: wish.performer?.[0]?.display ?? '', go: 'wishes' }));

/** One card for all drafts: they are signed together. */
function drafts(wishes, patient) {
  const [newest] = wishes.filter((wish) => wish.status === 'preliminary' && byResident(wish, patient)).sort(newestFirst);
  return newest ? [card('draft', newest, { go: 'wishes', who: extension(newest, ENTERED_BY)?.valueReference?.display ?? '' })] : [];
}

const byResident = (wish, patient) => wish.performer?.[0]?.reference === `Patient/${patient}`;

const invitations = (consents, people) =>
  consents.filter((consent) => consent.status === 'proposed').map((consent) => {
    const invited = consent.provision?.actor?.[0]?.reference?.reference;
    const person = people.find(({ id }) => `RelatedPerson/${id}` === invited);
    return card('invitation', consent, { who: names(person?.name).name, go: 'people' });
  });

const news = (notices, day) =>
  notices
    .filter((notice) => code(notice.category?.[0], NOTICE) && notice.sender?.display && daysBetween(notice.sent, day) <= FRESH)
    .map((notice) => {
      const [ja = '', en = ja] = (notice.payload ?? []).map((one) => one.contentString);
      const answer = code(notice.category[0], NOTICE) === 'journal-answer';
      return card(answer ? 'answer' : 'notice', notice, { when: notice.sent, text: { ja, en }, who: answer ? notice.sender.display : '', go: 'looked' });
    });

const daysBetween = (instant, day) => (Date.parse(day) - Date.parse((instant ?? '').slice(0, 10))) / 86_400_000;

/**
 * What was decided about emergencies: a refusal is a choice as good as an agreement.
 * @param {any[]} consents
 * @returns {'agreed' | 'refused' | 'undecided'}
 */
export function emergency(consents) {
  const chosen = consents.filter((consent) => consent.status === 'active' && [consent.policy].flat().some((policy) => policy?.uri === EMERGENCY));
  if (chosen.some((consent) => consent.provision?.type === 'deny')) return 'refused';
  return chosen.length > 0 ? 'agreed' : 'undecided';
}

/** The three steps of a first visit, and which are done. @param {Record<string, any[]>} found */
export function steps({ consents = [], wishes = [] }) {
  return [
    { key: 'wishes', done: wishes.some((wish) => wish.status !== 'entered-in-error' && wish.status !== 'cancelled') },
    { key: 'people', done: consents.some((consent) => is(consent.category?.[0], 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', 'acd') && ['active', 'proposed'].includes(consent.status)) },
    { key: 'sharing', done: emergency(consents) !== 'undecided' },
  ];
}
