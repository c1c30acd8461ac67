import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const MY = '../../main/resources/META-INF/resources/my/';
const { clean, LONGEST } = await import(`${MY}wishes-text.js`);
const { about, ANSWERS, doubles, draft, dropped, earlier, entries, equal, goOnAt, isBlank, isDraft, isProposal, nothingSaid, planState, said, standing, STEPS, TOPICS, toSign } = await import(`${MY}wishes-model.js`);
const { Drafts } = await import(`${MY}wishes-drafts.js`);

const BY = { patient: 'citizen', now: '2026-11-23T10:00:00+09:00' };
const words = (topic, more = {}) => ({ ...nothingSaid(topic), ...more });

test('what nobody can see is taken out, and what people write stays', () => {
  const { text, dropped: gone } = clean('こわ\u200bがら\u202eせない\u0000で\ufeff。\r\n家族👨‍👩‍👧に\tまかせる\u2028葛\u{e0100}城');

  assert.equal(text, 'こわがらせないで。\n家族👨‍👩‍👧に まかせる\n葛\u{e0100}城');
  assert.equal(gone, 4);
});

test('20,000 characters fit, hidden ones do not count, and the end is told before it comes', () => {
  const full = clean(`${'あ'.repeat(LONGEST)}${'\u200b'.repeat(500)}`);

  assert.deepEqual([full.length, full.over, full.dropped, full.left], [LONGEST, false, 500, 0]);
  assert.equal(clean('𠮷'.repeat(LONGEST)).over, false, 'a character is a character');
  assert.equal(clean('あ'.repeat(LONGEST + 1)).over, true);
  assert.equal(clean('あ'.repeat(LONGEST - 1001)).left, undefined);
  assert.equal(clean('あ'.repeat(LONGEST - 10)).left, 10);
});

test('every topic is asked about on one page, and read back as it was written', () => {
  assert.deepEqual(STEPS.flat().sort(), TOPICS.map(({ key }) => key).sort());
  assert.equal(TOPICS.filter(({ ask }) => ask === 'answer').length, 8);
  for (const { key, ask } of TOPICS) {
    for (const answer of ask === 'answer' ? ['', ...ANSWERS] : ['']) {
      const wanted = words(key, { answer, words: '自分のことば', condition: '家族がわからなくなったら', trial: answer === 'trial' ? '二週間' : '' });

      const made = draft(wanted, BY);

      assert.deepEqual(said(made), wanted);
      assert.ok(isDraft(made, 'citizen') && !isProposal(made, 'citizen'));
      assert.deepEqual(said(draft({ ...wanted, words: '変えた' }, BY, { ...made, id: 'a', meta: { versionId: '1' } })).words, '変えた');
    }
  }
});

test('a draft is in the form of Shapes, and a changed one keeps what it does not know', () => {
  const made = draft(words('dialysis', { answer: 'do-not-wish' }), { ...BY, enteredBy: { display: '佐藤 美香' } });

  assert.equal(made.status, 'preliminary');
  assert.deepEqual(made.code.coding.map(({ code }) => code), ['dialysis', '75793-0']);
  assert.deepEqual(made.extension.map(({ url }) => url.split('/').pop()), ['wish-standing', 'entered-by']);
  assert.deepEqual(made.valueCodeableConcept, { coding: [{ system: 'https://tsumugi.dev/fhir/CodeSystem/wish', code: 'do-not-wish' }] });
  const changed = draft(words('dialysis'), BY, { ...made, id: 'x', note: [{ text: 'n' }], extension: [...made.extension, { url: 'other' }], derivedFrom: [{ reference: 'DocumentReference/memo' }] });
  assert.deepEqual(changed.extension.map(({ url }) => url.split('/').pop()), ['other', 'wish-standing']);
  assert.ok(!('valueCodeableConcept' in changed) && changed.note && changed.derivedFrom);
});

const wish = (id, more) => ({ ...draft(words('ventilation', { answer: 'wish-for' }), BY), id, meta: { versionId: '1', lastUpdated: `2026-01-0${id}T00:00:00Z` }, status: 'final', effectiveDateTime: `2026-01-0${id}`, ...more });

