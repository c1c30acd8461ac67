import assert from 'node:assert/strict';
import { test } from 'node:test';
import { later, next, request } from '../../main/resources/META-INF/resources/ems/outbox-model.js';

const COMMAND = 'https://tsumugi.dev/fhir/sid/command';
const time = { resourceType: 'Observation', status: 'final' };

test('what is recorded bears its own id, so that it stands once', () => {
  const { bundle } = request({ id: 'e1', resource: time });
  assert.deepEqual(bundle.entry, [{
    resource: { ...time, identifier: [{ system: COMMAND, value: 'e1' }] },
    request: { method: 'POST', url: 'Observation', ifNoneExist: `identifier=${COMMAND}|e1` },
  }]);
});

test('of several each has its own, and an id that is there is kept', () => {
  const own = { ...time, identifier: [{ system: 'x', value: 'y' }, { system: COMMAND, value: 'mine' }] };
  const { bundle } = request({ id: 'e2', bundle: { entry: [{ fullUrl: 'urn:uuid:1', resource: time }, { resource: own }] } });
  assert.deepEqual(bundle.entry.map((one) => one.request.ifNoneExist), [`identifier=${COMMAND}|e2-0`, `identifier=${COMMAND}|mine`]);
  assert.equal(bundle.entry[0].fullUrl, 'urn:uuid:1');
  assert.deepEqual(bundle.entry[1].resource, own);
});

test('a change that says itself what it is about goes as it is', () => {
  const change = { resource: { resourceType: 'Encounter', id: 'x' }, request: { method: 'PUT', url: 'Encounter/x', ifMatch: 'W/"1"' } };
  assert.deepEqual(request({ id: 'e3', bundle: { entry: [change] } }).bundle.entry, [change]);
});

test('an operation is told which command it is, once', () => {
  assert.deepEqual(request({ id: 'e4', path: '$open-incident', parameter: [] }).parameter, [{ name: 'command', valueString: 'e4' }]);
  assert.deepEqual(request({ id: 'e4', path: '$x', parameter: [{ name: 'command', valueString: 'c' }] }).parameter, [{ name: 'command', valueString: 'c' }]);
  assert.deepEqual(request({ id: 'e5', path: '$emergency-lookup', parameter: [], idempotent: true }).parameter, []);
});

test('the oldest goes first, and behind a refused one nothing goes', () => {
  const [a, b] = [{ id: 'a', by: 'crew' }, { id: 'b', by: 'crew' }];
  assert.equal(next([a, b], 'crew'), a);
  assert.equal(next([{ ...a, refused: { kind: 'wrong' } }, b], 'crew'), undefined);
  assert.equal(next([], 'crew'), undefined);
});

test('nobody’s deeds are told in another’s name', () => {
  const [hers, his, opening] = [{ id: 'a', by: 'hers' }, { id: 'b', by: 'his' }, { id: 'c', by: 'hers', anybody: true }];
  assert.equal(next([hers, his], 'his'), his);
  assert.equal(next([hers, opening], 'his'), opening);
  assert.equal(next([hers], 'his'), undefined);
});

test('what may go through later is no refusal', () => {
  assert.deepEqual(['away', 'busy', 'sessionEnded', 'wrong', 'conflict', 'forbidden', 'absent'].filter((kind) => later({ kind })), ['away', 'busy', 'sessionEnded']);
});
