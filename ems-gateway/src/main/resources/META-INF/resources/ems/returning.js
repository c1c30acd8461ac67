// @ts-check
/**
 * What outlasts a reload: which run was open here, and whose. The vault keeps its reference, encrypted; whether it is open
 * still, whom it is about and what may be shown of them, the hub says anew.
 */
import { HubProblem } from '../kit/hub.js';
import { confirm, lookByCall } from './finding.js';
import { incidents, ownRun } from './incidents-model.js';
import { keepSheets } from './keeping.js';
import { state } from './state.js';
import { get, hidden, put, remove, shown } from './vault.js';

const KEY = 'run';
let noted = '';
/** One after the other: of two runs chosen in a hurry the later one stays. */
let writing = Promise.resolve();

/** @param {() => Promise<any>} write */
function inTurn(write) {
  writing = writing.then(write).catch((failure) => console.warn('the open run is not kept for a reload', failure));
  return writing;
}

state.addEventListener('change', () => {
  const { incident, me, desk } = state;
  const reference = incident?.reference ?? '';
  if (reference === noted || desk) return;
  noted = reference;
  // Locked or thrown out, the same crew comes back to it.
  if (me) inTurn(async () => (reference ? put('keys', { by: me, content: await hidden({ reference }) }, KEY) : remove('keys', KEY)));
});

/** The crew has signed out by itself. */
export const forgetRun = () => inTurn(() => remove('keys', KEY));

async function kept() {
  const { by, content } = (await get('keys', KEY)) ?? {};
  return content ? { by, ...(await shown(content)) } : undefined;
}

/**
 * Back to the run that whoever is signed on had open, and to whom they had confirmed, as far as the hub says so now.
 * @param {import('../kit/hub.js').Hub} hub
 */
export async function comeBack(hub) {
  const run = await kept();
  if (!run) return;
  try {
    const found = ownRun(incidents(await hub.operation('$incidents')), run, state.me);
    if (!found) return;
    state.choose(found);
    if (found.patient) await whom(hub, found.patient);
  } catch (failure) {
    if (!(failure instanceof HubProblem)) throw failure;
    console.warn('the hub did not say all of the run that was open', failure.why.kind);
  }
}

/** The incident names one person: the crew had confirmed them. */
async function whom(hub, patient) {
  const called = await lookByCall(hub, state);
  const one = called.kind === 'candidates' ? called.candidates.find((candidate) => candidate.patient === patient) : undefined;
  if (!one) return;
  const answer = await confirm(hub, state, one.confirm);
  if (answer.kind !== 'found' || !answer.sheet) return;
  state.change({ match: answer.match, sheet: { ...answer.sheet, at: new Date().toISOString() } });
  // A sealing that the reload cut short has replaced sheets at the hub, and its own never came.
  keepSheets(hub, state, [answer.match.confirm || one.confirm]);
}
