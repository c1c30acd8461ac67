import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const HUB = 'https://hub.example';
const source = readFileSync(new URL('../../main/resources/META-INF/resources/ems/sw.js', import.meta.url), 'utf8');

/** A worker in a browser of our own: its handlers, what it keeps, and a network that may be away. */
function worker() {
  const kept = new Map();
  const handlers = {};
  const world = { online: true, asked: [] };
  const fetch = async (request) => {
    const url = typeof request === 'string' ? request : request.url;
    world.asked.push(url);
    if (world.online === 'slowly') return new Promise(() => {});
    if (url.endsWith('gone.js')) throw new TypeError('404');
    if (!world.online) throw new TypeError('no network');
    return { ok: true, type: 'basic', url, clone: () => ({ ok: true, url }) };
  };
  const cache = {
    match: async (path) => kept.get(new URL(path, HUB).pathname),
    put: async (path, answer) => kept.set(path, answer),
    add: async (path) => kept.set(new URL(path, HUB).pathname, await fetch(path)),
  };
  const self = { location: { origin: HUB }, addEventListener: (kind, handler) => (handlers[kind] = handler), skipWaiting: () => {}, clients: { claim: async () => {} } };
  vm.runInNewContext(source, { self, caches: { open: async () => cache, keys: async () => [], delete: async () => {} }, fetch, URL, console: { info: () => {} }, setTimeout: (then) => (world.online === 'slowly' ? then() : 0), clearTimeout: () => {} });
  const ask = (path, more = {}) => {
    let answer;
    handlers.fetch({ request: { url: HUB + path, method: 'GET', mode: 'cors', ...more }, respondWith: (given) => (answer = given) });
    return answer;
  };
  const told = async (files) => {
    let done;
    handlers.message({ data: { files: files.map((file) => new URL(file, HUB).href) }, waitUntil: (given) => (done = given) });
    await done;
  };
  const tell = async (message) => {
    let done;
    handlers.message({ ...message, waitUntil: (given) => (done = given) });
    await done;
  };
  return { kept, world, ask, told, tell };
}

for (const path of ['/fhir/Patient/a', '/fhir/Binary/b', '/kit/config.json', '/smart/sessions', '/care/care.js', '/ems/?code=secret', '/kit/x.js?y=1']) {
  test(`${path} goes past the worker`, () => assert.equal(worker().ask(path), undefined));
}

test('a page that a redirect brought, with a code in its address, is opened and not kept', async () => {
  const { ask, kept, world } = worker();

  assert.equal((await ask('/ems/?code=secret&state=s', { mode: 'navigate' })).ok, true);
  assert.equal(ask('/ems/step-up.html?code=secret', { mode: 'navigate' }), undefined);
  assert.equal(kept.size, 0);

  await ask('/ems/', { mode: 'navigate' });
  world.online = false;
  assert.equal((await ask('/ems/?code=secret&state=s', { mode: 'navigate' })).url, `${HUB}/ems/`);
});

test('what is written goes past', () => assert.equal(worker().ask('/ems/ems.js', { method: 'POST' }), undefined));

test('the app’s own files come from the network, and from here when there is none', async () => {
  const { ask, kept, world } = worker();
  await ask('/ems/ems.js');
  world.online = false;

  assert.equal((await ask('/ems/ems.js')).url, `${HUB}/ems/ems.js`);
  assert.deepEqual([...kept.keys()], ['/ems/ems.js']);
  await assert.rejects(ask('/ems/words.js'), /no network/);
});

test('what has its version in the address is asked for once', async () => {
  const { ask, world } = worker();
  await ask('/webjars/lit/3.3.2/index.js');
  await ask('/webjars/lit/3.3.2/index.js');

  assert.equal(world.asked.length, 1);
});

test('of what the page was put together from only its own files are kept', async () => {
  const { kept, told } = worker();

  await told(['/ems/ems.js', '/kit/hub.js', '/kit/config.json', '/fhir/Patient/_search', '/ems/?code=1', 'https://idp.example/ems/token']);

  assert.deepEqual([...kept.keys()], ['/ems/ems.js', '/kit/hub.js']);
});

test('a network that is there and does not answer is not waited for', async () => {
  const { ask, world } = worker();
  await ask('/ems/ems.js');
  world.online = 'slowly';

  assert.equal((await ask('/ems/ems.js')).url, `${HUB}/ems/ems.js`);
});

test('a file that is gone does not keep the others away, and the page hears when all is done', async () => {
  const { kept, tell } = worker();
  const heard = [];

  await tell({ data: { files: ['/ems/gone.js', '/ems/ems.js'].map((file) => HUB + file) }, ports: [{ postMessage: (word) => heard.push(word) }] });

  assert.deepEqual([...kept.keys()], ['/ems/ems.js']);
  assert.deepEqual(heard, ['kept']);
});
