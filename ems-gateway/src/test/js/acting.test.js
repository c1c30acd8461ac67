import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const EMS = '../../main/resources/META-INF/resources/ems/';
const { COMMAND, moment, own } = await import(`${EMS}acting-codes.js`);
const { outOfOrder, time, TIMES, times, typedTime } = await import(`${EMS}times-model.js`);
const { comaName, glasgowSum, look, nothing, number, observations, says } = await import(`${EMS}vitals-model.js`);
const { hint, chosen, urgency } = await import(`${EMS}triage-model.js`);
const { LEVELS, RULES } = await import(`${EMS}triage-rules.js`);
const { answers, CHIPS, contradicts, decision, doctorsWord, hospitalAnswer, readBack, REFUSALS, treatment } = await import(`${EMS}said-model.js`);
const { cell, doctorsWords, happenings, lastKnown, retracted, rounds, standingWord, together } = await import(`${EMS}log-model.js`);
const { callable, dial, protocol, refuses, resuscitation } = await import(`${EMS}doctor-model.js`);
const { accepted, hospitals } = await import(`${EMS}hospital-model.js`);
const { arrivals, asked, fresh, handovers, minutesTo, ofIncident } = await import(`${EMS}handover-model.js`);
const dictionaries = {};
for (const name of ['log', 'vitals', 'doctor', 'hospital', 'handover', 'desk']) dictionaries[name] = (await import(`${EMS}words-${name}.js`)).WORDS.ja;

const AT = '2026-11-23T14:05:00+09:00';
const about = (when = AT, patient = 'Patient/p') => ({ encounter: 'Encounter/e', patient, when });
const NONE = new Set();
const kept = (resource, id) => ({ ...resource, identifier: [{ system: COMMAND, value: id }] });
const entered = (part) => ({ ...nothing(), ...part });
const numbers = (values) => entered({ numbers: values });
const codes = (resource) => resource.code.coding.map(({ code }) => code);
const of = (list, code) => list.find((one) => codes(one).includes(code));

test('a moment is written in Japanese time, to the second', () => {
  assert.equal(moment(new Date('2026-11-22T15:30:01.900Z')), '2026-11-23T00:30:01+09:00');
});

test('of each time what was noted last holds, and what stood before it is kept in sight', () => {
  const first = time('time-at-scene', AT, '現着', about(), false);
  const corrected = time('time-at-scene', '2026-11-23T14:02:00+09:00', '現着', about('2026-11-23T14:09:00+09:00'), true);

  const row = times([corrected, first], '2026-11-23T13:50:00+09:00').find(({ code }) => code === 'time-at-scene');

  assert.deepEqual(row, { code: 'time-at-scene', when: '2026-11-23T14:02:00+09:00', noted: true, before: [AT], waiting: false });
  assert.equal(corrected.status, 'corrected');
});

test('a time that was not sent yet says so', () => {
  const noted = kept(time('time-at-scene', AT, '現着', about(), false), 'one');
  assert.ok(times([noted], '', new Set(['one'])).find(({ code }) => code === 'time-at-scene').waiting);
});

test('when the call came in is known from the dispatch centre until the crew says otherwise', () => {
  assert.deepEqual(times([], AT)[0], { code: 'time-call', when: AT, noted: false, before: [], waiting: false });
  assert.equal(times([time('time-call', '2026-11-23T14:00:00+09:00', '覚知', about(), false)], AT)[0].when, '2026-11-23T14:00:00+09:00');
});

test('times that come before an earlier step are named', () => {
  const rows = TIMES.map((code, index) => ({ code, when: index === 3 ? '' : `2026-11-23T14:0${index}:00+09:00` }));
  assert.deepEqual(outOfOrder(rows), []);
  // The same moment in another zone is no disorder.
  rows[2].when = '2026-11-23T05:02:00Z';
  assert.deepEqual(outOfOrder(rows), []);
  rows[4].when = '2026-11-23T13:00:00+09:00';
  assert.deepEqual(outOfOrder(rows), ['time-leaving-scene']);
});

