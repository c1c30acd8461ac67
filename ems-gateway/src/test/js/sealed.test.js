import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ages, expired, fits, gone, groups, heard, longEnough, person, said, seen, time, TOLERANCE } from '../../main/resources/META-INF/resources/ems/sealed-model.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.parse('2026-11-23T03:00:00Z');
const began = { wall: NOON, steady: 1000 };
const marks = { seen: NOON, offset: 0 };
const after = (wall, steady = wall) => ({ wall: NOON + wall, steady: 1000 + steady });

test('time runs as the clock does, in the hub’s terms', () => {
  assert.deepEqual(time(marks, began, after(HOUR)), { kind: 'told', at: NOON + HOUR });
  assert.deepEqual(time({ seen: NOON, offset: -3 * MINUTE }, began, after(HOUR)), { kind: 'told', at: NOON + HOUR - 3 * MINUTE });
});

test('a clock set back while the app runs is noticed, however late it was before', () => {
  assert.deepEqual(time(marks, began, after(HOUR, HOUR + TOLERANCE + 1)), { kind: 'turnedBack' });
});

test('a clock set back while the app was closed is noticed when it starts', () => {
  const started = { wall: NOON - HOUR, steady: 5 };
  assert.deepEqual(time(marks, started, { wall: NOON - HOUR + 10, steady: 15 }), { kind: 'turnedBack' });
});

test('a little back is a clock being set right, and gains nothing', () => {
  assert.deepEqual(time(marks, began, after(HOUR - MINUTE, HOUR)), { kind: 'told', at: NOON + HOUR });
});

test('a clock set forward ends sheets early and no later', () => {
  const told = time(marks, began, after(5 * HOUR, 1));
  assert.equal(expired({ expires: new Date(NOON + 4 * HOUR).toISOString() }, told.at), true);
  assert.deepEqual(time(seen(marks, NOON + 5 * HOUR), began, after(2)), { kind: 'turnedBack' });
});

test('after a contact the hub’s time holds, whatever was seen before', () => {
  const right = heard(NOON + 7, NOON - HOUR);
  assert.deepEqual(time(right, { wall: NOON - HOUR, steady: 0 }, { wall: NOON - HOUR + MINUTE, steady: MINUTE }), { kind: 'told', at: NOON + 7 + MINUTE });
});

test('an end is an end', () => {
  const sheet = { sealed: new Date(NOON).toISOString(), expires: new Date(NOON + 4 * HOUR).toISOString() };
  assert.equal(expired(sheet, NOON + 4 * HOUR - 1), false);
  assert.equal(expired(sheet, NOON + 4 * HOUR), true);
  assert.deepEqual(ages(sheet, NOON + HOUR), { age: HOUR, left: 3 * HOUR });
});

test('what the hub does not call good goes, also what it does not know', () => {
  const told = [{ id: 'a', state: 'good' }, { id: 'b', state: 'revoked' }, { id: 'c', state: 'expired' }];
  assert.deepEqual(gone(['a', 'b', 'c', 'd'], told), ['b', 'c', 'd']);
});

const content = { id: 'a', device: 'tablet', sealed: '2026-11-23T03:00:00Z', expires: '2026-11-23T07:00:00Z', answer: { resourceType: 'Parameters' } };

test('a sheet filed under another id, or of another device, is none', () => {
  assert.equal(fits(content, { id: 'a', device: 'tablet' }), true);
  assert.equal(fits(content, { id: 'b', device: 'tablet' }), false);
  assert.equal(fits(content, { id: 'a', device: 'other' }), false);
  assert.equal(fits({ ...content, expires: 'never' }, { id: 'a', device: 'tablet' }), false);
});

test('who it is about is read from the identity', () => {
  const part = [{ name: 'name', valueString: '小林 節子' }, { name: 'kana', valueString: 'こばやし せつこ' }, { name: 'age', valueInteger: 80 }, { name: 'sex', valueCode: 'female' }];
  assert.deepEqual(person({ answer: { parameter: [{ name: 'identity', part }] } }), { name: '小林 節子', kana: 'こばやし せつこ', age: 80, sex: 'female', birthDate: '' });
});

test('the hub’s answer is read by name', () => {
  const part = [{ name: 'id', valueString: '1' }, { name: 'patient', valueReference: { reference: 'Patient/a' } }, { name: 'expires', valueInstant: 'x' }];
  const answer = { parameter: [{ name: 'at', valueInstant: 'now' }, { name: 'sealed', part }] };
  assert.equal(said(answer, 'at'), 'now');
  assert.equal(said(answer, 'by'), undefined);
  assert.deepEqual(groups(answer, 'sealed'), [{ id: '1', patient: 'Patient/a', expires: 'x' }]);
});

for (const [pin, good] of [['246813', true], ['12345', false], ['111111', false], ['123456', false], ['987654', false], ['24681a', false], ['1234567890123', false]]) {
  test(`${pin} is ${good ? 'a' : 'no'} PIN`, () => assert.equal(longEnough(pin), good));
}
