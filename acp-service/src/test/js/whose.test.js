import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const { nobody, people, purposeFor, reference } = await import('../../main/resources/META-INF/resources/my/whose-model.js');

const DAY = '2026-11-23';
const patient = (id, birthDate) => ({ resourceType: 'Patient', id, birthDate, name: [{ text: id }] });
const related = (of, more) => ({
  resourceType: 'RelatedPerson', id: `${of}-me`, patient: { reference: `Patient/${of}` }, active: true,
  identifier: [{ system: 'https://tsumugi.dev/fhir/sid/patient', value: 'me' }], ...more,
});
const as = (code) => ({ relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code }] }] });
const authority = (may, period) => ({
  extension: [{
    url: 'https://tsumugi.dev/fhir/StructureDefinition/authority',
    extension: [{ url: 'kind', valueCode: 'agent' }, ...may.map((valueCode) => ({ url: 'may', valueCode })), ...(period ? [{ url: 'period', valuePeriod: period }] : [])],
  }],
});
const seen = (one, ...rows) => people('Patient/me', [one], rows, DAY)[0];

test('oneself comes first, and twice found is once there', () => {
  const all = people('Patient/me', [patient('a'), patient('me'), patient('me')], [], DAY);

  assert.deepEqual(all.map(({ patient: id, relation }) => [id, relation]), [['me', 'self'], ['a', 'shared']]);
  assert.deepEqual(all[0].powers, ['read', 'write-wishes', 'consent']);
});

test('a parent acts for a child, and for nobody who is of age', () => {
  assert.deepEqual(seen(patient('a', '2020-01-01'), related('a', as('MTH'))).powers, ['read', 'write-wishes', 'consent']);
  assert.equal(seen(patient('a', '2020-01-01'), related('a', as('MTH'))).child, true);
  assert.equal(seen(patient('a', '2008-11-23'), related('a', as('MTH'))).relation, 'shared');
});

test('what is stated counts, and nothing beside it', () => {
  assert.deepEqual(seen(patient('a', '1950-01-01'), related('a', { ...as('GUARD'), ...authority(['read']) })).powers, ['read']);
});

test('an authority that has ended, or not begun, is none', () => {
  assert.equal(seen(patient('a', '1950-01-01'), related('a', authority(['read'], { end: '2026-11-22' }))).relation, 'shared');
  assert.equal(seen(patient('a', '1950-01-01'), related('a', authority(['read'], { start: '2026-11-24' }))).relation, 'shared');
  assert.equal(seen(patient('a', '1950-01-01'), related('a', authority(['read'], { end: '2026-11-23' }))).relation, 'proxy');
});

test('somebody else’s authority, or one taken back, is not mine', () => {
  assert.equal(seen(patient('a'), related('a', { ...authority(['read']), identifier: [] })).relation, 'shared');
  assert.equal(seen(patient('a'), related('a', { ...authority(['read']), active: false })).relation, 'shared');
});

test('who signs in as a relative is found by that', () => {
  const [mother] = people('RelatedPerson/a-me', [patient('a')], [related('a', { ...authority(['read']), identifier: [] })], DAY);

  assert.equal(mother.relation, 'proxy');
  assert.equal(purposeFor(mother), 'FAMRQT');
});

test('nobody’s record is asked for in one’s own name', () => assert.equal(purposeFor(nobody('RelatedPerson/x')), 'PATRQT'));

test('who signed in is named as the hub names them', () => {
  assert.equal(reference('https://hub.example/fhir/Patient/a-1'), 'Patient/a-1');
  assert.equal(reference('RelatedPerson/b'), 'RelatedPerson/b');
  assert.equal(reference(''), '');
});