test('a time of day is read however it is typed, and is the nearest one', () => {
  const now = new Date('2026-11-23T00:04:00+09:00');
  assert.equal(typedTime('23:58', now), '2026-11-22T23:58:00+09:00');
  assert.equal(typedTime('0003', now), '2026-11-23T00:03:00+09:00');
  assert.equal(typedTime('0時5分', now), undefined);
  assert.equal(typedTime('1:15', new Date('2026-11-23T23:50:00+09:00')), '2026-11-24T01:15:00+09:00');
  for (const typed of ['24:00', '12:60', '', 'いま', '123456']) assert.equal(typedTime(typed, now), undefined, typed);
});

const MEASURED = entered({
  numbers: { systolic: '９２', diastolic: '50', pulse: '128', respiration: '32', spo2: '86', temperature: '38.4', glucose: '65', pain: '7' },
  jcs: 20, jcsMarks: ['I', 'R'], gcs: { eyes: 2, verbal: 3, motor: 5 }, oxygen: 'oxygen', flow: '6', pupils: { right: '3', left: '3.5', leftLight: 'sluggish' },
});
const ALL = ['systolic', 'pulse', 'respiration', 'spo2', 'temperature', 'glucose'];
/** Of every kind that the screens write. */
const everything = () => [
  ...observations(MEASURED, about()),
  ...observations(entered({ unmeasurable: ALL, gcs: { eyes: 1, motor: 4 }, intubated: true, oxygen: 'oxygen' }), about()),
  time('time-at-scene', AT, '現着', about(), true),
  urgency('red', about()),
  treatment('酸素投与', about()),
  treatment('酸素投与', about(AT, '')),
  decision('搬送する', '娘', about()),
  doctorsWord({ name: '霜田 康夫', organization: 'かすみ台診療所', ref: 'PractitionerRole/kasumi-doctor', chips: ['word-no-cpr'], words: '今から向かう', refs: [] }, about()),
  hospitalAnswer({ id: 'Organization/hospital-minami', name: 'つむぎ南病院' }, 'refused', ['refused-full'], '', about()),
];

test('vital signs become what the R4 profiles ask for', () => {
  const list = observations(MEASURED, about());

  assert.deepEqual(list.map(codes), [['japan-coma-scale'], ['9269-2'], ['85354-9'], ['8867-4'], ['9279-1'], ['8310-5'], ['41653-7'], ['72514-3'], ['2708-6', '59408-5'], ['3151-8'], ['pupils']]);
  for (const one of list) {
    assert.equal(one.category[0].coding[0].code, 'vital-signs');
    assert.equal(one.subject.reference, 'Patient/p');
    assert.equal(one.encounter.reference, 'Encounter/e');
    assert.equal(one.effectiveDateTime, AT);
    // Scores and millimetres are no units of the vital-signs profiles.
    if (one.meta) assert.match(one.meta.profile[0], /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/\w+$/);
    assert.ok(one.valueQuantity || one.valueCodeableConcept || one.component, codes(one)[0]);
  }
  assert.deepEqual(of(list, '85354-9').component.map(({ valueQuantity }) => valueQuantity.value), [92, 50]);
  assert.equal(of(list, '85354-9').valueQuantity, undefined);
  assert.deepEqual(of(list, '8310-5').valueQuantity, { value: 38.4, unit: '°C', system: 'http://unitsofmeasure.org', code: 'Cel' });
  assert.deepEqual(of(list, '3151-8').valueQuantity, { value: 6, unit: 'L/min', system: 'http://unitsofmeasure.org', code: 'L/min' });
  assert.equal(of(list, '9269-2').valueQuantity.value, 10);
  assert.deepEqual(of(list, 'japan-coma-scale').valueCodeableConcept.coding.map(({ code }) => code), ['20', 'R', 'I']);
  assert.deepEqual(list.map(({ meta }) => meta?.profile[0].split('/').at(-1)), ['vitalsigns', undefined, 'bp', 'heartrate', 'resprate', 'bodytemp', 'vitalsigns', 'vitalsigns', 'oxygensat', 'vitalsigns', undefined]);
});

