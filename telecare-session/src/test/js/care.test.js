import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const CARE = '../../main/resources/META-INF/resources/care/';
const { WORDS } = await import(`${CARE}words.js`);
const { NAMED } = await import(`${CARE}wishes-model.js`);
const { SECTIONS } = await import(`${CARE}chart-model.js`);
const folder = new URL(CARE, import.meta.url);
const files = readdirSync(folder);
const read = (name) => readFileSync(new URL(name, folder), 'utf8');

test('every word has its English, without Japanese in it', () => {
  assert.deepEqual(Object.keys(WORDS.en), Object.keys(WORDS.ja));
  for (const text of Object.values(WORDS.en)) assert.doesNotMatch(text, /[\u3000-\u9fff]/);
});

test('every word that a screen names is there', () => {
  for (const file of files.filter((name) => /^(care|launch).*\.js$/.test(name))) {
    for (const [, key] of read(file).matchAll(/\bthis\.t\('([^']+)'\)/g)) assert.ok(key in WORDS.ja, `${file}: ${key}`);
  }
  for (const { key } of SECTIONS) assert.ok(`section.${key}` in WORDS.ja, key);
  for (const [, topic] of NAMED) assert.ok(`topic.${topic}` in WORDS.ja, topic);
});

test('no place-holder is lost between the languages', () => {
  const holders = (text) => (text.match(/\{\w+\}/g) ?? []).filter((one) => one !== '{m}').sort();
  for (const [key, text] of Object.entries(WORDS.ja)) assert.deepEqual(holders(WORDS.en[key]), holders(text), key);
});

test('the pages keep to a strict content security policy, and all share one import map', () => {
  const map = readFileSync(new URL('../../../../hub-app/src/main/resources/META-INF/resources/kit/import-map.json', import.meta.url), 'utf8');
  for (const page of files.filter((name) => name.endsWith('.html')).map(read)) {
    const [, inline] = /<script type="importmap">([^<]*)<\/script>/.exec(page) ?? [];
    assert.ok(inline === undefined || inline === map);
    assert.doesNotMatch(page.replace(inline ?? '', ''), /<style|style=|<script(?![^>]*src=)(?! type="importmap")|\son\w+=|https?:/);
  }
});

test('no screen writes markup of its own, keeps anything in storage, or puts data into an address', () => {
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    assert.doesNotMatch(read(file), /innerHTML|unsafeHTML|(local|session)Storage|location\.hash|style="/, file);
  }
});

test('no class field hides a reactive property: Lit would never see it change', () => {
  for (const file of files.filter((name) => /^(care|launch).*\.js$/.test(name))) {
    const [, properties] = /static properties = \{(.*?)\};\n/s.exec(read(file)) ?? [];
    for (const [, name] of (properties ?? '').matchAll(/(\w+): \{/g)) assert.doesNotMatch(read(file), new RegExp(`^  ${name} = `, 'm'), `${file}: ${name}`);
  }
});
