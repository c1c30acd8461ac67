import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const EMS = '../../main/resources/META-INF/resources/ems/';
const { ageTyped, answered, bars, byNumber, byPerson, cardOf, compared } = await import(`${EMS}find-model.js`);
const { blockOf, marks, numbers, plain, sheet, withoutNumbers } = await import(`${EMS}sheet-model.js`);
const { day, ERAS, NOTHING, places, press, whole } = await import(`${EMS}era-model.js`);
const { arrived, incidents, ownRun, pause } = await import(`${EMS}incidents-model.js`);

const NOW = new Date('2026-11-23T03:00:00Z');
const text = (name, valueString) => ({ name, valueString });
const code = (name, valueCode) => ({ name, valueCode });
const ref = (name, reference) => ({ name, valueReference: { reference } });
const group = (name, ...part) => ({ name, part });
const parameters = (...parameter) => ({ resourceType: 'Parameters', parameter });

test('a card is its code, with or without the address in its QR code', () => {
  assert.equal(cardOf('https://hub.example/c#AbCdEfGhIjKlMnOpQrSt-_'), 'AbCdEfGhIjKlMnOpQrSt-_');
  assert.equal(cardOf(' AbCdEfGhIjKlMnOpQrStUv\n'), 'AbCdEfGhIjKlMnOpQrStUv');
  for (const foreign of ['', 'https://elsewhere.example/', 'AbCd', `${'a'.repeat(23)}`]) assert.equal(cardOf(foreign), '');
});

test('a number is asked for with its system; an insurance card has four', () => {
  const [resident] = byNumber('resident', [' t100001 ']);
  assert.deepEqual(resident.valueIdentifier, { system: 'https://tsumugi.dev/fhir/sid/resident', value: 'T100001' });
  const [insured] = byNumber('insurance', ['39080019', '', '01234567', '00']);
  assert.equal(insured.valueIdentifier.value, '39080019::01234567:00');
  assert.equal(byNumber('insurance', ['39080019', '', '', '00']), undefined);
  assert.equal(byNumber('resident', ['  ']), undefined);
});

test('a person is asked for by what is known, the birth date in whatever calendar', () => {
  const asked = byPerson({ name: ' こばやし せつこ ', birthDate: 'S21.5.12', age: '', sex: 'female', address: '', phone: '0299-55-0101' }, NOW);
  assert.deepEqual(asked.wrong, {});
  const said = Object.fromEntries(asked.parameters.map(({ name, ...value }) => [name, Object.values(value)[0]]));
  assert.deepEqual(said, { name: 'こばやし せつこ', birthDate: '1946-05-12', sex: 'female', phone: '0299550101' });
});

test('the day of birth stands for the age, and two ages that differ are never sent', () => {
  const { parameters: both } = byPerson({ name: '小林', birthDate: '1946-05-12', age: '70' }, NOW);
  assert.deepEqual(both.map(({ name }) => name), ['name', 'birthDate']);
  assert.equal(ageTyped('昭和21年5月12日', NOW), 80);
  assert.equal(ageTyped('昭和21年', NOW), undefined);
});

for (const [form, field, why] of [
  [{ name: '小林' }, 'birthDate', 'tooLittle'],
  [{ birthDate: '1946-05-12', sex: 'female' }, 'name', 'tooLittle'],
  [{ name: '小林', birthDate: '昭和65年1月1日' }, 'birthDate', 'birthWrong'],
  [{ name: '小林', birthDate: '2027-01-01' }, 'birthDate', 'birthLater'],
  [{ name: '小林', age: '八十' }, 'age', 'ageWrong'],
  [{ name: '小林', phone: '12' }, 'phone', 'phoneWrong'],
]) {
  test(`what is wrong is said beside its field: ${JSON.stringify(form)}`, () => assert.deepEqual(byPerson(form, NOW).wrong, { [field]: why }));
}

test('an age is taken in full width and with its counter', () => {
  assert.equal(byPerson({ name: '小林', age: '80歳' }, NOW).parameters.at(-1).valueInteger, 80);
});

test('found is identity first; blocks make it a sheet; anything else is unknown', () => {
  const who = group('identity', text('name', '小林 節子'), { name: 'age', valueInteger: 80 });
  const match = group('match', ref('patient', 'Patient/c'), code('foundBy', 'card'), code('certainty', 'certain'), text('confirm', 'x'));
  const first = answered(parameters(code('outcome', 'found'), match, who));
  assert.equal(first.kind, 'found');
  assert.equal(first.sheet, undefined);
  assert.deepEqual([first.match.patient, first.match.confirm, first.match.identity.age], ['Patient/c', 'x', 80]);
  const whole = answered(parameters(code('outcome', 'found'), match, who, group('block', code('code', 'wishes'))));
  assert.equal(whole.sheet.blocks.length, 1);
  for (const odd of [parameters(), parameters(code('outcome', 'unknown')), {}]) assert.equal(answered(odd).kind, 'unknown');
});

test('what was compared is said in one order, and what was not asked is not said', () => {
  const { candidates } = answered(parameters(code('outcome', 'candidates'), group('candidate', text('name', '小林'), code('agrees', 'sex'), code('agrees', 'name'), code('differs', 'birthDate'), code('certainty', 'possible'))));
  assert.deepEqual(compared(candidates[0]), [{ item: 'name', agrees: true }, { item: 'birthDate', agrees: false }, { item: 'sex', agrees: true }]);
  assert.deepEqual(['certain', 'probable', 'possible', 'else'].map(bars), [3, 2, 1, 0]);
});

