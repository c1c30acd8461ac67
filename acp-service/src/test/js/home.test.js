import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const { emergency, steps, waiting } = await import('../../main/resources/META-INF/resources/my/home-model.js');

const BASE = 'https://tsumugi.dev/fhir';
const DAY = '2026-11-23';
const kinds = (found) => waiting(found, 'me', DAY).map(({ kind, go }) => [kind, go]);
const duty = (code) => ({ resourceType: 'Task', id: code, code: { coding: [{ system: `${BASE}/CodeSystem/duty`, code }] }, description: '確かめてください。 / Please confirm.', authoredOn: '2026-11-01' });
const draft = (id, reference) => ({ resourceType: 'Observation', id, status: 'preliminary', performer: [{ reference, display: '桜井 拓也' }] });
const notice = (sent, more) => ({
  resourceType: 'Communication', id: 'n', sent, sender: { display: 'Tsumugi' }, category: [{ coding: [{ system: `${BASE}/CodeSystem/notice`, code: 'break-glass' }] }],
  payload: [{ contentString: '例外閲覧' }, { contentString: 'break-glass' }], ...more,
});

test('a duty is told in both languages and leads to where it is done', () => {
  const [card] = waiting({ tasks: [duty('confirm-wishes')] }, 'me', DAY);

  assert.deepEqual(card.text, { ja: '確かめてください。', en: 'Please confirm.' });
  assert.equal(card.go, 'wishes');
});

test('what is the counter’s to do waits for nobody here', () => assert.deepEqual(kinds({ tasks: [duty('close-record')] }), []));

test('drafts of one’s own are one card, a proposal is another’s and says whose', () => {
  const found = { wishes: [draft('a', 'Patient/me'), draft('b', 'Patient/me'), draft('c', 'Practitioner/p'), { resourceType: 'Observation', id: 'd', status: 'final' }] };

  assert.deepEqual(kinds(found), [['proposal', 'wishes'], ['draft', 'wishes']]);
  assert.equal(waiting(found, 'me', DAY)[0].who, '桜井 拓也');
});

test('who has not answered an invitation is named', () => {
  const consent = { resourceType: 'Consent', id: 'c', status: 'proposed', provision: { actor: [{ reference: { reference: 'RelatedPerson/r' } }] } };
  const [card] = waiting({ consents: [consent], people: [{ resourceType: 'RelatedPerson', id: 'r', name: [{ text: '佐藤 美香' }] }] }, 'me', DAY);

  assert.deepEqual([card.kind, card.who, card.go], ['invitation', '佐藤 美香', 'people']);
});

test('a notice stands for a month, and a question of one’s own is none', () => {
  assert.deepEqual(kinds({ notices: [notice('2026-10-24T01:00:00Z')] }), [['notice', 'looked']]);
  assert.deepEqual(kinds({ notices: [notice('2026-10-23T01:00:00Z'), notice('2026-11-22T01:00:00Z', { sender: { reference: 'Patient/me' } })] }), []);
});

test('a first visit has three steps before it', () => assert.deepEqual(steps({}).map(({ key, done }) => [key, done]), [['wishes', false], ['people', false], ['sharing', false]]));

test('a step is done by what is there, and a refusal to share is a choice', () => {
  const acd = { status: 'active', category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', code: 'acd' }] }] };
  const sharing = (status) => ({ status, policy: [{ uri: `${BASE}/policy/emergency-sharing` }], provision: { type: 'deny' } });

  assert.deepEqual(steps({ wishes: [draft('a', 'Patient/me')], consents: [acd, sharing('active')] }).map(({ done }) => done), [true, true, true]);
  assert.equal(emergency([sharing('active')]), 'refused');
  assert.equal(emergency([sharing('inactive')]), 'undecided');
});

test('an answer to a question says whose it is', () => {
  const answer = notice('2026-11-22T01:00:00Z', { category: [{ coding: [{ system: `${BASE}/CodeSystem/notice`, code: 'journal-answer' }] }], sender: { display: '海老原 亮' }, payload: [{ contentString: '往診です' }] });
  const [card] = waiting({ notices: [answer] }, 'me', DAY);

  assert.deepEqual([card.kind, card.who, card.text.en], ['answer', '海老原 亮', '往診です']);
});
