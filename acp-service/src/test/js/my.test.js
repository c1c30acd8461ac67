import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';

const MY = '../../main/resources/META-INF/resources/my/';
const { bar, menu, side, VIEWS } = await import(`${MY}views.js`);
const { WORDS: FRAME } = await import(`${MY}words.js`);
const folder = new URL(MY, import.meta.url);
const files = readdirSync(folder);
const read = (name) => readFileSync(new URL(name, folder), 'utf8');
const elements = files.filter((name) => /^my.*\.js$/.test(name));
const dictionaries = new Map();
for (const name of files.filter((one) => /^words.*\.js$/.test(one))) dictionaries.set(name, (await import(`${MY}${name}`)).WORDS);

for (const [name, words] of dictionaries) {
  test(`${name}: every word has its English, without Japanese in it, and no place-holder is lost`, () => {
    const holders = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    assert.deepEqual(Object.keys(words.en), Object.keys(words.ja));
    for (const [key, text] of Object.entries(words.en)) {
      assert.doesNotMatch(text, /[\u3000-\u9fff]/, key);
      assert.deepEqual(holders(text), holders(words.ja[key]), key);
    }
  });
}

test('every word that a screen names is there', () => {
  for (const file of elements) {
    const [, from] = /import \{ WORDS \} from '\.\/(words[\w-]*\.js)'/.exec(read(file)) ?? [];
    const used = [...read(file).matchAll(/\bthis\.t\('([^']+)'\)/g)].map(([, key]) => key);
    for (const key of used) assert.ok(key in (dictionaries.get(from)?.ja ?? {}), `${file}: ${key}`);
  }
});

test('every view has its element, its name and a sentence, and none is further than two steps', () => {
  for (const [key, element, module] of VIEWS) {
    assert.match(read(module.replace('./', '')), new RegExp(`customElements\\.define\\('${element}'`), key);
    assert.ok(`view.${key}` in FRAME.ja, key);
  }
  for (const key of menu()) assert.ok(`about.${key}` in FRAME.ja, key);
  for (const key of [...bar(), ...bar(true)]) assert.ok(`short.${key}` in FRAME.ja, key);
  assert.ok(bar().includes('menu'));
  // The person has a button of its own at the top of every screen.
  const reached = new Set([...bar(), ...menu(), 'who']);
  for (const [key] of VIEWS) assert.ok(reached.has(key), key);
  for (const key of menu()) assert.ok(side().includes(key), key);
});

test('the pages keep to a strict content security policy, and share the one import map', () => {
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
  for (const file of elements) {
    const [, properties] = /static properties = \{(.*?)\};\n/s.exec(read(file)) ?? [];
    for (const [, name] of (properties ?? '').matchAll(/(\w+): \{/g)) assert.doesNotMatch(read(file), new RegExp(`^  ${name} = `, 'm'), `${file}: ${name}`);
  }
});