test('they are those that the hub was asked to validate', () => {
  // CrewVitalsTest of hub-app has the hub's own validator read this file.
  const validated = JSON.parse(readFileSync(new URL('vitals.json', import.meta.url), 'utf8'));

  assert.deepEqual(JSON.parse(JSON.stringify(everything())), validated);
});

test('of whom nobody knows, no profile is claimed and no subject made up', () => {
  const [one] = observations(numbers({ pulse: '80' }), about(AT, ''));

  assert.equal(one.meta, undefined);
  assert.equal(one.subject, undefined);
});

test('what could not be measured says so, and is no number', () => {
  const list = observations(entered({ unmeasurable: ['systolic', 'spo2'] }), about());

  assert.deepEqual(list.map(codes), [['85354-9'], ['2708-6', '59408-5']]);
  assert.ok(of(list, '85354-9').component.every(({ dataAbsentReason, valueQuantity }) => dataAbsentReason && !valueQuantity));
  assert.equal(of(list, '2708-6').dataAbsentReason.text, '測定不能');
  assert.deepEqual(observations(numbers({ systolic: '80' }), about())[0].component.map((one) => Boolean(one.valueQuantity)), [true, false]);
});

test('nothing entered is nothing to record, and a zero is a value', () => {
  assert.deepEqual(observations(nothing(), about()), []);
  assert.equal(says(nothing()), false);
  assert.equal(observations(numbers({ pulse: '0' }), about())[0].valueQuantity.value, 0);
  assert.ok(says(entered({ jcs: 0 })));
  assert.equal(of(observations(entered({ oxygen: 'air' }), about()), '3151-8').valueQuantity.value, 0);
});

test('who is intubated has no sum of the Glasgow scale, and three unknown parts make none either', () => {
  const [tube] = observations(entered({ gcs: { eyes: 1, motor: 4 }, intubated: true }), about());
  assert.ok(tube.dataAbsentReason);
  assert.equal(tube.component.length, 3);
  assert.equal(cell(tube), '– (E1 VT M4)');
  assert.equal(glasgowSum({ eyes: 4, verbal: 5 }), undefined);
  assert.equal(glasgowSum({ eyes: 4, verbal: 5, motor: 6 }), 15);
});

test('JCS is named as crews say it', () => {
  assert.deepEqual([0, 1, 3, 10, 30, 100, 300].map((one) => comaName(one)), ['0', 'I-1', 'I-3', 'II-10', 'II-30', 'III-100', 'III-300']);
  assert.equal(comaName(20, ['I', 'R']), 'II-20 RI');
});

test('a surprising value is asked about, an impossible one is refused', () => {
  assert.deepEqual(look(numbers({ systolic: '120', diastolic: '70', pulse: '72', temperature: '36.5' })), { wrong: [], really: [] });
  assert.deepEqual(look(numbers({ pulse: '0', temperature: '42' })), { wrong: [], really: ['pulse', 'temperature'] });
  assert.deepEqual(look(numbers({ spo2: '101', temperature: '365' })), { wrong: ['spo2', 'temperature'], really: [] });
  assert.deepEqual(look(numbers({ pulse: '7 2' })).wrong, ['pulse']);
  assert.deepEqual(look(numbers({ systolic: '70', diastolic: '120' })).wrong, ['diastolic']);
  assert.deepEqual(look(entered({ oxygen: 'oxygen', flow: '60' })).wrong, ['flow']);
  assert.deepEqual(look(entered({ pupils: { right: '30' } })).wrong, ['right']);
});

test('a number is a number in any width, and nothing else is', () => {
  assert.equal(number('３６．５'), 36.5);
  for (const typed of ['', undefined, '-3', '1e3', '12a', '.5']) assert.equal(number(typed), undefined, String(typed));
});

test('each criterion makes red at its edge and not before it', () => {
  for (const { of: what, below, from, key } of RULES) {
    const at = (value) => hint(what === 'jcs' ? entered({ jcs: value }) : numbers({ [what]: String(value) }), 40).reasons.map((one) => one.key);
    if (below !== undefined) assert.ok(at(below - 1).includes(key) && !at(below).includes(key), key);
    if (from !== undefined) assert.ok(at(from).includes(key) && !at(from - 1).includes(key), key);
  }
});

