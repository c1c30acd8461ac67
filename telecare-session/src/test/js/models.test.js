import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const CARE = '../../main/resources/META-INF/resources/care/';
const { banner, fits, patientRows, question, wider } = await import(`${CARE}search-model.js`);
const { decisions, timeline } = await import(`${CARE}chart-model.js`);
const { orders, proxies, speaks, wishes } = await import(`${CARE}wishes-model.js`);

const EN = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation';
const LOINC = 'http://loinc.org';
const form = (given) => ({ name: '', born: '', number: '', ...given });
const named = (reference) => reference?.display ?? '';
const person = (id, text, kana) => ({
  resourceType: 'Patient',
  id,
  name: [
    { text: kana, extension: [{ url: EN, valueCode: 'SYL' }] },
    { text, extension: [{ url: EN, valueCode: 'IDE' }] },
  ],
  birthDate: '1946-04-12',
  gender: 'female',
});

test('a form becomes a question: each part of a name, any calendar, any number', () => {
  const asked = question(form({ name: '小林 節子', born: 'S21.4.12', number: ' T100001 ' }));

  assert.deepEqual(asked.parameters, { name: ['小林', '節子'], birthdate: ['1946-04-12'], identifier: ['T100001'] });
  assert.equal(asked.joined, '');
});

test('what means something in a search value is taken as text', () => {
  assert.deepEqual(question(form({ name: 'a,b|c$d\\e' })).parameters.name, ['a\\,b\\|c\\$d\\\\e']);
});

test('an empty form asks nothing, and a birth date that is none is not passed over', () => {
  assert.equal(question(form({ name: ' ' })).kind, 'nothing');
  assert.deepEqual(question(form({ name: '小林', born: 'きのう' })), { kind: 'wrong', field: 'born' });
});

test('a name typed without a space is found by its beginning, in kanji and in either kana', () => {
  const asked = question(form({ name: '小林節子' }));
  const setsuko = person('a', '小林 節子', 'コバヤシ セツコ');

  assert.deepEqual(wider(asked), { name: ['小'] });
  assert.ok(fits(setsuko, asked.joined));
  assert.ok(fits(setsuko, 'こばやしせつ'));
  assert.ok(!fits(setsuko, '林節子'));
});

test('those in care come first, then by kana, and nobody twice', () => {
  const [a, b, c] = [person('a', '阿部 純', 'アベ ジュン'), person('b', '加藤 茂', 'カトウ シゲル'), person('c', '佐藤 浩', 'サトウ ヒロシ')];

  const rows = patientRows([b, a, c, c], [c], '2026-11-22');

  assert.deepEqual(rows.map(({ id, mine }) => [id, mine]), [['c', true], ['a', false], ['b', false]]);
});

test('a banner says that somebody has died', () => {
  assert.equal(banner({ id: 'a', deceasedBoolean: true }, '2026-11-22').died, 'yes');
});

const condition = (id, status, more) => ({ resourceType: 'Condition', id, clinicalStatus: { coding: [{ code: status }] }, code: { text: id }, ...more });

test('the timeline is by month, newest first, of what has a time', () => {
  const record = {
    problems: [condition('a', 'active', { onsetDateTime: '2026-01' }), condition('b', 'active', {})],
    encounters: [{ resourceType: 'Encounter', id: 'e', type: [{ text: '外来' }], period: { start: '2026-03-04T10:00:00+09:00' } }],
    wishes: [{ resourceType: 'Consent', id: 'c', dateTime: '2026-03-04' }],
  };

  assert.deepEqual(timeline(record, named).map(({ month, events }) => [month, events.map((e) => e.line.title)]), [['2026-03', ['外来']], ['2026-01', ['a']]]);
});

test('an explanation is told in the language asked for', () => {
  const part = [{ name: 'data-class', valueCode: 'x' }, { name: 'text', valueString: '見られます' }, { name: 'text-en', valueString: 'allowed' }];
  const answer = { parameter: [{ name: 'patient' }, { name: 'decision', part }, { name: 'decision', part: [{ name: 'label' }] }] };

  assert.deepEqual(decisions(answer, 'ja'), ['見られます']);
  assert.deepEqual(decisions(answer, 'en'), ['allowed']);
});

const wish = (id, at, answer, more) => ({
  resourceType: 'Observation', id, effectiveDateTime: at, status: 'final', code: { coding: [{ system: LOINC, code: '81329-5' }], text: '心肺蘇生' },
  valueCodeableConcept: { coding: [{ system: 'https://tsumugi.dev/fhir/CodeSystem/wish', code: answer }], text: id }, ...more,
});

test('what was said last stands first, what was said before stays, and a change of mind is marked', () => {
  const [cpr] = wishes([wish('old', '2024-01-01', 'wish-for'), wish('new', '2026-01-01', 'do-not-wish')], named);

  assert.equal(cpr.topic, 'resuscitation');
  assert.equal(cpr.latest.words, 'new');
  assert.deepEqual(cpr.earlier.map((w) => w.words), ['old']);
  assert.equal(cpr.changed, true);
});

test('a topic that nobody spoke of stands there, empty', () => {
  const all = wishes([wish('a', '2026-01-01', 'trial')], named);

  assert.equal(all.length, 5);
  assert.equal(all.find((w) => w.topic === 'place')?.latest, undefined);
});

test('a wish written by mistake counts for nothing', () => {
  assert.equal(wishes([wish('a', '2026-01-01', 'trial', { status: 'entered-in-error' })], named)[0].latest, undefined);
});

test('an order is a physician’s, and only while it is active', () => {
  const order = { resourceType: 'ServiceRequest', id: 'o', status: 'active', doNotPerform: true, orderDetail: [{ text: 'DNAR' }], requester: { display: '医師' } };

  assert.deepEqual(orders([order, { ...order, id: 'p', status: 'revoked' }], named), [{ id: 'o', title: 'DNAR', not: true, by: '医師', when: '' }]);
});

test('who may speak comes first, in their order; a revoked power is none', () => {
  const related = (id) => ({ resourceType: 'RelatedPerson', id, name: [{ text: id }] });
  const power = (id, role, status) => ({
    resourceType: 'Consent', status, provision: { actor: [{ role: { coding: [{ system: LOINC, code: role }] }, reference: { reference: `RelatedPerson/${id}` } }] },
  });

  const people = proxies([related('neighbour'), related('son'), related('wife'), power('son', '75784-9', 'active'), power('wife', '75783-1', 'active'), power('neighbour', '75783-1', 'inactive')]);

  assert.deepEqual(people.map((p) => [p.id, speaks(p)]), [['wife', true], ['son', true], ['neighbour', false]]);
});
