import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const MY = '../../main/resources/META-INF/resources/my/';
const { asked, codeOf, fragmentOf, invitation, invited, link, meIn, moved, notToTell, people, person, tellInEmergency, transaction } = await import(`${MY}people-model.js`);
const { modules } = await import(`${MY}qr-model.js`);
const { answerTo, record, talks } = await import(`${MY}talks-model.js`);

const BASE = 'https://tsumugi.dev/fhir';
const LOINC = 'http://loinc.org';
const related = (id, rank, more = {}) => ({
  resourceType: 'RelatedPerson', id, meta: { versionId: '1' }, active: true, name: [{ text: id }],
  relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'DAU' }], text: '娘' }],
  telecom: [{ system: 'phone', value: `090-${id}`, rank }], ...more,
});
const names = (id, place, status, more = {}) => ({
  resourceType: 'Consent', status, scope: { coding: [{ system: LOINC, code: '75786-4' }] }, policy: [{ uri: `${BASE}/policy/healthcare-agent` }],
  provision: { type: 'permit', actor: [{ role: { coding: [{ system: LOINC, code: place }] }, reference: { reference: `RelatedPerson/${id}` } }], ...more },
});
const authority = (...may) => ({ url: `${BASE}/StructureDefinition/authority`, extension: [{ url: 'kind', valueCode: 'agent' }, ...may.map((valueCode) => ({ url: 'may', valueCode }))] });

test('who speaks is known by the consent that names them, and whether they said yes', () => {
  const agent = person(related('mika', 2, { extension: [authority('read', 'consent')], identifier: [{ system: `${BASE}/sid/patient`, value: 'd' }] }), [
    names('mika', '75783-1', 'active', { action: [{ coding: [{ system: LOINC, code: '81347-7' }] }] }),
    { ...names('mika', '75783-1', 'active', { action: [{ text: '家は売らない' }] }), scope: { coding: [{ system: LOINC, code: '81346-9' }] } },
  ]);

  assert.deepEqual([agent.role, agent.state, agent.mayDecide, agent.limits, agent.powers], ['agent', 'accepted', true, '家は売らない', ['read', 'consent']]);
  const waiting = person(related('ken', 1), [names('ken', '75784-9', 'proposed')]);
  assert.deepEqual([waiting.role, waiting.state], ['alternate', 'invited']);
  assert.deepEqual(['inactive', 'rejected'].map((status) => person(related('ken', 1), [names('ken', '75784-9', status)]).state), ['none', 'none']);
  const family = person(related('masao', 1, { identifier: [{ system: `${BASE}/sid/patient`, value: 'm' }] }), []);
  assert.deepEqual([family.role, family.state], ['family', 'accepted']);
});

test('people are in the order to speak and the order to call, and who is not to be told is apart', () => {
  const all = [related('c', 3), related('a', 1), related('b', 2), related('gone', 1, { active: false }), notToTell(related('quiet', 4), true)];

  const { speakers, calls, silent } = people(all, [names('c', '75783-1', 'active'), names('a', '75784-9', 'active')]);

  assert.deepEqual(speakers.map(({ id }) => id), ['c', 'a']);
  assert.deepEqual(calls.map(({ id }) => id), ['a', 'b', 'c']);
  assert.deepEqual(silent.map(({ id }) => id), ['quiet']);
  assert.deepEqual(notToTell(notToTell(related('x', 1), true), false), related('x', 1));
});

test('who is to be told of an ambulance is not one who shall not be told', () => {
  const told = tellInEmergency(related('x', 1), true);

  assert.equal(person(told, []).told, true);
  assert.deepEqual([person(notToTell(told, true), []).told, person(notToTell(told, true), []).notToTell], [false, true]);
  assert.deepEqual(tellInEmergency(told, false), related('x', 1));
});

test('who acts for another stands in the record as their RelatedPerson, never as another resident', () => {
  const daughter = related('mika', 1, { identifier: [{ system: `${BASE}/sid/patient`, value: 'd' }] });

  assert.deepEqual(meIn([daughter], { patient: 'mother', me: 'Patient/d' }), { reference: 'RelatedPerson/mika', display: 'mika' });
  assert.deepEqual(meIn([daughter], { patient: 'd', me: 'Patient/d' }), { reference: 'Patient/d' });
  assert.deepEqual(meIn([daughter], { patient: 'mother', me: 'RelatedPerson/mika' }).reference, 'RelatedPerson/mika');
});

test('moving one up writes only those whose place changes, in one commit', () => {
  const { calls } = people([related('a', 1), related('b', 2), related('c', 3)], []);

  const written = moved(calls, 'b', -1);

  assert.deepEqual(written.map(({ id, telecom }) => [id, telecom[0].rank]), [['b', 1], ['a', 2]]);
  assert.deepEqual(moved(calls, 'a', -1), []);
  assert.deepEqual(transaction(written).entry[0].request, { method: 'PUT', url: 'RelatedPerson/b', ifMatch: 'W/"1"' });
});