test('a hint never says less urgent than it knows, and says what is missing', () => {
  assert.equal(hint(nothing(), 40).kind, 'nothing');
  assert.deepEqual(hint(numbers({ pulse: '72' }), 40), { kind: 'none', reasons: [], missing: ['jcs', 'respiration', 'systolic', 'spo2'] });
  assert.equal(hint(numbers({ pulse: '72', spo2: '80' }), undefined).kind, 'red');
  assert.equal(hint(numbers({ pulse: '150' }), 3).kind, 'child');
  assert.ok(!('level' in hint(numbers({ pulse: '72' }), 40)));
});

test('the urgency that was chosen last holds', () => {
  const earlier = urgency('yellow', about());
  const later = urgency('red', about('2026-11-23T14:20:00+09:00'));

  assert.equal(chosen([later, earlier]), 'red');
  assert.equal(chosen([]), '');
  assert.deepEqual(LEVELS.map(({ key }) => key), ['red', 'yellow', 'green', 'white']);
});

test('a doctor’s word says who, about what, and is read back as it is kept', () => {
  const word = doctorsWord({ name: '霜田 康夫', organization: 'かすみ台診療所', ref: 'PractitionerRole/kasumi-doctor', chips: ['word-no-cpr', 'word-at-home'], words: '今から向かう', refs: ['Observation/w'] }, about());

  assert.deepEqual(word.sender, { reference: 'PractitionerRole/kasumi-doctor', display: '霜田 康夫(かすみ台診療所)' });
  assert.deepEqual(word.about, [{ reference: 'Observation/w' }]);
  assert.equal(word.payload[0].contentString, readBack(['word-no-cpr', 'word-at-home'], '今から向かう'));
  assert.equal(word.payload[0].contentString, '心肺蘇生を行わない。自宅で看取る。今から向かう');
  assert.deepEqual(word.topic.coding.map(({ code }) => code), ['word-no-cpr', 'word-at-home']);
  // A CareTeam cannot be a sender in R4: its name stands alone.
  assert.deepEqual(doctorsWord({ name: 'A', ref: 'CareTeam/c', chips: [], words: 'x', refs: [] }, about()).sender, { display: 'A' });
  assert.ok(contradicts(['word-cpr', 'word-no-cpr']));
});

test('a word that is told later names the wish: whoever may not see it by then may not refer to it', () => {
  const [about1] = doctorsWord({ name: 'A', chips: [], words: 'x', refs: ['Observation/w'], later: true }, about()).about;
  assert.equal(about1.reference, undefined);
  assert.deepEqual([about1.type, about1.identifier.value], ['Observation', 'Observation/w']);
});

test('what a hospital answered is said once', () => {
  const [row] = happenings([hospitalAnswer({ id: 'Organization/a', name: 'A' }, 'refused', ['refused-full'], '', about())], NONE);
  assert.deepEqual([row.kind, row.text], ['hospital-refused', '満床']);
});

test('the newest word of a doctor comes first', () => {
  const word = (when, words) => doctorsWord({ name: 'A', chips: [], words, refs: [] }, about(when));
  assert.deepEqual(doctorsWords([word(AT, '一'), word('2026-11-23T14:30:00+09:00', '二')]).map((one) => one.payload[0].contentString), ['二', '一']);
});

test('the sheet shows the newest word about this person, and whether it was sent', () => {
  const word = (when, id, patient) => kept(doctorsWord({ name: '桜井 拓也', organization: 'さくら医院', chips: ['word-no-cpr'], words: '', refs: [] }, about(when, patient)), id);
  const [first, second, other] = [word(AT, 'a'), word('2026-11-23T14:30:00+09:00', 'b', ''), word('2026-11-23T14:40:00+09:00', 'c', 'Patient/q')];

  assert.deepEqual(standingWord([first, other], NONE, 'Patient/p'), { at: AT, who: '桜井 拓也(さくら医院)', text: '心肺蘇生を行わない', waiting: false });
  assert.deepEqual([standingWord([first, second, other], new Set(['b']), 'Patient/p')].map(({ at, waiting }) => [at, waiting]), [[second.sent, true]]);
  assert.equal(standingWord([{ ...first, status: 'entered-in-error' }], NONE, 'Patient/p'), undefined);
});

