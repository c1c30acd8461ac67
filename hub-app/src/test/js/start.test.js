import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pickLanguage, say } from '../../main/resources/META-INF/resources/kit/i18n.js';
import { ENGLISH, LOGINS, fromConfig, logins } from '../../main/resources/META-INF/resources/kit/start-model.js';

const page = readFileSync(new URL('../../main/resources/META-INF/resources/index.html', import.meta.url), 'utf8');
const keys = new Set([...page.matchAll(/data-t="([^"]+)"/g)].map((match) => match[1]));

test('the address beats the earlier choice, which beats Japanese', () => {
  assert.equal(pickLanguage('?lang=en', 'ja'), 'en');
  assert.equal(pickLanguage('', 'en'), 'en');
  assert.equal(pickLanguage('', null), 'ja');
});

test('an unknown language is passed over', () => {
  assert.equal(pickLanguage('?lang=fr', 'en'), 'en');
  assert.equal(pickLanguage('?lang=', 'constructor'), 'ja');
});

test('words fall back to Japanese, then to the key', () => {
  const words = { ja: { a: 'あ', b: 'い' }, en: { a: 'A' } };

  assert.equal(say(words, 'en', 'a'), 'A');
  assert.equal(say(words, 'en', 'b'), 'い');
  assert.equal(say(words, 'en', 'c'), 'c');
});

test('every word of the page has its English, and no English is left over', () => {
  assert.deepEqual([...keys].sort(), Object.keys(ENGLISH).sort());
});

test('English has no Japanese in it', () => {
  for (const words of [...Object.values(ENGLISH), ...logins('en').flatMap(({ role, who }) => [role, who])]) {
    assert.doesNotMatch(words, /[\u3000-\u9fff]/);
  }
});

test('the page keeps to a strict content security policy', () => {
  assert.doesNotMatch(page, /<style|style=|<script(?![^>]*src=)|\son\w+=|https?:/);
});

test('the state follows what the hub says', () => {
  assert.deepEqual(fromConfig({ demo: true, version: '0.1' }), { kind: 'demo', version: '0.1' });
  assert.equal(fromConfig({ demo: false }).kind, 'closed');
});

for (const broken of [null, 'demo', [], {}, { demo: 'true' }]) {
  test(`settings that cannot be read show no logins: ${JSON.stringify(broken)}`, () => {
    assert.equal(fromConfig(broken).kind, 'failed');
  });
}

test('all thirteen demo logins are told, each with role and person', () => {
  assert.equal(new Set(LOGINS.map(([name]) => name)).size, 13);
  for (const login of [...logins('ja'), ...logins('en')]) {
    assert.ok(login.role.length > 0 && login.who.length > 0);
  }
});

test('the persons told are those of the demo town', () => {
  const table = (file) => readFileSync(new URL(`../../main/resources/dev/tsumugi/hub/town/${file}`, import.meta.url), 'utf8');
  const rows = `${table('staff.txt')}\n${table('residents.txt')}`.split('\n').map((line) => line.split('|'));
  const names = new Map(rows.map(([id, name]) => [id, name]));
  const person = { family: 'citizen-daughter' };

  for (const { name, who } of logins('ja')) {
    assert.ok(who.startsWith(`${names.get(person[name] ?? name)}さん`), `${name}: ${who}`);
  }
});