test('an invitation carries what its role may, and no more', () => {
  const form = { relatedPerson: 'mika', role: 'family', powers: ['read', 'consent'], mayDecide: true, limits: 'x', email: ' ' };

  assert.deepEqual(invitation(form).map(({ name }) => name), ['relatedPerson', 'role']);
  assert.deepEqual(invitation({ ...form, role: 'helper' }).map(({ name }) => name), ['relatedPerson', 'role', 'powers']);
  assert.deepEqual(invitation({ ...form, role: 'agent' }).map(({ name }) => name), ['relatedPerson', 'role', 'powers', 'powers', 'may-decide', 'limits']);
  const fresh = invitation({ name: '佐藤 花', relationship: 'FRND', phone: '０９０-1', role: 'family', powers: [], mayDecide: false, limits: '', email: 'a@b' });
  assert.deepEqual(fresh.map(({ name, ...value }) => [name, Object.values(value)[0]]), [['name', '佐藤 花'], ['relationship', 'FRND'], ['telecom', '090-1'], ['role', 'family'], ['email', 'a@b']]);
});

test('a code is taken from a link or as it was typed, and stands only in a fragment', () => {
  assert.equal(codeOf(' Ab ＣＤ_-1 '), 'AbCD_-1');
  assert.equal(codeOf(link('https://hub', 'Zz-9')), 'Zz-9');
  assert.equal(new URL(link('https://hub', 'Zz-9')).search, '');
  assert.equal(fragmentOf('https://hub/my/#invitation=Zz-9'), 'Zz-9');
  assert.equal(fragmentOf('https://hub/my/#content'), '');
});

test('what an invitation says is read', () => {
  const told = asked({ parameter: [{ name: 'state', valueCode: 'invited' }, { name: 'patientName', valueString: '小林 節子' }, { name: 'role', valueCode: 'agent' }, { name: 'power', valueCode: 'read' }, { name: 'may-decide', valueBoolean: true }] });

  assert.deepEqual([told.state, told.patient, told.role, told.powers, told.mayDecide], ['invited', '小林 節子', 'agent', ['read'], true]);
  assert.equal(invited({ parameter: [{ name: 'code', valueString: 'c' }, { name: 'mail', valueCode: 'sent' }] }).mail, 'sent');
});

const section = (code, text) => ({ code: { coding: [{ system: `${BASE}/CodeSystem/acp`, code }] }, text: { div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>` } });

test('talks are read newest first, in plain text, and only talks', () => {
  const talk = (id, date, more = {}) => ({ resourceType: 'Composition', id, status: 'final', date, type: { coding: [{ system: `${BASE}/CodeSystem/acp`, code: 'talk' }] }, author: [{ display: '桜井' }], section: [section('participants', '節子、桜井'), section('said', '管は&lt;いや&gt;<br/>家がいい &amp; 庭')], ...more });

  const read = talks([talk('a', '2026-01-01'), talk('b', '2026-02-01'), talk('x', '2026-03-01', { status: 'entered-in-error' }), { resourceType: 'Composition', status: 'final' }]);

  assert.deepEqual(read.map(({ id }) => id), ['b', 'a']);
  assert.equal(read[0].said, '管は<いや>\n家がいい & 庭');
  assert.equal(read[0].participants, '節子、桜井');
});

test('a talk is written as people put it, and a proposal answered at the version that was seen', () => {
  const asks = record({ date: '2026-11-23', place: '', participants: '美香、桜井', how: '', said: '家がいい', changed: '' }, 'command-1');

  assert.deepEqual(asks.map(({ name }) => name), ['date', 'participant', 'participant', 'said', 'command']);
  assert.deepEqual(answerTo({ id: 'p', meta: { versionId: '2' } }, true, 'ことば'), [
    { name: 'proposal', valueReference: { reference: 'Observation/p/_history/2' } },
    { name: 'accept', valueBoolean: true },
    { name: 'words', valueString: 'ことば' },
  ]);
  assert.deepEqual(answerTo({ id: 'p', meta: { versionId: '2' } }, false, 'x').length, 2);
});

// These were read back by ZXing 3.5.3; a change of one module is a change of the digest.
test('a code that is drawn is the code that was given', () => {
  const drawn = (text) => createHash('sha256').update(modules(text).map((row) => row.map(Number).join('')).join('\n')).digest('hex').slice(0, 16);

  assert.equal(drawn('https://hub.example/my/#invitation=AbCdEfGhIjKlMnOpQrStUv'), '07fef20aa3e97d84');
  assert.equal(drawn('あいう漢字'), 'f2c00f4a514e80a0');
  assert.equal(drawn('q'.repeat(180)), '8a501d9af77ad31f');
  assert.equal(modules('x'.repeat(181)), undefined);
});
