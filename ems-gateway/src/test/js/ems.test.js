import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';
import { keepsTheRules } from '../../../../hub-app/src/test/js/screen-rules.js';

const EMS = '../../main/resources/META-INF/resources/ems/';
const { first, has, VIEWS, wayOf, ways } = await import(`${EMS}views.js`);
const { WORDS: FRAME } = await import(`${EMS}words.js`);
const { codeOf } = await import(`${EMS}pair-model.js`);
const { after, answered, pause, START } = await import(`${EMS}network-model.js`);
const { EmsState } = await import(`${EMS}state.js`);
const folder = new URL(EMS, import.meta.url);
const dictionaries = new Map();
for (const name of readdirSync(folder).filter((one) => /^words.*\.js$/.test(one))) dictionaries.set(name, (await import(`${EMS}${name}`)).WORDS);

keepsTheRules(folder, /^ems.*\.js$/, dictionaries);

test('every view has its element and its name, and every way its sign', () => {
  const drawn = readFileSync(new URL('icons.js', folder), 'utf8');
  for (const [key, element, module] of VIEWS) {
    assert.match(readFileSync(new URL(module, folder), 'utf8'), new RegExp(`customElements\\.define\\('${element}'`), key);
    assert.ok(`view.${key}` in FRAME.ja, key);
    assert.ok(has(wayOf(key)), key);
  }
  for (const key of [...ways(false), ...ways(true)]) {
    assert.ok(`short.${key}` in FRAME.ja, key);
    assert.match(drawn, new RegExp(`^  ${key}: `, 'm'), key);
  }
  const reached = new Set([...ways(false), ...ways(true)]);
  for (const [key] of VIEWS) assert.ok(reached.has(wayOf(key)), key);
  assert.ok(has(first(false)) && has(first(true)));
});

test('a pairing code may be typed with or without its line, in whatever width and case', () => {
  assert.equal(codeOf(' abcd2345 '), 'ABCD-2345');
  assert.equal(codeOf('ABCD-2345'), 'ABCD-2345');
  assert.equal(codeOf('ABCD-2345'), 'ABCD-2345');
  assert.equal(codeOf('ABCD-234'), '');
});

test('no answer is no signal, until there is an answer; a cable alone is none', () => {
  const lost = after(START, 'nothing');
  assert.equal(lost.reached, false);
  assert.equal(after(lost, 'plugged').reached, false);
  assert.equal(after(lost, 'answer').reached, true);
  assert.equal(after(START, 'unplugged').reached, false);
});

test('while there is no signal the hub is asked ever more rarely, but at least twice a minute', () => {
  const waits = [];
  let network = START;
  for (let i = 0; i < 8; i++) {
    network = after(network, 'nothing');
    waits.push(pause(network));
  }
  assert.deepEqual(waits.slice(0, 3), [2000, 4000, 8000]);
  assert.equal(waits.at(-1), 30_000);
  assert.equal(pause(after(network, 'plugged')), 2000);
});

test('an answer that comes from in between is none of the hub', () => {
  for (const status of [502, 503, 504]) assert.equal(answered(status), false);
  for (const status of [200, 401, 404, 429, 500]) assert.equal(answered(status), true);
});

test('another run begins without whom the one before was about, the same goes on', () => {
  const state = new EmsState();
  let told = 0;
  state.addEventListener('change', () => told++);
  const [one, two] = ['Encounter/1', 'Encounter/2'].map((reference) => ({ reference }));
  state.choose(one);
  state.change({ match: { patient: 'Patient/p' }, sheet: {} });
  state.choose({ ...one, status: 'finished' });
  assert.equal(state.match.patient, 'Patient/p');
  state.choose(two);
  assert.equal(state.match, undefined);
  assert.equal(state.sheet, undefined);
  assert.equal(told, 4);
});

test('who signs off leaves nothing but what the device itself holds', () => {
  const state = new EmsState();
  state.change({ me: 'Practitioner/x', incident: { reference: 'Encounter/1' }, match: {}, sheet: {}, sealed: 3, offline: true });
  state.forget();
  assert.deepEqual([state.me, state.incident, state.match, state.sheet, state.sealed, state.offline], ['', undefined, undefined, undefined, 3, true]);
});