test('a treatment of whom nobody knows names them so: R4 wants a subject', () => {
  assert.equal(treatment('酸素投与', about()).subject.reference, 'Patient/p');
  assert.deepEqual(treatment('酸素投与', about(AT, '')).subject, { display: '氏名不詳' });
});

const place = (id, name, phone = '029-800-0119') => ({ resourceType: 'Organization', id, name, telecom: [{ system: 'phone', value: phone }] });
const offer = (id, coding) => ({ resourceType: 'HealthcareService', providedBy: { reference: `Organization/${id}` }, category: [{ coding: [coding] }], specialty: [{ text: '循環器内科' }] });
const DEPARTMENT = { code: '14' };

test('hospitals: who accepted, the person’s own, those for emergencies, the others, those who refused', () => {
  const places = [place('a', 'あ診療所'), place('b', 'い病院'), place('c', 'う病院'), place('d', 'え病院'), place('e', 'お病院')];
  const offers = [offer('b', DEPARTMENT), offer('c', DEPARTMENT), offer('d', DEPARTMENT), offer('e', DEPARTMENT)];
  const log = [
    hospitalAnswer({ id: 'Organization/d', name: 'え病院' }, 'refused', ['refused-full', 'refused-busy'], '', about()),
    hospitalAnswer({ id: 'Organization/e', name: 'お病院' }, 'accepted', [], '', about('2026-11-23T14:10:00+09:00')),
  ];

  const rows = hospitals(places, offers, ['う病院'], log);

  assert.deepEqual(rows.map(({ id }) => id.slice(-1)), ['e', 'c', 'b', 'a', 'd']);
  assert.deepEqual(rows.at(-1).reasons, ['満床', '処置中・手術中']);
  assert.equal(accepted(log).id, 'Organization/e');
});

test('a hospital that took somebody and then could not is no longer chosen', () => {
  const it = { id: 'Organization/a', name: 'A' };
  const log = [hospitalAnswer(it, 'accepted', [], '', about()), hospitalAnswer(it, 'refused', ['refused-full'], '', about('2026-11-23T14:10:00+09:00'))];
  assert.equal(accepted(log), undefined);
  assert.deepEqual(answers(log).map(({ answer }) => answer), ['refused']);
});

test('who can be called has a number, which a link can dial', () => {
  assert.deepEqual(callable([place('a', 'A'), { resourceType: 'Organization', id: 'b', name: 'B' }]).map(({ ref }) => ref), ['Organization/a']);
  assert.equal(dial('029-800-0119'), 'tel:0298000119');
  assert.equal(dial('+81 (29) 800 0119'), 'tel:+81298000119');
});

test('the newest protocol in force is shown, and a draft is none', () => {
  const plan = (date, status) => ({ status, date, title: date, action: [{ title: '一' }] });
  assert.equal(protocol([plan('2025-01-01', 'active'), plan('2026-01-01', 'active'), plan('2027-01-01', 'draft')])?.title, '2026-01-01');
  assert.equal(protocol([]), undefined);
});

test('what a doctor’s word is about are the lines on resuscitation alone', () => {
  const line = (code, marks, ref) => ({ text: { ja: code, en: code }, code, marks, ref });
  const sheet = { blocks: [
    { code: 'wishes', items: [line('81329-5', ['do-not-wish', 'signed'], 'Observation/1'), line('81331-1', ['do-not-wish'], 'Observation/2')] },
    { code: 'order', items: [line('100822-6', ['do-not-perform'], 'ServiceRequest/1')] },
    { code: 'allergies', items: [line('81329-5', [], 'AllergyIntolerance/1')] },
  ] };

  assert.deepEqual(resuscitation(sheet).map(({ ref }) => ref), ['Observation/1', 'ServiceRequest/1']);
  assert.ok(refuses(resuscitation(sheet)));
  assert.equal(refuses([line('81329-5', ['wish-for'], '')]), false);
  assert.deepEqual(resuscitation(undefined), []);
});

