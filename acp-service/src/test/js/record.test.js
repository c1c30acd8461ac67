import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const MY = '../../main/resources/META-INF/resources/my/';
const { explainedBy, flagged, keyOf, latest, plainWords, SECTIONS } = await import(`${MY}record-model.js`);
const { byDay, entries, filtered, FILTERS, next, question, questions, sealed, visits } = await import(`${MY}looked-model.js`);
const { WORDS } = await import(`${MY}words-record.js`);
const { WORDS: LOOKED } = await import(`${MY}words-looked.js`);
const { inJapan } = await import('../../../../hub-app/src/main/resources/META-INF/resources/kit/dates.js');

const YJ = 'http://capstandard.jp/iyaku.info/CodeSystem/YJ-code';

test('every section and filter has its words', () => {
  for (const { key } of SECTIONS) assert.ok(`section.${key}` in WORDS.ja, key);
  for (const key of FILTERS) assert.ok(`filter.${key}` in LOOKED.ja, key);
});

test('a medicine is explained by the code that the hub has words for', () => {
  const coding = [{ system: 'urn:x', code: '1' }, { system: YJ, code: '2171022F2022' }];

  assert.equal(keyOf(explainedBy({ medicationCodeableConcept: { coding } })), `${YJ}|2171022F2022`);
  assert.equal(explainedBy({ code: { text: 'only words' } }), undefined);
  assert.equal(keyOf(undefined), '');
});

test('plain words come by language and by what they are about', () => {
  const designation = (language, use, text) => ({ name: 'designation', part: [{ name: 'language', valueCode: language }, { name: 'use', valueCoding: { code: use } }, { name: 'value', valueString: text }] });

  const words = plainWords({ parameter: [{ name: 'display', valueString: 'K' }, designation('ja', 'plain', 'カリウム'), designation('en', 'plain-high', 'high'), designation('ja', 'other', 'x')] });

  assert.deepEqual(words, { plain: { ja: 'カリウム' }, high: { en: 'high' }, low: {} });
});

test('the newest value reads as people say it', () => {
  assert.deepEqual(latest({ unit: 'mmHg', rows: [{ when: '2026-11-20', texts: ['132', '78'] }, { when: '2026-11-01', texts: ['1', '2'] }] }), { value: '132/78', unit: 'mmHg', when: '2026-11-20' });
});

test('a value is high or low by who measured it, then by its range, and else nothing is said', () => {
  const measured = (value, more) => flagged({ valueQuantity: { value }, ...more });
  const referenceRange = [{ low: { value: 3.5 }, high: { value: 5 } }];

  assert.equal(measured(4, { interpretation: [{ coding: [{ code: 'HH' }] }], referenceRange }), 'high');
  assert.equal(measured(5.1, { referenceRange }), 'high');
  assert.equal(measured(3.4, { referenceRange }), 'low');
  assert.equal(measured(5, { referenceRange }), '');
  assert.equal(measured(500, {}), '');
  assert.equal(flagged({}), '');
});

const line = (id, more) => ({
  name: 'entry',
  part: [{ name: 'at', valueInstant: `2026-11-2${id}T01:00:00Z` }, { name: 'text', valueString: 'ja' }, { name: 'text-en', valueString: 'en' }, { name: 'event', valueString: `AuditEvent/${id}` }, ...more],
});
const fact = (name, valueString) => ({ name, valueString });
const shown = (valueBoolean) => ({ name: 'shown', valueBoolean });
const JOURNAL = {
  parameter: [
    line(3, [fact('actor', 'Practitioner/p'), fact('purpose', 'TREAT'), { name: 'kind', valueCode: 'READ' }, shown(true)]),
    line(2, [fact('actor', 'Patient/me'), { name: 'kind', valueCode: 'CREATE' }, shown(true)]),
    line(1, [fact('actor', 'Practitioner/c'), fact('purpose', 'BTG'), { name: 'break-glass', valueBoolean: true }, shown(false)]),
    { name: 'next', valueUri: 'http://hub/fhir/Patient/me/$access-journal?_page=abc%3D' },
  ],
};

test('who looked is told in both languages, and what one did oneself is known as that', () => {
  const [doctor, me] = entries(JOURNAL, 'Patient/me');

  assert.deepEqual([doctor.text, doctor.mine, doctor.refused], [{ ja: 'ja', en: 'en' }, false, false]);
  assert.equal(me.mine, true);
});

test('what one did not find oneself is no refusal', () => {
  const [mine] = entries({ parameter: [line(1, [fact('actor', 'Patient/me'), shown(false)])] }, 'Patient/me');

  assert.equal(mine.refused, false);
});

test('filters keep what they name', () => {
  const kept = (filter) => filtered(entries(JOURNAL, 'Patient/me'), filter).map(({ id }) => id.at(-1)).join('');

  assert.deepEqual(FILTERS.map((filter) => [filter, kept(filter)]), [['others', '31'], ['refused', '1'], ['emergency', '1'], ['changed', '2'], ['all', '321']]);
});

