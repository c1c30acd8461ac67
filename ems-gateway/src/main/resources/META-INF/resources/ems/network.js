// @ts-check
/** Whether the hub is reached, for the whole page; asks by itself while it is not. */
import { after, answered, pause, PATIENCE, START } from './network-model.js';
import { state } from './state.js';

/** Open, and 503 while the records are away: a hub that serves its pages alone lets nobody read a sheet. */
const PROBE = '/actuator/health';
let network = START;
let timer = 0;
/** How often the signal was lost: an answer to what was asked before says nothing of now. */
let cuts = 0;

/** @param {Parameters<typeof after>[1]} met */
function met(met) {
  network = after(network, met);
  state.change({ offline: !network.reached });
  clearTimeout(timer);
  if (!network.reached) timer = setTimeout(probe, pause(network));
}

async function probe() {
  const answer = await fetch(PROBE, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) }).catch((unreached) => {
    console.info('the hub is still away', unreached);
  });
  met(answer && answered(answer.status) ? 'answer' : 'nothing');
}

addEventListener('offline', () => {
  cuts += 1;
  met('unplugged');
});
addEventListener('online', () => {
  met('plugged');
  probe();
});

/**
 * What is asked of the hub, watched: one that hangs is ended, and what comes back or does not says whether there is a signal.
 * @param {(signal: AbortSignal) => Promise<Response>} ask
 */
export async function watched(ask) {
  const before = cuts;
  try {
    const answer = await ask(AbortSignal.timeout(PATIENCE));
    if (before === cuts) met(answered(answer.status) ? 'answer' : 'nothing');
    return answer;
  } catch (unreached) {
    if (unreached instanceof TypeError || unreached instanceof DOMException) met('nothing');
    throw unreached;
  }
}
