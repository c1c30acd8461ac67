import assert from 'node:assert/strict';
import { test } from 'node:test';

const KIT = '../../main/resources/META-INF/resources/kit/';
const { names, newestFirst, value } = await import(`${KIT}fhir.js`);
const { lines, unnamed } = await import(`${KIT}lines.js`);
const { drawable, extremes, series, span } = await import(`${KIT}series-model.js`);

const EN = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation';
const LOINC = 'http://loinc.org';
const named = (reference) => reference?.display ?? '';

test('both names of a person are told apart whatever their order', () => {
  const written = (text, kind) => ({ text, extension: [{ url: EN, valueCode: kind }] });

  assert.deepEqual(names([written('コバヤシ セツコ', 'SYL'), written('小林 節子', 'IDE')]), { name: '小林 節子', kana: 'コバヤシ セツコ' });
  assert.deepEqual(names([{ family: '林', given: ['清'] }]), { name: '林 清', kana: '' });
  assert.deepEqual(names(undefined), { name: '', kana: '' });
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

test('a plot reaches a tenth beyond its numbers, and below nothing only where they do', () => {
  const group = (...numbers) => ({ rows: numbers.map((n) => ({ numbers: [n, undefined] })) });

  assert.deepEqual(span(group(90, 100)), [80, 110]);
  assert.deepEqual(span(group(1, 100)), [0, 110]);
  assert.deepEqual(span(group(-1, 10)), [-2, 11]);
});
