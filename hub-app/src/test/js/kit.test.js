import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const KIT = '../../main/resources/META-INF/resources/kit/';
const { age, date, dateTime, era, inJapan, parseDate, today } = await import(`${KIT}dates.js`);
const { asItIs, fileName, problemOf, rows, shownAs } = await import(`${KIT}hub-model.js`);
const { idleState } = await import(`${KIT}idle.js`);
const { KIT_WORDS } = await import(`${KIT}kit-words.js`);

test('a time is told as it is in Japan, whatever zone it was written in', () => {
  assert.deepEqual(inJapan('2026-11-21T15:30:00Z'), { day: '2026-11-22', time: '00:30' });
  assert.deepEqual(inJapan('2026-11-22T09:30:00+09:00'), { day: '2026-11-22', time: '09:30' });
  assert.deepEqual(inJapan('2026-11'), { day: '2026-11', time: '' });
  assert.equal(today(new Date('2026-11-21T15:00:00Z')), '2026-11-22');
});

test('a date says no more than was written', () => {
  assert.equal(date('2026', 'ja'), '2026年');
  assert.equal(date('2026-05', 'ja'), '2026年5月');
  assert.equal(date('2026-05-04', 'ja'), '2026年5月4日');
  assert.equal(date('2026-05', 'en'), 'May 2026');
  assert.equal(date('2026-05-04', 'en'), '4 May 2026');
  assert.equal(date(undefined, 'ja'), '');
  assert.equal(dateTime('2026-05-04T03:00:00Z', 'en'), '4 May 2026 12:00');
});

test('eras begin on their first day', () => {
  assert.equal(era('2019-04-30', 'ja'), '平成31年4月30日');
  assert.equal(era('2019-05-01', 'ja'), '令和元年5月1日');
  assert.equal(era('1926-12-24', 'ja'), '大正15年12月24日');
  assert.equal(era('1946-04-12', 'en'), 'S21');
  assert.equal(era('1946', 'ja'), '');
});

test('an age is in whole years and months', () => {
  assert.deepEqual(age('1946-11-22', '2026-11-22'), { years: 80, months: 0 });
  assert.deepEqual(age('1946-11-23', '2026-11-22'), { years: 79, months: 11 });
  assert.deepEqual(age('2026-01-31', '2026-02-28'), { years: 0, months: 0 });
  assert.equal(age('1946', '2026-11-22'), undefined);
  assert.equal(age('2027-01-01', '2026-11-22'), undefined);
});

for (const typed of ['1946-04-12', '1946/4/12', '19460412', 'S21.4.12', 's21/04/12', '昭和21年4月12日', '昭和21年4月12日', '1946年4月12日']) {
  test(`the birth date ${typed} is understood`, () => assert.equal(parseDate(typed), '1946-04-12'));
}

for (const typed of ['1946-02-30', 'S65.1.1', 'H1.1.7', '令和0年1月1日', 'X1.1.1', '12', '']) {
  test(`the birth date “${typed}” is no day`, () => assert.equal(parseDate(typed), undefined));
}

test('the first year of an era may be written 元年', () => assert.equal(parseDate('平成元年1月8日'), '1989-01-08'));

test('a page of a search is its matches and where the next page is', () => {
  const patient = { resourceType: 'Patient', id: 'a' };
  const bundle = {
    link: [{ relation: 'self', url: 'x' }, { relation: 'next', url: 'y' }],
    entry: [{ resource: patient, search: { mode: 'match' } }, { resource: { resourceType: 'OperationOutcome' }, search: { mode: 'outcome' } }],
  };

  assert.deepEqual(rows(bundle), { resources: [patient], next: 'y' });
  assert.deepEqual(rows({}), { resources: [], next: undefined });
});

test('a refusal keeps what the hub says, and survives an answer that is no FHIR', () => {
  const outcome = JSON.stringify({ issue: [{ diagnostics: 'one' }, { details: { text: 'two' } }] });

  assert.deepEqual(problemOf(404, outcome), { kind: 'absent', text: 'one two' });
  assert.deepEqual(problemOf(410, '{}'), { kind: 'absent', text: '' });
  assert.deepEqual(problemOf(502, '<html>'), { kind: 'broken', text: '' });
  assert.deepEqual(problemOf(503, ''), { kind: 'away', text: '' });
});

test('only text and plain pictures are opened in the page', () => {
  assert.equal(shownAs('text/plain; charset=utf-8'), 'text');
  assert.equal(shownAs('image/PNG'), 'image');
  for (const type of ['text/html', 'image/svg+xml', 'application/pdf', 'application/xhtml+xml', '', undefined]) assert.equal(shownAs(type), 'file');
});

test('a document in FHIR’s own form is asked for as a file, not as a resource', () => {
  assert.equal(asItIs('application/fhir+json'), 'application/octet-stream');
  assert.equal(asItIs('application/pdf'), 'application/pdf');
});

test('a saved file has the ending of its type, once', () => {
  assert.equal(fileName('計画', 'application/fhir+json; fhirVersion=4.0'), '計画.json');
  assert.equal(fileName('健診.PDF', 'application/pdf'), '健診.PDF');
  assert.equal(fileName('何か', 'application/x-unknown'), '何か');
});

test('an idle screen warns for a minute, then locks', () => {
  const minutes = (n) => n * 60_000;

  assert.equal(idleState(0, minutes(8), 10), 'active');
  assert.equal(idleState(0, minutes(9), 10), 'warn');
  assert.equal(idleState(0, minutes(10) - 1, 10), 'warn');
  assert.equal(idleState(0, minutes(10), 10), 'lock');
});

test('every word of the kit has its English, without Japanese in it', () => {
  assert.deepEqual(Object.keys(KIT_WORDS.en), Object.keys(KIT_WORDS.ja));
  for (const text of Object.values(KIT_WORDS.en)) assert.doesNotMatch(text, /[\u3000-\u9fff]/);
});

test('every word that a kit file names is there', () => {
  const folder = new URL(KIT, import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.startsWith('kit-') && name.endsWith('.js'))) {
    const used = [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\bthis\.t\('([^']+)'\)/g)].map((match) => match[1]);
    for (const key of used) assert.ok(key in KIT_WORDS.ja, `${file}: ${key}`);
  }
});

