import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const CARE = '../../main/resources/META-INF/resources/care/';
const { banner, fits, patientRows, question, wider } = await import(`${CARE}search-model.js`);
const { names, newestFirst, value } = await import(`${CARE}fhir.js`);
const { decisions, lines, timeline, unnamed } = await import(`${CARE}chart-model.js`);
const { orders, proxies, speaks, wishes } = await import(`${CARE}wishes-model.js`);
const { drawable, extremes, series } = await import(`${CARE}series-model.js`);

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

test('a banner has both names whatever their order', () => {
  assert.deepEqual(names(person('a', '小林 節子', 'コバヤシ セツコ').name), { name: '小林 節子', kana: 'コバヤシ セツコ' });
  assert.deepEqual(names([{ family: '林', given: ['清'] }]), { name: '林 清', kana: '' });
  assert.deepEqual(names(undefined), { name: '', kana: '' });
  assert.equal(banner({ id: 'a', deceasedBoolean: true }, '2026-11-22').died, 'yes');
});

test('newest first compares times, not how they were written', () => {
  const [late, early] = [{ date: '2026-11-22T01:00:00+09:00' }, { date: '2026-11-21T15:30:00Z' }];

  assert.deepEqual([{}, late, early].sort(newestFirst), [late, early, {}]);
});

test('a value keeps its comparator and tells why it is missing', () => {
  assert.equal(value({ valueQuantity: { value: 0, unit: 'mg', comparator: '<' } }), '<0 mg');
  assert.equal(value({ dataAbsentReason: { text: '測定できず' } }), '測定できず');
  assert.equal(value({}), '');
});

const condition = (id, status, more) => ({ resourceType: 'Condition', id, clinicalStatus: { coding: [{ code: status }] }, code: { text: id }, ...more });

test('what holds stands before what is past, and errors are not shown', () => {
  const wrong = condition('c', 'active', { verificationStatus: { coding: [{ code: 'entered-in-error' }] } });

  const shown = lines([condition('a', 'resolved', { recordedDate: '2026-01-01' }), condition('b', 'active', {}), wrong], named);

  assert.deepEqual(shown.map(({ title, past }) => [title, past]), [['b', false], ['a', true]]);
});

test('an explicit “no known …” is told from an entry', () => {
  const coding = [{ system: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', code: 'no-known-allergies' }];

  assert.equal(lines([{ resourceType: 'AllergyIntolerance', id: 'a', code: { coding, text: 'なし' } }], named)[0].explicit, true);
  assert.equal(lines([{ resourceType: 'AllergyIntolerance', id: 'b', code: { text: '卵' } }], named)[0].explicit, false);
});

test('only references without a name are asked for, wherever they stand', () => {
  const { Organization, Practitioner } = unnamed([
    { serviceProvider: { reference: 'Organization/o' }, participant: [{ individual: { reference: 'Practitioner/p', display: '桜井' } }], subject: { reference: 'Patient/x' } },
  ]);

  assert.deepEqual([...Organization], ['o']);
  assert.deepEqual([...Practitioner], []);
});

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

const measured = (id, at, number, unit = 'kg') => ({
  resourceType: 'Observation', id, status: 'final', effectiveDateTime: at, code: { coding: [{ system: LOINC, code: '29463-7' }], text: '体重' }, valueQuantity: { value: number, unit },
});

test('one kind in one unit is one series, newest first', () => {
  const groups = series([measured('a', '2026-01-01', 50), measured('b', '2026-02-01', 51), measured('c', '2026-03-01', 110, 'lb')]);

  assert.deepEqual(groups.map(({ title, unit, rows }) => [title, unit, rows.map((r) => r.numbers)]), [['体重', 'lb', [[110]]], ['体重', 'kg', [[51], [50]]]]);
  assert.deepEqual(groups.map(drawable), [false, true]);
  assert.deepEqual(groups[1].rows.map((r) => r.texts), [['51'], ['50']]);
});

test('a blood pressure is two lines of one series, also where one value is missing', () => {
  const part = (code, number) => ({ code: { coding: [{ system: LOINC, code }], text: code }, valueQuantity: { value: number, unit: 'mmHg' } });
  const pressure = (id, at, ...component) => ({ resourceType: 'Observation', id, effectiveDateTime: at, code: { coding: [{ system: LOINC, code: '85354-9' }], text: '血圧' }, component });

  const [group] = series([pressure('a', '2026-01-01', part('8480-6', 120), part('8462-4', 80)), pressure('b', '2026-02-01', part('8480-6', 130))]);

  assert.deepEqual(group.lines.map((l) => l.title), ['8480-6', '8462-4']);
  assert.deepEqual(group.rows.map((r) => r.numbers), [[130, undefined], [120, 80]]);
  assert.deepEqual(extremes(group)[0], { title: '8480-6', low: 120, high: 130, last: 130, count: 2 });
});
