// @ts-check
/** A plan that was made elsewhere, as a FHIR document in a file: plain functions over its bytes and FHIR JSON. */
import { names } from '../kit/fhir.js';
import { LARGEST } from './documents-model.js';

/**
 * What a file holds, looked at before it is sent.
 * @param {Uint8Array} bytes
 * @returns {{ why: 'nothing' | 'size' | 'pdf' | 'json' | 'document' | 'whose' } | { why?: undefined, text: string, title: string, date: string, name: string }}
 *   `text` as it was written; `date` as FHIR has it; `name` of whom it is about
 */
export function read(bytes) {
  if (bytes.length === 0) return { why: 'nothing' };
  if (bytes.length > LARGEST) return { why: 'size' };
  if (String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-') return { why: 'pdf' };
  const json = parsed(bytes);
  if (!json) return { why: 'json' };
  const { text, bundle } = json;
  const entries = [bundle?.entry ?? []].flat();
  const composition = entries[0]?.resource;
  if (bundle?.resourceType !== 'Bundle' || bundle.type !== 'document' || composition?.resourceType !== 'Composition') return { why: 'document' };
  const patient = target(entries, composition.subject?.reference);
  if (patient?.resourceType !== 'Patient') return { why: 'whose' };
  return { text, title: String(composition.title ?? ''), date: String(composition.date ?? ''), name: names(patient.name).name };
}

function parsed(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, bundle: JSON.parse(text) };
  } catch {
    // No JSON, or in another encoding: both are said to the person as one.
    return undefined;
  }
}

/** By its full address, or by type and id below any base. */
function target(entries, reference) {
  if (!reference) return undefined;
  const named = (entry) => entry?.fullUrl === reference || `${entry?.resource?.resourceType}/${entry?.resource?.id}` === reference;
  return entries.find(named)?.resource;
}

/** The parameters of `$acp-import`, the document in them letter by letter. @param {string} text */
export const asParameters = (text) => `{"resourceType":"Parameters","parameter":[{"name":"bundle","resource":${text}}]}`;

/**
 * What was taken over, as the hub answers it.
 * @param {any} answer @param {string} language
 * @returns {{ wishes: string[], people: string[], limits: string[], signed: boolean, findings: string[] }}
 */
export function taken(answer, language) {
  const all = answer?.parameter ?? [];
  const strings = (name) => all.filter((p) => p.name === name && p.valueString).map((p) => p.valueString);
  const part = (wish, name) => wish.part?.find((p) => p.name === name)?.valueString ?? '';
  return {
    wishes: all.filter((p) => p.name === 'wish').map((wish) => (language === 'en' && part(wish, 'textEn')) || part(wish, 'text')),
    people: strings('agent'),
    // The same words may limit one person and all of them.
    limits: [...new Set(strings('limit'))],
    signed: all.some((p) => p.name === 'standing' && p.valueCode === 'signed'),
    findings: strings('finding'),
  };
}

/**
 * Why the hub did not take it, in the words of one language: it says both, Japanese first, a stroke between them.
 * @param {{ kind: string, text?: string }} why @param {string} language
 */
export function refusal(why, language) {
  const [ja, en] = (why.text ?? '').split(' / ');
  const said = (language === 'en' ? (en ?? ja) : ja).trim();
  if (why.kind === 'conflict') return { key: 'again', said: '' };
  return why.kind === 'wrong' ? { key: 'refused', said } : undefined;
}
