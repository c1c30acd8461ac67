import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const MY = '../../main/resources/META-INF/resources/my/';
const { GROUPS, KEYS, classesOf, provisionOf, readChoice, unanswered } = await import(`${MY}sharing-form.js`);
const { allAnswered, answered, changed, choiceOf, ended, choiceFor, merge, parties, read, transaction, withAccounts, withChoice, writes } = await import(`${MY}sharing-model.js`);
const { preview } = await import(`${MY}sharing-words.js`);

const answer = (matrix, party, group, said) => withChoice(matrix, party, answered(choiceOf(matrix, party), group, said));
const answerAll = (matrix, party, said) => withChoice(matrix, party, allAnswered(choiceOf(matrix, party), said));

const BASE = 'https://tsumugi.dev/fhir';
const BY = { patient: 'Patient/citizen', me: { reference: 'Patient/citizen' }, now: '2026-11-23T10:00:00+09:00' };
const PARTIES = ['emergency', 'Practitioner/physician', 'CareTeam/citizen-team', 'Organization/clinic', 'family', 'RelatedPerson/citizen-daughter', 'research'];
const NOTHING = read([]);

/** Numbers that look like chance and are the same in every run (mulberry32). */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

function matrix(throwing) {
  const choices = {};
  for (const party of PARTIES.filter(() => throwing(3) > 0)) {
    const cells = Object.fromEntries(KEYS.map((key) => [key, ['yes', 'no', ''][throwing(3)]]));
    choices[party] = { cells, account: party.startsWith('RelatedPerson/') && throwing(2) === 0 ? 'citizen-daughter' : '', until: KEYS.some((key) => cells[key]) && throwing(4) === 0 ? '2027-03-31' : '' };
  }
  return { choices, glass: throwing(2) === 0 };
}

/** As the hub keeps them. */
const saved = (made, from = 1) =>
  made.map(({ resource, match }, i) => ({ ...resource, id: resource.id ?? `c${from + i}`, meta: { versionId: String(Number(match || 0) + 1), lastUpdated: BY.now } }));

test('a thousand matrices are read back exactly as they were written', () => {
  const throwing = dice(31);
  for (let i = 0; i < 1000; i++) {
    const wanted = matrix(throwing);

    const found = read(saved(writes(NOTHING, wanted, BY)));

    assert.deepEqual(found.others, []);
    assert.deepEqual(changed(found, wanted), [], JSON.stringify(wanted));
    assert.deepEqual(writes(found, wanted, BY), [], 'nothing is written twice');
    assert.equal(found.matrix.glass, wanted.glass);
  }
});

test('from any matrix to any other: only what changed is written, with the version it was made from', () => {
  const throwing = dice(7);
  for (let i = 0; i < 500; i++) {
    const [first, second] = [matrix(throwing), matrix(throwing)];
    const before = saved(writes(NOTHING, first, BY));
    const stored = read(before);
    const made = writes(stored, second, BY);
    for (const { resource, match } of made) assert.equal(match, resource.id ? '1' : '');

    const after = saved(made, 100);
    const kept = before.filter(({ id }) => !after.some((one) => one.id === id));

    assert.deepEqual(changed(read([...kept, ...after]), second), []);
    assert.ok(after.length <= changed(stored, second).length);
  }
});

test('one choice is one consent, and what is not answered is none', () => {
  const all = answerAll(NOTHING.matrix, 'emergency', 'yes');

  assert.equal(writes(NOTHING, all, BY).length, 1);
  assert.deepEqual(writes(NOTHING, answer(all, 'family', 'wishes', ''), BY).length, 1);
  assert.equal(provisionOf('emergency', unanswered()), undefined);
  const taken = answerAll(all, 'emergency', '');
  const [gone] = writes(read(saved(writes(NOTHING, all, BY))), taken, BY);
  assert.equal(gone.resource.status, 'inactive');
});

// The demo town's consents, as hub-app's Choices and Sharing write them.
const actor = (reference) => ({ role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }] }, reference });
const purpose = (code) => ({ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code });
const RESCUERS = ['crew', 'emergency-desk'].map((value) => actor({ identifier: { system: `${BASE}/CodeSystem/role`, value }, display: 'x' }));
const classes = (spaced) => spaced.split(' ').map((code) => ({ system: `${BASE}/CodeSystem/data-class`, code }));
const SHEET = 'identity wishes contacts allergy medication problem device result vital social care';
const town = (id, uri, provision) => ({
  resourceType: 'Consent',
  id,
  meta: { versionId: '1', lastUpdated: '2026-01-01T00:00:00Z' },
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: 'Patient/citizen' },
  organization: [{ reference: 'Organization/town-hall' }],
  policy: [{ uri: `${BASE}/policy/${uri}` }],
  provision,
});
const agreed = (withheld) =>
  town('e', 'emergency-sharing', {
    type: 'permit', actor: RESCUERS, purpose: [purpose('ETREAT')], class: classes(SHEET),
    ...(withheld && { provision: [{ type: 'deny', class: classes(withheld) }] }),
  });
