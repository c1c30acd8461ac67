import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../../hub-app/src/test/js/one-site.js';
import { keepsTheRules } from '../../../../hub-app/src/test/js/screen-rules.js';

const CARE = '../../main/resources/META-INF/resources/care/';
const { WORDS } = await import(`${CARE}words.js`);
const { NAMED } = await import(`${CARE}wishes-model.js`);
const { SECTIONS } = await import(`${CARE}chart-model.js`);

keepsTheRules(new URL(CARE, import.meta.url), /^(care|launch).*\.js$/, new Map([['words.js', WORDS]]));

test('every section and topic has its words', () => {
  for (const { key } of SECTIONS) assert.ok(`section.${key}` in WORDS.ja, key);
  for (const [, topic] of NAMED) assert.ok(`topic.${topic}` in WORDS.ja, topic);
});