test('of each topic and condition the newest word stands, and what was withdrawn ends it', () => {
  const conditional = { ...wish('2'), extension: draft(words('ventilation', { condition: 'x' }), BY).extension };
  const said1 = [wish('1'), wish('3'), conditional];

  assert.deepEqual(standing(said1).map(({ id }) => id), ['3', '2']);
  assert.deepEqual(earlier(said1).map(({ id }) => id), ['1']);
  assert.deepEqual(standing([wish('1'), wish('3', { status: 'cancelled' })]), []);
  assert.deepEqual(standing([wish('1'), wish('3', { status: 'entered-in-error' })]).map(({ id }) => id), ['1']);
  assert.deepEqual(standing([wish('1'), wish('3', { status: 'preliminary' })]).map(({ id }) => id), ['1']);
});

test('what was said seconds later is the newer, and what was recorded later of the same moment', () => {
  const at = (id, effectiveDateTime, lastUpdated) => wish(id, { effectiveDateTime, meta: { versionId: '1', lastUpdated } });

  assert.deepEqual(standing([at('1', '2026-11-23T03:00:05Z'), at('2', '2026-11-23T03:00:09Z')]).map(({ id }) => id), ['2']);
  assert.deepEqual(standing([at('1', '2026-11-23', '2026-11-23T01:00:00Z'), at('2', '2026-11-23', '2026-11-23T02:00:00Z')]).map(({ id }) => id), ['2']);
  assert.deepEqual(standing([at('1', '2026-11-23T00:30:00+09:00'), at('2', '2026-11-23'), at('3', '2026-11')]).map(({ id }) => id), ['1']);
});

test('an old code of the same topic is kept, so that the new wish comes in its place', () => {
  const old = wish('1', { code: { coding: [{ system: 'http://loinc.org', code: '81331-1' }] } });

  assert.equal(about(old), 'feeding');
  assert.deepEqual(draft(words('feeding', { answer: 'trial' }), BY, undefined, old).code, old.code);
});

test('a page begins with the drafts, then with what stands, and nothing said is one empty entry', () => {
  const stands = wish('1');
  const mine = wish('2', { status: 'preliminary' });

  assert.deepEqual(entries('ventilation', [], []).map(({ said: s }) => isBlank(s)), [true]);
  assert.deepEqual(entries('ventilation', [], [stands]).map((e) => [e.draft?.id, e.replaces?.id]), [[undefined, '1']]);
  assert.deepEqual(entries('ventilation', [mine], [stands]).map((e) => [e.draft?.id, e.replaces?.id]), [['2', '1']]);
  assert.deepEqual(doubles([mine, wish('3', { status: 'preliminary' })]).map((pair) => pair.map(({ id }) => id)), [['2', '3']]);
  assert.equal(STEPS[goOnAt([mine])][0], 'ventilation');
  assert.equal(goOnAt([]), 0);
});

test('a draft that is dropped ends no wish, and what is signed is what was seen', () => {
  assert.equal(dropped(wish('1')).status, 'entered-in-error');
  assert.deepEqual(toSign([wish('1')]), ['Observation/1/_history/1']);
  assert.ok(equal(said(wish('1')), said(wish('2'))));
});

test('the state of the plan is read, with reminders, conflicts and what may be done', () => {
  const state = planState({
    parameter: [
      { name: 'state', valueCode: 'current' },
      { name: 'signed', valueDateTime: '2026-01-01' },
      { name: 'due', part: [{ name: 'reason', valueCode: 'yearly' }, { name: 'since', valueDateTime: '2026-11-01' }] },
      { name: 'conflict', part: [{ name: 'wish', valueReference: { reference: 'Observation/a' } }, { name: 'order', valueReference: { reference: 'ServiceRequest/b' } }, { name: 'why', valueString: 'ちがう' }, { name: 'whyEn', valueString: 'differ' }] },
      { name: 'action', part: [{ name: 'code', valueCode: 'confirm' }, { name: 'allowed', valueBoolean: true }, { name: 'text', valueString: 'はい' }, { name: 'textEn', valueString: 'yes' }] },
    ],
  });

  assert.equal(state.state, 'current');
  assert.deepEqual(state.due, [{ reason: 'yearly', since: '2026-11-01' }]);
  assert.deepEqual(state.conflicts, [{ wish: 'Observation/a', order: 'ServiceRequest/b', ja: 'ちがう', en: 'differ' }]);
  assert.deepEqual(state.actions.confirm, { allowed: true, ja: 'はい', en: 'yes' });
  assert.equal(planState({}).state, 'none');
});

