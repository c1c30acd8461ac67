// @ts-check
/** Locks a screen that nobody touches (shared tablets); tells a minute before, so that whoever only reads can stay. */

const WARNING = 60_000;
/** A touch in one tab keeps the others open: the lock ends the session of all. */
const CHANNEL = 'tsumugi.touched';
const OFTEN = 5_000;

/**
 * @param {number} last  of the last touch, milliseconds
 * @param {number} now
 * @param {number} minutes  until the lock
 * @returns {'active' | 'warn' | 'lock'}
 */
export function idleState(last, now, minutes) {
  const left = last + minutes * 60_000 - now;
  if (left <= 0) return 'lock';
  return left <= WARNING ? 'warn' : 'active';
}

/**
 * @param {number} minutes
 * @param {(state: 'active' | 'warn' | 'lock') => void} changed
 * @returns {() => void} stops watching
 */
export function watchIdle(minutes, changed) {
  let last = Date.now();
  let state = 'active';
  const look = () => {
    const next = idleState(last, Date.now(), minutes);
    if (next === state) return;
    state = next;
    changed(next);
  };
  const channel = new BroadcastChannel(CHANNEL);
  let told = 0;
  const heard = () => {
    // A screen that should be locked by now is not woken by the touch that finds it.
    if (idleState(last, Date.now(), minutes) !== 'lock') last = Date.now();
    look();
  };
  const touched = () => {
    heard();
    if (state === 'lock' || Date.now() - told < OFTEN) return;
    told = Date.now();
    channel.postMessage('touched');
  };
  channel.onmessage = heard;
  const kinds = ['pointerdown', 'pointermove', 'keydown', 'scroll'];
  for (const kind of kinds) addEventListener(kind, touched, { passive: true, capture: true });
  // Timers sleep in the background: look when the page is seen again.
  document.addEventListener('visibilitychange', look);
  const timer = setInterval(look, 1000);
  return () => {
    clearInterval(timer);
    channel.close();
    document.removeEventListener('visibilitychange', look);
    for (const kind of kinds) removeEventListener(kind, touched, { capture: true });
  };
}