const waits = (...resources) => ({ id: 'w', entry: { bundle: { entry: resources.map((resource) => ({ resource })) } } });

test('what waits on the tablet stands in the log, once, and is marked until it is delivered', () => {
  const delivered = kept(decision('搬送する', '医師', about()), 'one');
  const waiting = kept(decision('様子を見る', '', about('2026-11-23T14:01:00+09:00')), 'two');
  const elsewhere = kept({ ...decision('別', '', about()), encounter: { reference: 'Encounter/other' } }, 'three');

  const log = together([{ resourceType: 'Encounter', id: 'e' }, delivered], [waits(waiting, delivered), waits(elsewhere), { id: 'h', entry: { path: '$emergency-handover' } }], 'Encounter/e');

  const rows = happenings(log.resources, log.waiting);
  assert.deepEqual(rows.map(({ text, waiting: still }) => [text, still]), [['様子を見る', true], ['搬送する', false]]);
  assert.deepEqual(rows.map(({ who }) => who), ['', '医師']);
  assert.equal(rows[1].time, '14:05');
});

test('to which hospital somebody was handed over is named, though the entry has its reference alone', () => {
  const entry = { resourceType: 'Communication', status: 'completed', category: [own('hand-over')], sent: AT, recipient: [{ reference: 'Organization/a' }] };
  assert.equal(happenings([entry], NONE, new Map([['Organization/a', 'あ病院']]))[0].who, 'あ病院');
});

test('a round is what was measured at one moment, the rounds in order, written wherever', () => {
  const first = observations(entered({ jcs: 0, numbers: { pulse: '80', systolic: '120', diastolic: '70' } }), about());
  const second = observations(numbers({ spo2: '91' }), about('2026-11-23T14:15:00+09:00'));
  // The hub keeps the moment, not always the zone.
  const told = first.map((one) => ({ ...one, effectiveDateTime: '2026-11-23T05:05:00Z' }));

  const rows = rounds([...second, told[0], ...first.slice(1)], NONE);

  assert.deepEqual(rows.map(({ cells }) => cells), [{ coma: '0', pressure: '120/70', pulse: '80' }, { saturation: '91' }]);
});

test('an entry made by mistake is not shown', () => {
  const wrong = { ...observations(numbers({ pulse: '80' }), about())[0], status: 'entered-in-error' };
  assert.deepEqual(rounds([wrong], NONE), []);
  assert.deepEqual(happenings([{ ...decision('x', '', about()), status: 'entered-in-error' }], NONE), []);
});

test('what was entered by mistake is taken back in the version that was seen', () => {
  const [pulse] = observations(numbers({ pulse: '80' }), about());
  const [entry] = retracted([{ ...pulse, id: 'o', meta: { versionId: '3' } }]);

  assert.deepEqual(entry.request, { method: 'PUT', url: 'Observation/o', ifMatch: 'W/"3"' });
  assert.deepEqual(rounds([entry.resource], NONE), []);
});

test('what was taken back without a signal is not shown, although the hub still has it', () => {
  const told = { ...kept(observations(numbers({ pulse: '80' }), about())[0], 'one'), id: 'o', meta: { versionId: '1' } };
  const log = together([told], [{ id: 'w', entry: { bundle: { entry: retracted([told]) } } }], 'Encounter/e');

  assert.deepEqual(rounds(log.resources, log.waiting), []);
});

test('cells say what the crew said: air or oxygen, pupils and their light', () => {
  const of1 = (part) => cell(observations(entered(part), about())[0]);
  assert.equal(of1({ oxygen: 'air' }), 'RA');
  assert.equal(of1({ oxygen: 'oxygen', flow: '10' }), '10 L/min');
  assert.equal(of1({ unmeasurable: ['systolic'] }), '測定不能');
  assert.equal(of1({ pupils: { right: '3', rightLight: 'prompt', left: '5', leftLight: 'none' } }), 'R 3mm + / L 5mm −');
});

