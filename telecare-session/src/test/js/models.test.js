import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const CARE = '../../main/resources/META-INF/resources/care/';
const { banner, fits, patientRows, question, wider } = await import(`${CARE}search-model.js`);
const { decisions, timeline } = await import(`${CARE}chart-model.js`);
const { orders, proposals, proxies, speaks, wishes } = await import(`${CARE}wishes-model.js`);
const { proposal, records, talk } = await import(`${CARE}talk-model.js`);

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

test('a draft is nobody’s wish, and what was withdrawn ends what was said before it', () => {
  const old = wish('old', '2024-01-01', 'wish-for');

  assert.equal(wishes([old, wish('draft', '2026-01-01', 'trial', { status: 'preliminary' })], named)[0].latest.words, 'old');
  const [cpr] = wishes([old, wish('gone', '2026-01-01', 'trial', { status: 'cancelled' })], named);
  assert.deepEqual([cpr.latest, cpr.earlier.map((w) => w.words)], [undefined, ['old']]);
});

test('a wish under a condition stands beside the one without, and topics of our own apart', () => {
  const state = { url: 'http://hl7.org/fhir/us/pacio-adi/StructureDefinition/adi-enclosedPrecondition-extension', valueCodeableConcept: { text: '意識が戻らないとき' } };
  const own = (id, topic) => wish(id, '2026-01-01', 'trial', { code: { coding: [{ system: LOINC, code: '75793-0' }, { system: 'https://tsumugi.dev/fhir/CodeSystem/wish-topic', code: topic }], text: topic } });

  const all = wishes([wish('always', '2024-01-01', 'wish-for'), wish('if', '2026-01-01', 'do-not-wish', { extension: [state] }), own('d', 'dialysis'), own('t', 'transfusion')], named);

  const said = all.filter((w) => w.latest).map((w) => [w.topic || w.title, w.condition, w.latest.words, w.changed]);
  assert.deepEqual(said.sort(), [['dialysis', '', 'd', false], ['resuscitation', '', 'always', false], ['resuscitation', '意識が戻らないとき', 'if', false], ['transfusion', '', 't', false]]);
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

test('a draft is nobody’s wish, a proposal waits apart, and what was turned down is gone', () => {
  const resident = { subject: { reference: 'Patient/p' }, performer: [{ reference: 'Patient/p' }] };
  const doctor = { subject: { reference: 'Patient/p' }, performer: [{ reference: 'Practitioner/d', display: '山田' }] };
  const resources = [
    wish('said', '2026-01-01', 'trial', resident),
    wish('draft', '2026-02-01', 'wish-for', { ...resident, status: 'preliminary' }),
    wish('proposed', '2026-03-01', 'do-not-wish', { ...doctor, status: 'preliminary' }),
    wish('turned-down', '2026-04-01', 'do-not-wish', { ...doctor, status: 'cancelled' }),
  ];
  const words = (reference) => reference?.display ?? '';

  assert.equal(wishes(resources, words)[0].latest.words, 'said');
  assert.deepEqual(proposals(resources, words).map((w) => [w.topic, w.words, w.by]), [['resuscitation', 'proposed', '山田']]);
});

test('a wish that was withdrawn stands no longer, and what was said before it is history', () => {
  const own = { subject: { reference: 'Patient/p' }, performer: [{ reference: 'Patient/p' }] };
  const [cpr] = wishes([wish('old', '2024-01-01', 'trial', own), wish('over', '2026-01-01', 'trial', { ...own, status: 'cancelled' })], named);

  assert.equal(cpr.latest, undefined);
  assert.deepEqual(cpr.earlier.map((w) => w.words), ['old']);
});

test('topics of our own, and states in which alone a wish holds, are questions of their own', () => {
  const topic = (key) => ({ code: { coding: [{ system: 'https://tsumugi.dev/fhir/CodeSystem/wish-topic', code: key }, { system: LOINC, code: '75793-0' }] } });
  const only = { extension: [{ url: 'http://hl7.org/fhir/us/pacio-adi/StructureDefinition/adi-enclosedPrecondition-extension', valueCodeableConcept: { text: '寝たきりなら' } }] };
  const all = wishes([wish('a', '2026-01-01', 'trial', topic('dialysis')), wish('b', '2026-01-02', 'wish-for', topic('transfusion')), wish('c', '2026-01-03', 'wish-for', { ...topic('dialysis'), ...only })], named);

  assert.deepEqual(all.slice(5).map((w) => [w.topic, w.condition, w.latest.words]).sort(), [['dialysis', '', 'a'], ['dialysis', '寝たきりなら', 'c'], ['transfusion', '', 'b']]);
});

const typed = (entries) => {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
};

test('a talk is what was typed, once for every name, and nothing where something is missing', () => {
  const form = typed([['date', '2026-11-20'], ['place', ' '], ['people', '佐藤\n\n山田'], ['said', ' 畑が\n気がかり '], ['topic', '81363-4'], ['answer', 'trial'], ['words', '畑'], ['topic', ''], ['answer', ''], ['words', '']]);

  assert.deepEqual(talk(form, '山田', 'id-1'), [
    { name: 'date', valueString: '2026-11-20' },
    { name: 'said', valueString: '畑が\n気がかり' },
    { name: 'participant', valueString: '山田' },
    { name: 'participant', valueString: '佐藤' },
    { name: 'fragment', part: [{ name: 'topic', valueCode: '81363-4' }, { name: 'words', valueString: '畑' }] },
    { name: 'command', valueString: 'id-1' },
  ]);
  assert.equal(talk(typed([['date', '2026-11-20'], ['said', ' ']]), '', 'id'), undefined);
  assert.equal(talk(typed([['date', '2026-11-20'], ['said', 'x'], ['topic', '81363-4'], ['answer', 'trial'], ['words', ' ']]), '', 'id'), undefined);
});

test('words are proposed with an answer or without, never with neither', () => {
  assert.deepEqual(proposal(typed([['topic', '81329-5'], ['answer', 'do-not-wish'], ['words', '']])), [{ name: 'topic', valueCode: '81329-5' }, { name: 'answer', valueCode: 'do-not-wish' }]);
  assert.equal(proposal(typed([['topic', '81329-5'], ['answer', ''], ['words', '']])), undefined);
});

test('who cares records talks, and nobody through broken glass', () => {
  assert.ok(records('physician', '') && records('nurse', 'TREAT') && records('facility', ''));
  assert.ok(!records('physician', 'BTG') && !records('pharmacist', '') && !records('resident', ''));
});
