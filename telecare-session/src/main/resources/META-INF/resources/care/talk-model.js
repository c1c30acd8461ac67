// @ts-check
/** A talk about wishes, and words that are proposed: from what was typed to what the hub is asked. Plain functions. */
import { IN_WORDS } from './wishes-model.js';

/** Who writes down talks: those who care, and not through broken glass. @param {string} role @param {string} purpose */
export const records = (role, purpose) => ['physician', 'nurse', 'facility'].includes(role) && (purpose === '' || purpose === 'TREAT');

const text = (name, value) => ({ name, valueString: value.trim() });
const filled = (name, value) => (value?.trim() ? [text(name, value)] : []);

/**
 * @param {{ topic: string, answer: string, words: string }} typed
 * @returns {any[]}
 */
const wording = ({ topic, answer, words }) => [
  { name: 'topic', valueCode: topic },
  ...(answer && !IN_WORDS.includes(topic) ? [{ name: 'answer', valueCode: answer }] : []),
  ...filled('words', words),
];

const says = ({ topic, answer, words }) => Boolean((answer && !IN_WORDS.includes(topic)) || words.trim());

/** The rows of a form whose names repeat. @param {FormData} form */
export function fragments(form) {
  const [topics, answers, words] = ['topic', 'answer', 'words'].map((name) => form.getAll(name).map(String));
  return topics.map((topic, index) => ({ topic, answer: answers[index] ?? '', words: words[index] ?? '' })).filter(({ topic }) => topic);
}

/**
 * What `$record-talk` is asked; undefined if something is missing.
 * @param {FormData} form @param {string} me  who writes @param {string} command  the same for every try
 */
export function talk(form, me, command) {
  const value = (name) => String(form.get(name) ?? '');
  const kept = fragments(form);
  if (!value('date') || !value('said').trim() || !kept.every(says)) return undefined;
  const people = [me, ...value('people').split('\n')].map((line) => line.trim()).filter(Boolean);
  return [
    text('date', value('date')),
    ...['place', 'how', 'said', 'changed'].flatMap((name) => filled(name, value(name))),
    ...[...new Set(people)].map((name) => text('participant', name)),
    ...kept.map((one) => ({ name: 'fragment', part: wording(one) })),
    text('command', command),
  ];
}

/** What `$propose-wish` is asked; undefined if something is missing. @param {FormData} form */
export function proposal(form) {
  const [one] = fragments(form);
  return one && says(one) ? wording(one) : undefined;
}

/** What the hub says of it beyond that it was kept. @param {any} answer @param {string} language */
export const note = (answer, language) =>
  answer.parameter?.find((p) => p.name === (language === 'ja' ? 'note' : 'noteEn'))?.valueString ?? '';
