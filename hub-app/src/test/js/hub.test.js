import assert from 'node:assert/strict';
import { test } from 'node:test';

// The little of a browser that choosing the language looks at.
Object.assign(globalThis, { location: { search: '' }, document: { documentElement: {} }, localStorage: { getItem: () => null } });
const KIT = '../../main/resources/META-INF/resources/kit/';
const { Hub, HubProblem } = await import(`${KIT}hub.js`);
const { SignInProblem } = await import(`${KIT}signin.js`);

const BASE = 'http://hub/fhir';
const answer = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });
const page = (ids, next) => ({ entry: ids.map((id) => ({ resource: { id } })), link: next ? [{ relation: 'next', url: next }] : [] });
const STRONGER = { 'WWW-Authenticate': 'Bearer error="insufficient_user_authentication", acr_values="2"' };

/** Somebody signed in, to whom the hub gives these answers in turn; keeps what was asked. */
function signedIn(...answers) {
  const asked = [];
  return {
    asked,
    fetch: async (url, options) => {
      asked.push({ url, ...options });
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    },
  };
}

const refusal = (kind) => (problem) => problem instanceof HubProblem && problem.why.kind === kind;

test('a search says its question in the body, page after page', async () => {
  const somebody = signedIn(answer(page(['a'], `${BASE}/Patient?_page=xyz`)), answer(page(['b'])));

  const { resources, more } = await new Hub(somebody, BASE).search('Patient', { name: ['小林', '節子'] });

  assert.deepEqual(resources.map((r) => r.id), ['a', 'b']);
  assert.equal(more, false);
  assert.deepEqual(somebody.asked.map(({ method, url }) => `${method} ${url}`), [`POST ${BASE}/Patient/_search`, `POST ${BASE}/Patient/_search`]);
  assert.deepEqual(somebody.asked[0].body.getAll('name'), ['小林', '節子']);
  assert.equal(String(somebody.asked[1].body), '_page=xyz');
});

test('a search that is cut short says that there is more', async () => {
  const somebody = signedIn(answer(page(['a', 'b'], `${BASE}/Patient?_page=xyz`)));

  assert.equal((await new Hub(somebody, BASE).search('Patient', {}, 2)).more, true);
});

test('the purpose goes along with every request of the hub that states it, and with no other', async () => {
  const somebody = signedIn(answer({}), answer({}));
  const hub = new Hub(somebody, BASE);

  await hub.stating('BTG').operation('Patient/a/$break-glass');
  await hub.operation('$access-decision');

  assert.deepEqual(somebody.asked.map(({ headers }) => headers['X-Purpose-Of-Use']), ['BTG', undefined]);
});

test('who proves more is asked once, and the request is repeated as it was', async () => {
  const somebody = signedIn(answer({}, 401, STRONGER), answer({ id: 'granted' }));
  const hub = new Hub(somebody, BASE).stating('BTG');
  const needs = [];
  hub.prove = async (need) => void needs.push(need);

  assert.deepEqual(await hub.operation('Patient/a/$break-glass', [{ name: 'x' }]), { id: 'granted' });
  assert.deepEqual(needs, [{ kind: 'stepUp', acr: '2' }]);
  assert.deepEqual(somebody.asked[1], somebody.asked[0]);
});

test('a refusal that stands after the proof is told, not asked again', async () => {
  const hub = new Hub(signedIn(answer({}, 401, STRONGER), answer({}, 401, STRONGER)), BASE);
  hub.prove = async () => {};

  await assert.rejects(hub.operation('x'), refusal('sessionEnded'));
});

test('a session that ended is taken up again, or said to have ended', async () => {
  const hub = new Hub(signedIn(new SignInProblem('sessionEnded'), answer({ id: 'a' })), BASE);
  hub.prove = async () => {};

  assert.deepEqual(await hub.operation('x'), { id: 'a' });
  await assert.rejects(new Hub(signedIn(new SignInProblem('sessionEnded')), BASE).operation('x'), refusal('sessionEnded'));
});

test('a network that is away is told from a refusal', async (context) => {
  context.mock.method(console, 'warn', () => {});

  await assert.rejects(new Hub(signedIn(new TypeError('Failed to fetch')), BASE).operation('x'), refusal('away'));
  await assert.rejects(new Hub(signedIn(answer({ issue: [] }, 403)), BASE).operation('x'), refusal('forbidden'));
});

for (const address of ['http://elsewhere/Binary/1', '//elsewhere/Binary/1', 'http://hub/fhirish/1', '../kit/config.json', 'javascript:alert(1)']) {
  test(`a token does not follow an attachment to ${address}`, async () => {
    const somebody = signedIn(answer({}));

    await assert.rejects(new Hub(somebody, BASE).content(address, 'text/plain'), refusal('elsewhere'));
    assert.equal(somebody.asked.length, 0);
  });
}

test('an attachment of the hub is asked for in its own type', async () => {
  const somebody = signedIn(new Response('letter'));

  assert.equal(new TextDecoder().decode(await new Hub(somebody, BASE).content('Binary/1', 'text/plain')), 'letter');
  assert.equal(somebody.asked[0].url, `${BASE}/Binary/1`);
  assert.equal(somebody.asked[0].headers.Accept, 'text/plain');
});

test('what is written while the page goes says so, and goes against the version that was read', async () => {
  const somebody = signedIn(answer({ id: 'x', meta: { versionId: '3' } }));

  const now = await new Hub(somebody, BASE, 'FAMRQT').update({ resourceType: 'Observation', id: 'x', meta: { versionId: '2' } }, { keepalive: true });

  assert.equal(now.meta.versionId, '3');
  const [{ method, url, headers, keepalive }] = somebody.asked;
  assert.deepEqual([method, url, headers['If-Match'], headers['X-Purpose-Of-Use'], keepalive], ['PUT', `${BASE}/Observation/x`, 'W/"2"', 'FAMRQT', true]);
});

test('who has proved enough is not asked again before a write, who has not is asked first', async () => {
  const needs = [];
  for (const assurance of [2, 1]) {
    const hub = new Hub({ assurance, fetch: () => Promise.reject(new Error('nothing is asked')) }, BASE);
    hub.prove = async (need) => { needs.push(need); };
    await hub.stating('FAMRQT').beSure();
  }

  assert.deepEqual(needs, [{ kind: 'stepUp', acr: '2' }]);
});
