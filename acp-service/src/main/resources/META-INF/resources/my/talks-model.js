// @ts-check
/** Talks about wishes (人生会議) and wordings that others propose. Plain functions over FHIR JSON. */
import { code, newestFirst } from '../kit/fhir.js';

const ACP = 'https://tsumugi.dev/fhir/CodeSystem/acp';

/** A narrative as plain text: what markup there is becomes line breaks, and never a page. @param {any} narrative */
function plain(narrative) {
  const text = (narrative?.div ?? '').replace(/<br\s*\/?>|<\/p>|<\/li>/g, '\n').replace(/<[^>]*>/g, '');
  const entities = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|nbsp|amp);/g, (whole, name) => entities[name] ?? whole).replace(/&#(\d+);/g, (whole, point) => String.fromCodePoint(Number(point))).trim();
}

/**
 * @param {any[]} compositions
 * @returns {{ id: string, date: string, place: string, by: any, participants: string, how: string, said: string, changed: string }[]} newest first
 */
export function talks(compositions) {
  const those = compositions.filter((one) => one.status !== 'entered-in-error' && code(one.type, ACP) === 'talk');
  return those.sort(newestFirst).map((one) => {
    const section = (key) => plain(one.section?.find((part) => code(part.code, ACP) === key)?.text);
    return {
      id: one.id,
      date: one.date,
      place: one.event?.[0]?.detail?.[0]?.display ?? '',
      by: one.author?.[0],
      participants: section('participants'),
      how: section('how-the-person-was'),
      said: section('said'),
      changed: section('changed'),
    };
  });
}

/**
 * What `$record-talk` is asked.
 * @param {{ date: string, place: string, participants: string, how: string, said: string, changed: string }} form
 * @param {string} command  the same for a try again
 */
export function record(form, command) {
  const text = (name, value) => (value.trim() ? [{ name, valueString: value.trim() }] : []);
  return [
    { name: 'date', valueDate: form.date },
    ...text('place', form.place),
    ...form.participants.split(/[、,，\n]/).flatMap((one) => text('participant', one)),
    ...text('how', form.how),
    ...text('said', form.said),
    ...text('changed', form.changed),
    { name: 'command', valueString: command },
  ];
}

/**
 * What `$answer-proposal` is asked: of the version that was seen, with the person's own words if they are others.
 * @param {any} proposal @param {boolean} accept @param {string} words
 */
export const answerTo = (proposal, accept, words) => [
  { name: 'proposal', valueReference: { reference: `Observation/${proposal.id}/_history/${proposal.meta.versionId}` } },
  { name: 'accept', valueBoolean: accept },
  ...(accept && words.trim() ? [{ name: 'words', valueString: words.trim() }] : []),
];