test('a hint looks at the last known of each', () => {
  const list = [...observations(entered({ jcs: 10, numbers: { pulse: '80', systolic: '120', diastolic: '70' } }), about()), ...observations(numbers({ pulse: '130' }), about('2026-11-23T14:15:00+09:00'))];
  const known = lastKnown(list);
  assert.deepEqual([known.jcs, known.numbers], [10, { pulse: '130', systolic: '120' }]);
  assert.deepEqual(hint(known, 80).reasons.map(({ key }) => key), ['pulse-fast']);
});

const part = (name, key, value) => ({ name, [key]: value });
const sent = (id, more = []) => ({ name: 'handover', part: [part('id', 'valueString', id), part('state', 'valueCode', 'sent'), part('incident', 'valueReference', { reference: 'Encounter/e' }), part('sent', 'valueInstant', `2026-11-23T05:0${id}:00Z`), ...more] });

test('arrivals: who waits for somebody before who was seen, most urgent first', () => {
  const list = handovers({ parameter: [
    sent('1', [part('urgency', 'valueCode', 'urgency-green')]),
    sent('2', [part('urgency', 'valueCode', 'urgency-red')]),
    sent('3'),
    { name: 'handover', part: [part('id', 'valueString', '4'), part('state', 'valueCode', 'acknowledged'), part('urgency', 'valueCode', 'urgency-red'), part('by', 'valueString', '大和田'), part('sent', 'valueInstant', '2026-11-23T05:00:00Z')] },
    { name: 'handover', part: [part('id', 'valueString', '5'), part('state', 'valueCode', 'ended')] },
  ] });

  assert.deepEqual(arrivals(list).map(({ id }) => id), ['2', '3', '1', '4']);
  assert.deepEqual(ofIncident(list, 'Encounter/e').map(({ id }) => id), ['3', '2', '1']);
  assert.deepEqual(fresh(arrivals(list).slice(1), arrivals(list)).map(({ id }) => id), ['2']);
});

test('minutes to the arrival count down and go past it', () => {
  const now = new Date('2026-11-23T14:05:30+09:00');
  assert.equal(minutesTo('2026-11-23T14:15:00+09:00', now), 10);
  assert.equal(minutesTo('2026-11-23T05:03:00Z', now), -2);
  assert.equal(minutesTo('', now), undefined);
});

test('what is not said is not asked', () => {
  const names = (said) => asked({ incident: 'Encounter/e', organization: 'Organization/o', urgency: '', note: ' ', hours: 24, ...said }).map(({ name }) => name);
  assert.deepEqual(names({}), ['incident', 'organization', 'hours']);
  assert.deepEqual(asked({ incident: 'Encounter/e', organization: 'Organization/o', minutes: 8, urgency: 'red', note: '酸素投与中', hours: 24 }).slice(2, 5), [
    { name: 'eta', valueInteger: 8 }, { name: 'urgency', valueCode: 'urgency-red' }, { name: 'note', valueString: '酸素投与中' }]);
});

test('every code that a screen shows has its word', () => {
  const { log, vitals, doctor, hospital, desk } = dictionaries;
  for (const code of TIMES) assert.ok(code in log && code in desk, code);
  for (const { of: what } of RULES) assert.ok(`number.${what}` in vitals, what);
  for (const chip of Object.keys(CHIPS)) assert.equal(doctor[chip], CHIPS[chip]);
  for (const reason of Object.keys(REFUSALS)) assert.equal(hospital[reason], REFUSALS[reason]);
  for (const kind of ['urgency', 'treatment', 'decision', 'doctors-word', 'hospital-accepted', 'hospital-refused', 'family-told', 'hand-over']) assert.ok(`kind.${kind}` in log, kind);
  assert.equal(own('x').coding[0].system, 'https://tsumugi.dev/fhir/CodeSystem/emergency');
});
