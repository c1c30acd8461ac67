// @ts-check
/**
 * What the crew did, on its way to the hub: put down here first, told in order and once, with a network or without.
 * `put(entry)` resolves when it is on disk. An entry is `{ path, parameter }` for an operation that takes a `command`,
 * `{ resource }` or `{ bundle }` for what is to be recorded, with an `id` of its own if the screen has one. Each bears its
 * id to the hub, so that the app may be killed at any moment: what is told again stands once.
 */
import { next, later, request } from './outbox-model.js';
import { all, get, hidden, put as write, remove, shown } from './vault.js';

const changes = new EventTarget();

/** @param {() => void} listener @returns {() => void} stops listening */
export function onOutbox(listener) {
  changes.addEventListener('change', listener);
  return () => changes.removeEventListener('change', listener);
}

const changed = () => changes.dispatchEvent(new Event('change'));

/** @param {any} entry @returns {Promise<string>} its id */
export async function put(entry) {
  const id = entry.id ?? crypto.randomUUID();
  const self = await get('keys', 'self');
  const at = new Date().toISOString();
  await write('outbox', { id, at, by: self?.by ?? '', anybody: Boolean(entry.opening), content: await hidden({ ...entry, id }) });
  changed();
  return id;
}

/**
 * What was not told yet, oldest first; `refused` says why the hub did not take one: nothing behind it goes before somebody decides.
 * @returns {Promise<{ id: string, at: string, by: string, refused?: { kind: string, text?: string }, entry: any }[]>}
 */
export const waiting = async () =>
  Promise.all((await all('outbox')).map(async ({ value: { id, at, by, refused, content } }) => ({ id, at, by, ...(refused && { refused }), entry: await shown(content) })));

/**
 * Tells what waits, of whoever is signed on, in order; one tab at a time.
 * @param {any} hub
 * @returns {Promise<{ told: number, left: number, stopped?: { kind: string, text?: string } }>}
 */
export const deliver = (hub) => navigator.locks.request('tsumugi.ems.outbox', () => inOrder(hub));

async function inOrder(hub) {
  const { by: me = '' } = (await get('keys', 'self')) ?? {};
  let told = 0;
  for (;;) {
    const entries = (await all('outbox')).map(({ key, value }) => ({ ...value, key }));
    const entry = next(entries, me);
    const refused = entries.find((one) => one.refused)?.refused;
    if (!entry) return { told, left: entries.length, ...(refused && { stopped: refused }) };
    const stopped = await tell(hub, entry);
    if (stopped) return { told, left: entries.length, stopped };
    told++;
  }
}

/** Told and then dropped: killed between the two, it is told again, and the hub knows its id. */
async function tell(hub, { key, ...filed }) {
  try {
    await send(hub, await shown(filed.content));
  } catch (failure) {
    const why = /** @type {any} */ (failure).why;
    if (!why) throw failure;
    if (!later(why)) await write('outbox', { ...filed, refused: why }, key);
    changed();
    return why;
  }
  await remove('outbox', key);
  changed();
  return undefined;
}

function send(hub, entry) {
  if (entry.opening) {
    const part = [
      { name: 'id', valueString: entry.id },
      { name: 'sheet', valueString: entry.opening.sheet },
      { name: 'at', valueInstant: entry.opening.at },
      { name: 'by', valueString: entry.opening.by },
    ];
    return hub.operation('$report-openings', [{ name: 'opening', part }]);
  }
  const asked = request(entry);
  return asked.kind === 'operation' ? hub.operation(asked.path, asked.parameter) : hub.transaction(asked.bundle);
}

/** Lets one that was refused be told again. @param {string} id */
export async function again(id) {
  for (const { key, value } of await all('outbox')) {
    const { refused, ...rest } = value;
    if (value.id === id && refused) await write('outbox', rest, key);
  }
  changed();
}

/** Takes back one that was refused: somebody read why, and decided. What was not refused cannot be taken back. @param {string} id */
export async function drop(id) {
  for (const { key, value } of await all('outbox')) if (value.id === id && value.refused) await remove('outbox', key);
  changed();
}
