import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const MY = '../../main/resources/META-INF/resources/my/';
const { filing, LARGEST, megabytes, noPlan, papers, shrunk, value, wrongWith } = await import(`${MY}documents-model.js`);
const { address, handouts } = await import(`${MY}handouts-model.js`);
const { wrapped } = await import(`${MY}card-picture.js`);

const file = (type, size) => wrongWith({ type, size });

test('a photo that is too large can be made smaller, another file cannot', () => {
  assert.equal(file('image/jpeg', LARGEST), '');
  assert.equal(file('image/jpeg', 50 * 1024 * 1024), 'photo');
  assert.equal(file('application/pdf', LARGEST + 1), 'size');
});

for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'application/zip', '']) {
  test(`a file of type “${type}” is not taken`, () => assert.equal(file(type, 10), 'type'));
}

test('an empty file is said to be empty', () => assert.equal(file('application/pdf', 0), 'nothing'));

test('sizes are told in megabytes, small ones with a digit more', () => {
  assert.equal(megabytes(50 * 1024 * 1024), '50');
  assert.equal(megabytes(1.5 * 1024 * 1024), '1.5');
});

test('a picture made smaller keeps its shape, and a small one its size', () => {
  assert.deepEqual(shrunk(8000, 6000), { width: 2400, height: 1800 });
  assert.deepEqual(shrunk(3, 48_000), { width: 1, height: 2400 });
  assert.deepEqual(shrunk(800, 600), { width: 800, height: 600 });
});

test('a paper goes in with its file in one commit, and is the person’s', () => {
  const bundle = filing({ patient: 'a', me: 'Patient/a', title: '健診', kind: 'result', at: '2026-11-23T00:00:00Z', type: 'application/pdf', data: 'AAAA' });
  const [binary, document] = bundle.entry;

  assert.equal(bundle.type, 'transaction');
  assert.equal(document.resource.content[0].attachment.url, binary.fullUrl);
  assert.deepEqual([binary.resource.securityContext.reference, document.resource.subject.reference], ['Patient/a', 'Patient/a']);
  assert.equal(document.resource.type.coding[0].code, '11502-2');
});

test('papers that hold stand before those that were replaced, and mistakes are not shown', () => {
  const paper = (id, status, date) => ({ resourceType: 'DocumentReference', id, status, date, description: id });

  const rows = papers([paper('old', 'superseded', '2026-03-01'), paper('a', 'current', '2026-01-01'), paper('b', 'current', '2026-02-01'), paper('x', 'entered-in-error', '2026-04-01')], () => '');

  assert.deepEqual(rows.map(({ id, old }) => [id, old]), [['b', false], ['a', false], ['old', true]]);
});

test('a plan of elsewhere goes by its own name, and is told from those of here', () => {
  const other = { resourceType: 'DocumentReference', id: 'a', status: 'current', masterIdentifier: { system: 'https://tsumugi.dev/fhir/sid/imported-document', value: 'x' }, description: 'ほかから / from elsewhere', content: [{ attachment: { title: '長野の計画' } }] };
  const own = { ...other, masterIdentifier: undefined };

  assert.deepEqual(papers([other, own], () => '').map(({ title, elsewhere }) => [title, elsewhere]), [['長野の計画', true], ['ほかから / from elsewhere', false]]);
});

test('a plan of here has no file to be opened, and says how it is printed while it is the current one', () => {
  const own = { resourceType: 'DocumentReference', id: 'a', status: 'current', type: { coding: [{ system: 'http://loinc.org', code: '81334-5' }] }, content: [{ attachment: { title: '私の意思' } }] };
  const before = { ...own, id: 'b', status: 'superseded' };

  assert.deepEqual(papers([own, before], () => '').map(({ printed, attachments }) => [printed, attachments.length]), [[true, 0], [false, 0]]);
});

test('that nothing is signed is said to the person alone: to others it may be hidden', () => {
  const absent = { kind: 'absent' };

  assert.ok(noPlan({ relation: 'self' }, 'card', absent));
  assert.ok(!noPlan({ relation: 'proxy' }, 'plan', absent));
  assert.ok(!noPlan({ relation: 'self' }, 'summary', absent));
  assert.ok(!noPlan({ relation: 'self' }, 'plan', { kind: 'away' }));
});

test('a value of an answer is found by its name, whatever its type', () => {
  const answer = { parameter: [{ name: 'link', valueUri: 'shlink:/x' }, { name: 'id', valueId: '1' }] };

  assert.deepEqual([value(answer, 'link'), value(answer, 'id'), value(answer, 'none')], ['shlink:/x', '1', '']);
});

test('what was handed out is over when it was ended, or when its time is', () => {
  const row = (id, issued, more = []) => ({ name: 'card', part: [{ name: 'id', valueId: id }, { name: 'issued', valueInstant: issued }, ...more] });
  const parameter = [
    row('ended', '2026-11-22T00:00:00Z', [{ name: 'ended', valueInstant: '2026-11-22T01:00:00Z' }]),
    row('expired', '2026-11-21T00:00:00Z', [{ name: 'until', valueInstant: '2026-11-22T00:00:00Z' }]),
    row('live', '2026-11-20T00:00:00Z', [{ name: 'until', valueInstant: '2026-12-22T00:00:00Z' }]),
    { name: 'next', valueUri: 'x' },
  ];

  assert.deepEqual(handouts({ parameter }, '2026-11-23T00:00:00Z').map(({ id, over }) => [id, over]), [['live', false], ['ended', true], ['expired', true]]);
});

test('a drawing is a picture, also with words in it', () => assert.equal(atob(address('<svg>意</svg>').split(',')[1]).length, 14));

test('a text is broken between words, also where no space tells them, and never before a stop', () => {
  const width = (text) => text.length;

  assert.deepEqual(wrapped('scan this card', 'en', width, 9), ['scan this', 'card']);
  assert.deepEqual(wrapped('読み取ってください。意思', 'ja', width, 9), ['読み取ってください。', '意思']);
  assert.deepEqual(wrapped('unbreakable', 'en', width, 4), ['unbreakable']);
});