const look = (id, minute, more = {}) => {
  const { actor = 'Practitioner/c', purpose = 'ETREAT', kind = 'READ', asked = '', seen = true, other = [] } = more;
  const at = new Date(Date.parse('2026-11-22T14:00:00Z') + minute * 60_000).toISOString();
  const part = [{ name: 'at', valueInstant: at }, fact('event', `AuditEvent/${id}`), fact('actor', actor), fact('purpose', purpose), fact('asked', asked), { name: 'kind', valueCode: kind }, shown(seen), ...other];
  return { name: 'entry', part };
};
const gathered = (...parameter) => visits(entries({ parameter }, 'Patient/me')).map((visit) => visit.map(({ id }) => id.replace('AuditEvent/', '')).join(''));

test('looks of the same person for the same purpose that follow each other are one visit, up to half an hour apart', () => {
  assert.deepEqual(gathered(look('a', 60), look('b', 31), look('c', 1), look('d', -30)), ['abc', 'd']);
  assert.deepEqual(gathered(look('a', 3), look('b', 2, { kind: 'QUERY' }), look('c', 1, { kind: 'HANDOVER', asked: 'list hand-overs' })), ['abc']);
  assert.deepEqual(gathered(look('a', 3), look('b', 2, { actor: 'Practitioner/d' }), look('c', 1)), ['a', 'b', 'c']);
  assert.deepEqual(gathered(look('a', 3), look('b', 2, { purpose: 'TREAT' })), ['a', 'b']);
});

test('the emergency sheet is not hidden among other looks', () => {
  const sheet = (id, minute) => look(id, minute, { kind: 'EMERGENCY' });

  assert.deepEqual(gathered(look('a', 4), sheet('b', 3), sheet('c', 2), look('d', 1)), ['a', 'bc', 'd']);
});

test('what was done, refused, forced, unusual or sealed stands alone', () => {
  const alone = [
    { kind: 'CREATE' },
    { seen: false },
    { other: [{ name: 'break-glass', valueBoolean: true }] },
    { other: [{ name: 'mark', valueCode: 'unusual-volume' }] },
    { kind: 'EMERGENCY', asked: 'seal sheet until 2026-11-22T18:00:00Z' },
    { kind: 'EMERGENCY', asked: 'open sealed sheet at 2026-11-22T15:00:00Z by X' },
    { kind: 'HANDOVER', asked: 'send hand-over' },
  ];
  for (const more of alone) assert.deepEqual(gathered(look('a', 2, more), look('b', 1, more)), ['a', 'b'], JSON.stringify(more));
});

test('a visit ends with its day, and every line is in one', () => {
  const all = entries({ parameter: [look('a', 70), look('b', 61), look('c', 59), look('d', 50), look('e', 49, { seen: false })] }, 'Patient/me');

  const days = byDay(all, (at) => inJapan(at).day).map(({ day, entries: some }) => [day, visits(some).map((visit) => visit.length)]);

  assert.deepEqual(days, [['2026-11-23', [2]], ['2026-11-22', [2, 1]]]);
});

test('the next page is asked for with what its link says, the last has none', () => {
  assert.deepEqual(next(JOURNAL), [{ name: '_page', valueString: 'abc=' }]);
  assert.deepEqual(next({ parameter: [] }), []);
});

test('lines stand under their day in Japan', () => {
  const at = (instant) => ({ at: instant });

  assert.deepEqual(byDay([at('2026-11-22T16:00:00Z'), at('2026-11-22T15:00:00Z'), at('2026-11-22T14:59:00Z')], (instant) => inJapan(instant).day).map(({ day, entries: some }) => [day, some.length]), [['2026-11-23', 2], ['2026-11-22', 1]]);
});

test('a question names the line, who asks and whose record, and goes to the officer whoever that is', () => {
  const asked = question({ patient: 'child', me: 'Patient/me', event: 'AuditEvent/9', words: 'なぜですか', at: '2026-11-23T00:00:00Z' });

  assert.equal(asked.subject.reference, 'Patient/child');
  assert.equal(asked.sender.reference, 'Patient/me');
  assert.equal(asked.about[0].identifier.value, '9');
  assert.equal(asked.recipient[0].identifier.value, 'officer');
});

test('an answer stands with its question, under the line that was asked about', () => {
  const asked = { ...question({ patient: 'a', me: 'Patient/a', event: 'AuditEvent/9', words: 'なぜですか', at: '2026-11-23T00:00:00Z' }), id: 'q' };
  const answer = { resourceType: 'Communication', id: 'r', inResponseTo: [{ reference: 'Communication/q' }], payload: [{ contentString: '往診です' }] };

  assert.deepEqual([...questions([answer, asked])], [['AuditEvent/9', { words: 'なぜですか', answer: '往診です' }]]);
  assert.deepEqual([...questions([asked])], [['AuditEvent/9', { words: 'なぜですか', answer: '' }]]);
});

test('which tablets may hold a sealed sheet is told with the end, and that it was withdrawn', () => {
  const part = (revoked) => [{ name: 'device', valueString: '救急 1' }, { name: 'expires', valueInstant: '2026-11-23T07:00:00Z' }, ...revoked];
  const held = [part([]), part([{ name: 'revoked', valueInstant: '2026-11-23T04:00:00Z' }])].map((one) => ({ name: 'held', part: one }));

  assert.deepEqual(sealed({ parameter: held }).map(({ device, expires, revoked }) => [device, expires, Boolean(revoked)]), [
    ['救急 1', '2026-11-23T07:00:00Z', false],
    ['救急 1', '2026-11-23T07:00:00Z', true],
  ]);
  assert.deepEqual(sealed({}), []);
});
