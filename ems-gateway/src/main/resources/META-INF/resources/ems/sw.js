// The app's own files, for when there is no signal. Nothing of anybody's record, no token and no address with a query is ever
// kept here: sealed sheets lie encrypted in IndexedDB (vault.js). What is not named here goes past this worker untouched.
const KEPT = 'tsumugi-ems-1';
const OWN = /^\/(ems|kit|webjars)\//;
/** What the hub makes anew each time. */
const MADE = '/kit/config.json';
/** An address with a version in it: its content never changes. */
const VERSIONED = /^\/webjars\//;
/** Milliseconds for a network that is there and yet is not. */
const PATIENCE = 2500;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add('/ems/')));
});

self.addEventListener('activate', (event) => event.waitUntil(tidy()));

/** Only this app's: the others' workers keep theirs in the same place. */
async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith('tsumugi-ems-') && name !== KEPT) await caches.delete(name);
  await self.clients.claim();
}

/** The page tells which files it is made of, also those that it has not needed yet. */
self.addEventListener('message', (event) => event.waitUntil(keepAll(event.data.files).then(() => event.ports?.[0]?.postMessage('kept'))));

async function keepAll(files) {
  const cache = await caches.open(KEPT);
  const wanted = files.filter((file) => key(file) === new URL(file).pathname);
  // One that is gone meanwhile must not keep the others away.
  const all = await Promise.allSettled(wanted.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
  for (const one of all) if (one.status === 'rejected') console.info('a file is not kept', one.reason);
}

/** Under which path an address is kept; undefined: not at all. An address that a redirect brought has a code in its query. */
function key(address, mode = '') {
  const { origin, pathname, search } = new URL(address);
  if (origin !== self.location.origin || !OWN.test(pathname) || pathname === MADE) return undefined;
  if (mode === 'navigate') return pathname === '/ems/' ? pathname : undefined;
  return search ? undefined : pathname;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = request.method === 'GET' ? key(request.url, request.mode) : undefined;
  if (path) event.respondWith(VERSIONED.test(path) ? fromHere(request, path) : fromThere(request, path));
});

async function fromHere(request, path) {
  return (await (await caches.open(KEPT)).match(path)) ?? fromThere(request, path);
}

async function fromThere(request, path) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(path);
  const answered = fetched(cache, request, path);
  if (!kept) return answered;
  let patience;
  const enough = new Promise((resolve) => (patience = setTimeout(() => resolve(kept), PATIENCE)));
  try {
    return await Promise.race([answered, enough]);
  } catch {
    return kept; // no network: that is what it is kept for
  } finally {
    clearTimeout(patience);
    answered.catch(() => {}); // said above, or too late to matter
  }
}

async function fetched(cache, request, path) {
  const answer = await fetch(request);
  // An answer remembers the whole address that it came from.
  if (answer.ok && answer.type === 'basic' && !new URL(request.url).search) await cache.put(path, answer.clone());
  return answer;
}