test('a sheet has its blocks in the order of reading, whatever the order of the answer', () => {
  const read = sheet(parameters(group('block', code('code', 'medication')), group('block', code('code', 'new')), group('block', code('code', 'wishes'))));
  assert.deepEqual(read.blocks.map((block) => block.code), ['wishes', 'medication', 'new']);
  assert.equal(blockOf(read, 'allergies'), undefined);
});

test('only pictures that a browser draws without running anything are shown', () => {
  const of = (contentType, data) => sheet(parameters(group('identity', { name: 'photo', valueAttachment: { contentType, data } }))).identity.photo;
  assert.equal(of('image/png', 'iVBORw0K'), 'data:image/png;base64,iVBORw0K');
  assert.equal(of('image/svg+xml', 'PHN2Zz4='), '');
  assert.equal(of('image/png', '"><script>'), '');
});

test('a doctor group without anybody is no doctor', () => {
  const read = sheet(parameters(group('doctor', text('empty', '記録なし(無いとは限りません)')), group('doctor', code('role', 'family-doctor'), text('name', '桜井'), text('phone', '0299-55-0201'), text('phone24h', '0299-55-0299'))));
  assert.deepEqual(read.doctors.map(({ name, phones, nights }) => [name, phones, nights]), [['桜井', ['0299-55-0201'], ['0299-55-0299']]]);
});

test('marks say apart how sure, what casts doubt, what weighs; unknown ones are passed over', () => {
  const item = { marks: ['do-not-wish', 'signed', 'old', 'conflicting', 'anticoagulant', 'of-tomorrow'] };
  assert.deepEqual(marks(item), { sure: 'signed', doubt: ['conflicting', 'old'], heavy: ['anticoagulant'] });
  assert.equal(plain('ワルファリン 1mg【抗凝固薬】【注意】'), 'ワルファリン 1mg');
  assert.equal(plain('管による栄養: 望まない「望みません。」(書面)'), '管による栄養: 望まない「望みません。」');
  assert.equal(plain('Tube feeding: does not wish (said or written: unknown)'), 'Tube feeding: does not wish');
  assert.equal(plain('歩行: 杖(右手)'), '歩行: 杖(右手)');
});

test('the numbers in a contact are called, the rest is read', () => {
  const line = '長女・代弁者 佐藤 美香(サトウ ミカ) 090-0000-0102 / 0299-55-0101';
  assert.deepEqual(numbers(line).map(({ called }) => called), ['09000000102', '0299550101']);
  assert.equal(withoutNumbers(line), '長女・代弁者 佐藤 美香(サトウ ミカ)');
  assert.deepEqual(numbers('夫 小林 正夫 電話の記録なし'), []);
});

test('a birth date by keys is a day as soon as it is whole, and only if it is one', () => {
  const keyed = (era, digits) => [...digits].reduce(press, press(NOTHING, era));
  assert.equal(day(keyed('昭和', '210512')), '1946-05-12');
  assert.equal(day(keyed('西暦', '19460512')), '1946-05-12');
  assert.equal(day(keyed('平成', '310501')), undefined, 'Reiwa had begun');
  assert.equal(day(keyed('昭和', '2105')), undefined);
  assert.ok(whole(keyed('昭和', '210532')) && !day(keyed('昭和', '210532')));
  assert.deepEqual(places(keyed('昭和', '2105')), { year: '21', month: '05', day: '__' });
});

test('keys are taken back one by one; more digits than a date has are not taken; another era keeps them', () => {
  const full = [...'2105129'].reduce(press, NOTHING);
  assert.equal(full.digits, '210512');
  assert.equal(press(full, 'back').digits, '21051');
  assert.equal(press(full, 'clear').digits, '');
  assert.equal(press(full, '平成').digits, '210512');
  assert.equal(press(full, '西暦').digits, '');
  assert.equal(ERAS[0], NOTHING.era);
});

test('incidents that are new are told, and asked for ever more rarely while the hub is away', () => {
  const rows = incidents(parameters(group('incident', ref('encounter', 'Encounter/2'), text('number', 'B'), group('handover', code('state', 'sent'))), group('incident', ref('encounter', 'Encounter/1'))));
  assert.deepEqual(rows.map(({ reference, handover }) => [reference, handover]), [['Encounter/2', 'sent'], ['Encounter/1', '']]);
  assert.deepEqual(arrived([rows[1]], rows).map(({ number }) => number), ['B']);
  assert.deepEqual([0, 1, 2, 9].map(pause), [5_000, 10_000, 20_000, 60_000]);
});

test('a reload comes back to the run that the same person had open, if it is open still', () => {
  const rows = [{ reference: 'Encounter/2' }, { reference: 'Encounter/1' }];
  const kept = { reference: 'Encounter/1', by: 'Practitioner/a' };
  assert.equal(ownRun(rows, kept, 'Practitioner/a'), rows[1]);
  assert.equal(ownRun(rows, kept, 'Practitioner/b'), undefined);
  assert.equal(ownRun(rows.slice(0, 1), kept, 'Practitioner/a'), undefined);
});
