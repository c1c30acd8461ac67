import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';
import { keepsTheRules } from '../../../../hub-app/src/test/js/screen-rules.js';

const MY = '../../main/resources/META-INF/resources/my/';
const { bar, menu, side, VIEWS } = await import(`${MY}views.js`);
const { WORDS: FRAME } = await import(`${MY}words.js`);
const folder = new URL(MY, import.meta.url);
const dictionaries = new Map();
for (const name of readdirSync(folder).filter((one) => /^words.*\.js$/.test(one))) dictionaries.set(name, (await import(`${MY}${name}`)).WORDS);

keepsTheRules(folder, /^my.*\.js$/, dictionaries);

test('every view has its element, its name and a sentence, and none is further than two steps', () => {
  for (const [key, element, module] of VIEWS) {
    assert.match(readFileSync(new URL(module, folder), 'utf8'), new RegExp(`customElements\\.define\\('${element}'`), key);
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
