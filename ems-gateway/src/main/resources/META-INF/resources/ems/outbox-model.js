// @ts-check
/** What waits to be told to the hub, the parts that need no browser. */
const COMMAND = 'https://tsumugi.dev/fhir/sid/command';

/** Reasons for which the same may go through later; everything else is a refusal and is shown. */
const LATER = new Set(['away', 'busy', 'sessionEnded', 'stepUp', 'broken']);

/** @param {{ kind: string }} why */
export const later = (why) => LATER.has(why.kind);

/**
 * How an entry is told. Each bears its own id, so that what is told twice stands once.
 * @param {any} entry  `{ id, path, parameter }` for an operation that takes a `command` (without one if `idempotent`); `{ id, resource }` or `{ id, bundle }` to be recorded
 * @returns {{ kind: 'operation', path: string, parameter: any[] } | { kind: 'transaction', bundle: any }}
 */
export function request(entry) {
  if (entry.path) {
    const command = entry.parameter.some(({ name }) => name === 'command') || entry.idempotent ? [] : [{ name: 'command', valueString: entry.id }];
    return { kind: 'operation', path: entry.path, parameter: [...entry.parameter, ...command] };
  }
  const resources = entry.bundle ? entry.bundle.entry : [{ resource: entry.resource }];
  const many = resources.length > 1;
  const all = resources.map((one, at) => (one.request && one.request.method !== 'POST' ? one : once(one, many ? `${entry.id}-${at}` : entry.id)));
  return { kind: 'transaction', bundle: { resourceType: 'Bundle', type: 'transaction', entry: all } };
}

/** A resource that is made once, however often it is asked for (R4, http.html#ccreate). */
function once({ fullUrl, resource }, id) {
  const others = [resource.identifier ?? []].flat();
  const own = others.find(({ system }) => system === COMMAND);
  const identified = own ? resource : { ...resource, identifier: [...others, { system: COMMAND, value: id }] };
  const request = { method: 'POST', url: resource.resourceType, ifNoneExist: `identifier=${COMMAND}|${own?.value ?? id}` };
  return { ...(fullUrl && { fullUrl }), resource: identified, request };
}

/**
 * Which to tell next: the oldest of whoever is signed on. Behind one that was refused nothing goes, as what comes later may build on it.
 * @param {any[]} entries  in the order they were put @param {string} me
 */
export function next(entries, me) {
  const [first] = entries.filter((one) => one.anybody || !one.by || one.by === me);
  return first && !first.refused ? first : undefined;
}