const treats = (reference, rest = {}) => ({ type: 'permit', actor: [actor({ reference })], purpose: [purpose('TREAT')], ...rest });
const cells = (of) => Object.fromEntries(KEYS.map((key) => [key, of(key)]));

test('the demo town’s consents are read right', () => {
  const yes = cells(() => 'yes');
  assert.deepEqual(readChoice(agreed()).choice.cells, yes);
  assert.deepEqual(readChoice(agreed('wishes')).choice.cells, { ...yes, wishes: 'no' });
  assert.deepEqual(readChoice(agreed('problem')).choice.cells, { ...yes, illness: 'no' });
  assert.deepEqual(readChoice(town('e', 'emergency-sharing', { type: 'deny', actor: RESCUERS, purpose: [purpose('ETREAT')] })).choice.cells, cells(() => 'no'));
  assert.equal(read([{ ...agreed(), status: 'inactive' }]).stored.emergency, undefined);
  assert.deepEqual(readChoice(town('d', 'care-sharing', treats('Practitioner/physician'))), { party: 'Practitioner/physician', choice: { cells: yes, until: '', account: '' } });
  assert.equal(readChoice(town('t', 'care-sharing', treats('CareTeam/citizen-team'))).party, 'CareTeam/citizen-team');
  assert.deepEqual(provisionOf('emergency', { cells: yes, until: '' }).class, classes(SHEET), 'and written in the same form');
});

