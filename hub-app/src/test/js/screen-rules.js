// What every app of the hub keeps to, as tests: its own test imports this and names its folder and its dictionaries.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const MAP = readFileSync(new URL('../../main/resources/META-INF/resources/kit/import-map.json', import.meta.url), 'utf8');

/**
 * @param {URL} folder  of the app
 * @param {RegExp} elements  names of the files that hold elements
 * @param {Map<string, { ja: Record<string, string>, en: Record<string, string> }>} dictionaries  by file name
 */
export function keepsTheRules(folder, elements, dictionaries) {
  const files = readdirSync(folder);
  const read = (name) => readFileSync(new URL(name, folder), 'utf8');

  for (const [name, words] of dictionaries) {
    test(`${name}: every word has its English, without Japanese in it, and no place-holder is lost`, () => {
      // Months are told in Japanese alone.
      const holders = (text) => (text.match(/\{\w+\}/g) ?? []).filter((one) => one !== '{m}').sort();
      assert.deepEqual(Object.keys(words.en), Object.keys(words.ja));
      for (const [key, text] of Object.entries(words.en)) {
        assert.doesNotMatch(text, /[\u3000-\u9fff]/, key);
        assert.deepEqual(holders(text), holders(words.ja[key]), key);
      }
    });
  }

  test('every word that a screen names is there', () => {
    for (const file of files.filter((name) => elements.test(name))) {
      const [, from] = /import \{ WORDS \} from '\.\/([\w-]+\.js)'/.exec(read(file)) ?? [];
      const used = [...read(file).matchAll(/\bthis\.t\('([^']+)'\)/g)].map(([, key]) => key);
      for (const key of used) assert.ok(key in (dictionaries.get(from)?.ja ?? {}), `${file}: ${key}`);
    }
  });

  test('the pages keep to a strict content security policy, and all share one import map', () => {
    for (const page of files.filter((name) => name.endsWith('.html')).map(read)) {
      const [, inline] = /<script type="importmap">([^<]*)<\/script>/.exec(page) ?? [];
      assert.ok(inline === undefined || inline === MAP);
      assert.doesNotMatch(page.replace(inline ?? '', ''), /<style|style=|<script(?![^>]*src=)(?! type="importmap")|\son\w+=|https?:/);
    }
  });

  test('no screen writes markup of its own, keeps anything in storage, or puts data into an address', () => {
    for (const file of files.filter((name) => name.endsWith('.js'))) {
      assert.doesNotMatch(read(file), /innerHTML|unsafeHTML|(local|session)Storage|location\.hash|style="/, file);
    }
  });

  test('no class field hides a reactive property: Lit would never see it change', () => {
    for (const file of files.filter((name) => elements.test(name))) {
      const [, properties] = /static properties = \{(.*?)\};\n/s.exec(read(file)) ?? [];
      for (const [, name] of (properties ?? '').matchAll(/(\w+): \{/g)) assert.doesNotMatch(read(file), new RegExp(`^  ${name} = `, 'm'), `${file}: ${name}`);
    }
  });
}