// The hub as drafts see it: versions, and who was first.
function hub() {
  const stored = new Map();
  const asked = [];
  let refuse;
  return {
    stored,
    asked,
    refuseOnce: (why) => (refuse = why),
    create: (resource, how) => keep('POST Observation', resource, how),
    update: (resource, how) => keep(`PUT Observation/${resource.id}`, resource, how),
  };
  async function keep(what, resource, { keepalive = false } = {}) {
    asked.push(`${what}${keepalive ? ' keepalive' : ''}`);
    if (refuse) {
      const why = refuse;
      refuse = undefined;
      throw { why };
    }
    const id = resource.id ?? `o${stored.size + 1}`;
    const version = Number(stored.get(id)?.meta.versionId ?? 0);
    if (resource.id && resource.meta.versionId !== String(version)) throw { why: { kind: 'conflict' } };
    const now = { ...resource, id, meta: { ...resource.meta, versionId: String(version + 1) } };
    stored.set(id, now);
    return now;
  }
}
const make = (wanted, before) => (isBlank(wanted) && !before ? undefined : draft(wanted, BY, before));
const never = { set: () => 0, clear: () => {} };
const says = (text) => words('matters', { words: text });

test('what is typed is kept in the hub: made once, then changed, and an empty page writes nothing', async () => {
  const town = hub();
  const { stored, asked } = town;
  const drafts = new Drafts(town, make, () => {}, never);

  drafts.write('a', says(''));
  await drafts.flush();
  drafts.write('a', says('庭'));
  await drafts.flush();
  drafts.write('a', says('庭を見る'));
  assert.equal(drafts.kept, false);
  await drafts.flush({ keepalive: true });

  assert.deepEqual(asked, ['POST Observation', 'PUT Observation/o1 keepalive']);
  assert.equal(stored.get('o1').valueString, '庭を見る');
  assert.ok(drafts.kept);
});

test('typing while it is being saved loses nothing and writes in turn', async () => {
  const town = hub();
  const { stored, asked } = town;
  let once = true;
  const meanwhile = (resource, how) => {
    if (once) patient.write('a', says('あとから'));
    once = false;
    return resource.id ? town.update(resource, how) : town.create(resource, how);
  };
  const patient = new Drafts({ create: meanwhile, update: meanwhile }, make, () => {}, never);

  patient.write('a', says('さき'));
  await patient.flush();

  assert.deepEqual(asked, ['POST Observation', 'PUT Observation/o1']);
  assert.equal(stored.get('o1').valueString, 'あとから');
});

test('two people writing the same draft: the later becomes a draft of its own, and nobody’s words are lost', async () => {
  const town = hub();
  const { stored } = town;
  const states = [];
  const [one, other] = [new Drafts(town, make, () => {}, never), new Drafts(town, make, (key, { kind }) => states.push(kind), never)];
  one.write('a', says('はじめ'));
  await one.flush();
  other.know('a', one.resource('a'));

  one.write('a', says('娘の言葉'));
  await one.flush();
  other.write('a', says('母の言葉'));
  await other.flush();

  assert.deepEqual([...stored.values()].map(({ valueString }) => valueString), ['娘の言葉', '母の言葉']);
  assert.deepEqual(states, ['waiting', 'saving', 'twice']);
  assert.equal(doubles([...stored.values()]).length, 1);
});

test('what could not be saved stays wanted, says why, and goes with the next try', async () => {
  const town = hub();
  const { stored, refuseOnce } = town;
  const drafts = new Drafts(town, make, () => {}, never);
  refuseOnce({ kind: 'away' });

  drafts.write('a', says('あきらめない'));
  await drafts.flush();
  assert.deepEqual(drafts.state('a'), { kind: 'failed', why: { kind: 'away' } });
  assert.equal(drafts.kept, false);
  await drafts.flush();

  assert.equal(stored.get('o1').valueString, 'あきらめない');
  assert.ok(drafts.kept);
});

test('no element tells an event by the name of one that fields tell by themselves', () => {
  const folder = new URL(MY, import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.startsWith('my-'))) {
    assert.doesNotMatch(readFileSync(new URL(file, folder), 'utf8'), /tell\('(change|input|submit|reset|select|close|cancel|toggle)'/, file);
  }
});
