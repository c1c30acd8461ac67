// The app's own files, for when there is no network: the page then opens and says so. Nothing of anybody's record, no
// token and no address with a query is ever kept; what is not named here goes past this worker untouched.
const KEPT = 'tsumugi-my-1';
const OWN = /^\/(my|kit|webjars)\//;
/** What the hub makes anew each time. */
const MADE = '/kit/config.json';
/** An address with a version in it: its content never changes. */
const VERSIONED = /^\/webjars\//;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add('/my/')));
});

self.addEventListener('activate', (event) => event.waitUntil(tidy()));

async function tidy() {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
  await self.clients.claim();
}

/** The page tells which files it was put together from before this worker was there. */
self.addEventListener('message', (event) => event.waitUntil(keepAll(event.data.files)));

async function keepAll(files) {
  const cache = await caches.open(KEPT);
  const wanted = files.filter((file) => key(file) === new URL(file).pathname);
  for (const file of wanted) if (!(await cache.match(file))) await cache.add(file);
}

/** Under which path an address is kept; undefined: not at all. An address that a redirect brought has a code in its query. */
function key(address, mode = '') {
  const { origin, pathname, search } = new URL(address);
  if (origin !== self.location.origin || !OWN.test(pathname) || pathname === MADE) return undefined;
  if (mode === 'navigate') return pathname === '/my/' ? pathname : undefined;
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
  try {
    const answer = await fetch(request);
    // An answer remembers the whole address that it came from.
    if (answer.ok && answer.type === 'basic' && !new URL(request.url).search) await cache.put(path, answer.clone());
    return answer;
  } catch (offline) {
    const kept = await cache.match(path);
    if (kept) return kept;
    throw offline;
  }
}
