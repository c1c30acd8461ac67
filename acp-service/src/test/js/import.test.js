import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const { asParameters, read, refusal, taken } = await import('../../main/resources/META-INF/resources/my/import-model.js');

const bytes = (what) => new TextEncoder().encode(typeof what === 'string' ? what : JSON.stringify(what));
const patient = { resourceType: 'Patient', id: 'p', name: [{ family: '小林', given: ['節子'] }] };
const cover = (reference) => ({ resourceType: 'Composition', title: '私の計画', date: '2025-04-01', subject: { reference } });
const plan = (reference = 'urn:uuid:p', about = patient) => ({ resourceType: 'Bundle', type: 'document', entry: [{ resource: cover(reference) }, { fullUrl: 'urn:uuid:p', resource: about }] });

test('a document tells its name, whose it is and its day before it is sent', () => {
  const { text, ...shown } = read(bytes(plan()));

  assert.deepEqual(shown, { title: '私の計画', date: '2025-04-01', name: '小林 節子' });
  assert.equal(text, JSON.stringify(plan()));
});

test('whose it is may be told by type and id', () => assert.equal(read(bytes(plan('Patient/p'))).name, '小林 節子'));

const REFUSED = {
  nothing: [''],
  pdf: ['%PDF-1.7 …'],
  json: ['{"resourceType":"Bundle"', '<Bundle xmlns="http://hl7.org/fhir"/>'],
  document: ['null', '[]', '7', { resourceType: 'Observation' }, { ...plan(), type: 'collection' }, { resourceType: 'Bundle', type: 'document' }, { resourceType: 'Bundle', type: 'document', entry: [null] }, { ...plan(), entry: plan().entry.slice(1) }],
  whose: [plan('urn:uuid:other'), plan(''), plan('urn:uuid:p', { resourceType: 'Practitioner', id: 'p' })],
};
for (const [why, files] of Object.entries(REFUSED)) {
  for (const [n, file] of files.entries()) test(`not sent, as “${why}” (${n})`, () => assert.deepEqual(read(bytes(file)), { why }));
}

test('a file in another encoding is not guessed at', () => assert.deepEqual(read(Uint8Array.from([0x22, 0x8f, 0xac, 0x97, 0xd1, 0x22])), { why: 'json' }));

test('a file of more than the hub takes is not sent', () => assert.deepEqual(read(new Uint8Array(32 * 1024 * 1024 + 1)), { why: 'size' }));

test('the document goes letter by letter, numbers too', () => {
  const body = asParameters('{"value": 1.0}');

  assert.ok(body.includes('{"value": 1.0}'));
  assert.deepEqual(JSON.parse(body), { resourceType: 'Parameters', parameter: [{ name: 'bundle', resource: { value: 1 } }] });
});

const answer = {
  parameter: [
    { name: 'document', valueReference: { reference: 'DocumentReference/d' } },
    { name: 'standing', valueCode: 'written' },
    { name: 'wish', part: [{ name: 'text', valueString: '家で過ごしたい' }, { name: 'textEn', valueString: 'At home' }] },
    { name: 'wish', part: [{ name: 'text', valueString: '庭' }] },
    { name: 'agent', valueString: '佐藤 美香' },
    { name: 'limit', valueString: '延命は母の言葉に従う' },
    { name: 'limit', valueString: '延命は母の言葉に従う' },
    { name: 'finding', valueString: 'ADI-Composition-Header, language 1..1' },
  ],
};

test('what was taken over is told in the person’s language, a limit once', () => {
  const rest = { people: ['佐藤 美香'], limits: ['延命は母の言葉に従う'], signed: false, findings: ['ADI-Composition-Header, language 1..1'] };

  assert.deepEqual(taken(answer, 'ja'), { wishes: ['家で過ごしたい', '庭'], ...rest });
  assert.deepEqual(taken(answer, 'en'), { wishes: ['At home', '庭'], ...rest });
  assert.ok(taken({ parameter: [{ name: 'standing', valueCode: 'signed' }] }, 'ja').signed);
});

test('a refusal is said in one language; what came in before is no failure; the rest is the kit’s to say', () => {
  const why = { kind: 'wrong', text: '別の方のもの / of somebody else' };

  assert.deepEqual(refusal(why, 'ja'), { key: 'refused', said: '別の方のもの' });
  assert.deepEqual(refusal(why, 'en'), { key: 'refused', said: 'of somebody else' });
  assert.deepEqual(refusal({ kind: 'wrong', text: 'only English' }, 'en'), { key: 'refused', said: 'only English' });
  assert.deepEqual(refusal({ kind: 'conflict', text: 'x' }, 'ja'), { key: 'again', said: '' });
  assert.equal(refusal({ kind: 'away' }, 'ja'), undefined);
});