test('what is not of our form is kept as it is, and shown', () => {
  const strange = {
    label: town('l', 'withholding', { type: 'deny', securityLabel: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' }], purpose: [purpose('TREAT')] }),
    half: agreed('allergy'),
    lock: town('k', 'withholding', { type: 'deny', actor: [actor({ reference: 'Practitioner/x' })] }),
    begins: town('b', 'care-sharing', treats('Practitioner/x', { period: { start: '2027-01-01' } })),
    deep: town('n', 'care-sharing', treats('Practitioner/x', { provision: [{ type: 'deny', class: classes('problem'), provision: [{ type: 'permit' }] }] })),
    types: town('y', 'care-sharing', treats('Practitioner/x', { class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Observation' }] })),
    two: town('2', 'care-sharing', { ...treats('Practitioner/x'), actor: ['Practitioner/x', 'Practitioner/y'].map((reference) => actor({ reference })) }),
    nobody: town('0', 'care-sharing', { type: 'permit', purpose: [purpose('TREAT')] }),
    modified: { ...agreed(), modifierExtension: [{ url: 'x' }] },
  };
  for (const [name, consent] of Object.entries(strange)) assert.equal(readChoice(consent), undefined, name);
  const { modified, ...shown } = strange;
  const stored = read(Object.values(shown));

  assert.equal(stored.others.length, Object.keys(shown).length);
  const made = writes(stored, answerAll(stored.matrix, 'Practitioner/x', 'yes'), BY);
  assert.deepEqual(made.map(({ resource }) => resource.id), [undefined], 'a new one is written, none of them is touched');
});

test('of two about the same the newer is the choice, and the other is shown beside it', () => {
  const older = { ...agreed('wishes'), id: 'old', meta: { versionId: '1', lastUpdated: '2025-01-01T00:00:00Z' } };

  const found = read([older, agreed()]);

  assert.equal(found.matrix.choices.emergency.cells.wishes, 'yes');
  assert.deepEqual(found.others.map(({ id }) => id), ['old']);
});

test('agreements about something else than sharing are nobody’s business here', () => {
  const acd = { ...agreed(), scope: { coding: [{ system: 'http://loinc.org', code: '75786-4' }] } };

  assert.deepEqual(read([acd, { resourceType: 'Consent', status: 'draft' }]).others, []);
});

test('all is written in one commit, against what was read', () => {
  const stored = read([agreed()]);
  const wanted = { ...answerAll(answer(stored.matrix, 'emergency', 'wishes', 'no'), 'Practitioner/p', 'yes'), glass: true };

  const { type, entry } = transaction(writes(stored, wanted, BY));

  assert.equal(type, 'transaction');
  assert.deepEqual(entry.map(({ request }) => request), [
    { method: 'PUT', url: 'Consent/e', ifMatch: 'W/"1"' },
    { method: 'POST', url: 'Consent' },
    { method: 'POST', url: 'Consent' },
  ]);
  assert.deepEqual(entry[0].resource.organization, agreed().organization, 'what else stood in it stays');
});

test('two people choosing at once: nothing is lost, and what both changed is named', () => {
  const base = answerAll({ choices: {}, glass: false }, 'emergency', 'yes');
  const mine = answer(answer(base, 'emergency', 'wishes', 'no'), 'family', 'illness', 'yes');
  const theirs = { ...answer(answer(base, 'emergency', 'wishes', ''), 'emergency', 'contacts', 'no'), glass: true };

  const { matrix: both, clashes } = merge(base, mine, theirs);

  assert.deepEqual(clashes, [{ party: 'emergency', group: 'wishes', mine: 'no', theirs: '' }]);
  assert.equal(choiceOf(both, 'emergency').cells.contacts, 'no');
  assert.equal(choiceOf(both, 'emergency').cells.wishes, 'no');
  assert.equal(choiceOf(both, 'family').cells.illness, 'yes');
  assert.equal(both.glass, true);
  assert.deepEqual(merge(base, mine, mine).clashes, []);
});

test('who may be chosen for: rescuers, one’s doctors and teams, family, who is named already, research', () => {
  const patient = { generalPractitioner: [{ reference: 'Practitioner/physician', display: '桜井' }] };
  const teams = [{ id: 't', status: 'active', name: 'ケアチーム' }, { id: 'old', status: 'inactive' }];
  const daughter = { id: 'mika', identifier: [{ system: `${BASE}/sid/patient`, value: 'd' }], name: [{ text: '佐藤 美香' }], relationship: [{ text: '娘' }] };
  let chosen = answerAll({ choices: {}, glass: false }, 'Organization/clinic', 'yes');
  chosen = answerAll(chosen, 'RelatedPerson/gone', 'no');

  const list = parties(patient, teams, [daughter], chosen);

  assert.deepEqual(list.map(({ party, kind }) => `${kind} ${party}`), [
    'emergency emergency', 'doctor Practitioner/physician', 'team CareTeam/t', 'relative RelatedPerson/mika', 'family family',
    'named Organization/clinic', 'relative RelatedPerson/gone', 'research research',
  ]);
  assert.equal(list[3].reference.display, '佐藤 美香(娘)');
  assert.equal(parties(patient, teams, [{ ...daughter, active: false }], { choices: {}, glass: false }).some(({ kind }) => kind === 'relative'), false);
});

test('a relative who signs in as themselves from now on is reached once it is saved again, and is said to be not saved', () => {
  const before = read(saved(writes(NOTHING, answer(NOTHING.matrix, 'RelatedPerson/mika', 'illness', 'no'), BY)));
  const mika = { id: 'mika', identifier: [{ system: `${BASE}/sid/patient`, value: 'd' }] };

  const now = withAccounts(before.matrix, [mika]);

  assert.deepEqual(changed(before, now), ['RelatedPerson/mika']);
  const after = read(saved(writes(before, now, BY)));
  assert.deepEqual(changed(after, withAccounts(after.matrix, [mika])), []);
  assert.deepEqual(after.stored['RelatedPerson/mika'].provision.actor.map(({ reference }) => reference.reference ?? reference.identifier.value), ['RelatedPerson/mika', 'd']);
  assert.equal(choiceFor(NOTHING.matrix, 'RelatedPerson/mika', [mika]).account, 'd');
});

test('a choice ends after its last day', () => {
  assert.ok(ended({ cells: {}, until: '2026-11-22' }, '2026-11-23'));
  assert.ok(!ended({ cells: {}, until: '2026-11-23' }, '2026-11-23'));
  assert.ok(!ended({ cells: {}, until: '' }, '2026-11-23'));
});

// What the gate makes of these is held to what the screen promises by SharingPromisesTest.
test('the cases that the gate is asked about are what is written', () => {
  const cases = JSON.parse(readFileSync(new URL('sharing-cases.json', import.meta.url), 'utf8'));
  assert.deepEqual(new Set(cases.map(({ party }) => party)), new Set(PARTIES.filter((party) => party !== 'Organization/clinic')));
  for (const { party, cells: chosen, until, account, provision } of cases) {
    const made = provisionOf(party, { cells: { ...unanswered().cells, ...chosen }, until, account: account ?? '' });
    assert.deepEqual(made, provision ?? undefined, `${party} ${JSON.stringify(chosen)}`);
  }
  const groups = JSON.parse(readFileSync(new URL('sharing-groups.json', import.meta.url), 'utf8'));
  for (const [key] of GROUPS) {
    assert.deepEqual(groups[key], { all: classesOf('family', key), emergency: classesOf('emergency', key) }, key);
  }
});

test('a preview shows every block and whom a crew would call', () => {
  const text = (name, valueString) => ({ name, valueString });
  const shown = preview({ parameter: [
    { name: 'outcome', valueCode: 'found' },
    { name: 'block', part: [{ name: 'code', valueCode: 'devices' }, { name: 'item', part: [text('text', 'ペースメーカー'), text('age', '2年前')] }] },
    { name: 'block', part: [{ name: 'code', valueCode: 'baseline' }, text('empty', '記録なし')] },
    { name: 'flag', part: [text('text', '除細動パッドは離して貼る')] },
    { name: 'doctor', part: [{ name: 'role', valueCode: 'family-doctor' }, text('name', '桜井 拓也'), text('phone', '029-800-0301')] },
  ] });

  assert.deepEqual(shown.blocks.map(({ code, items }) => [code, items.map(({ ja }) => ja)]), [
    ['devices', ['ペースメーカー']], ['baseline', []], ['doctor', ['桜井 拓也 029-800-0301']],
  ]);
});

test('without a doctor the preview says so as it does of a block', () => {
  const shown = preview({ parameter: [{ name: 'outcome', valueCode: 'found' }, { name: 'doctor', part: [{ name: 'empty', valueString: '記録なし' }] }] });

  assert.deepEqual(shown.blocks, [{ code: 'doctor', items: [] }]);
});
