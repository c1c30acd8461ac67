// @ts-check
/** Papers in and out: plain functions over FHIR JSON. */
import { code, concept, newestFirst, stands, when } from '../kit/fhir.js';

const LOINC = 'http://loinc.org';
/** Names a plan that was taken over from elsewhere; its description is the hub's, its title its own. */
const IMPORTED = 'https://tsumugi.dev/fhir/sid/imported-document';
/** Personal advance care plan. */
const PLAN = '81334-5';
/** What the hub takes as one file, bytes. */
export const LARGEST = 32 * 1024 * 1024;
/** Longer side of a photo that was made smaller, pixels: print on it can still be read. */
export const SHRUNK = 2400;

/** What a paper may be called when it is put in; the first says nothing more. LOINC document codes. */
export const KINDS = [
  ['other', ''],
  ['result', '11502-2'],
  ['medicine', '56445-0'],
  ['letter', '57133-1'],
  ['discharge', '18842-5'],
];

/** Types that are taken: what is written as a page could run. */
const TAKEN = ['application/pdf', 'text/plain'];

/**
 * What is wrong with a file before it is sent.
 * @param {{ type: string, size: number }} file
 * @returns {'' | 'type' | 'photo' | 'size' | 'nothing'}  `photo`: too large, and can be made smaller here
 */
export function wrongWith({ type, size }) {
  const photo = type.startsWith('image/') && type !== 'image/svg+xml';
  if (!photo && !TAKEN.includes(type)) return 'type';
  if (size === 0) return 'nothing';
  if (size <= LARGEST) return '';
  return photo ? 'photo' : 'size';
}

/** A size as people read it. @param {number} bytes */
export const megabytes = (bytes) => (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);

/** Width and height of a picture made smaller; its shape stays. @param {number} width @param {number} height */
export function shrunk(width, height) {
  const factor = Math.min(1, SHRUNK / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/**
 * A paper and what it is, in one commit.
 * @param {{ patient: string, me: string, title: string, kind: string, at: string, type: string, data: string }} paper  `data` in base64
 */
export function filing({ patient, me, title, kind, at, type, data }) {
  const subject = { reference: `Patient/${patient}` };
  const loinc = KINDS.find(([key]) => key === kind)?.[1];
  const file = 'urn:uuid:7d6ff6a0-9c0f-4b6e-8f6a-5f1f3a1f0c01';
  const document = {
    resourceType: 'DocumentReference',
    status: 'current',
    docStatus: 'final',
    ...(loinc ? { type: { coding: [{ system: LOINC, code: loinc }], text: title } } : { type: { text: title } }),
    subject,
    date: at,
    author: [{ reference: me }],
    description: title,
    content: [{ attachment: { contentType: type, url: file, title, creation: at } }],
  };
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { fullUrl: file, resource: { resourceType: 'Binary', contentType: type, securityContext: subject, data }, request: { method: 'POST', url: 'Binary' } },
      { resource: document, request: { method: 'POST', url: 'DocumentReference' } },
    ],
  };
}

const fromElsewhere = ({ masterIdentifier }) => masterIdentifier?.system === IMPORTED;

/**
 * Papers as rows, those that hold first, each newest first.
 * @param {any[]} resources @param {(reference: any) => string} named
 */
export const papers = (resources, named) =>
  resources
    .filter((r) => r.resourceType === 'DocumentReference' && stands(r))
    .sort(newestFirst)
    .sort((a, b) => Number(a.status !== 'current') - Number(b.status !== 'current'))
    .map((document) => ({
      id: document.id,
      title: (fromElsewhere(document) ? '' : document.description) || document.content?.[0]?.attachment?.title || concept(document.type),
      kind: KINDS.find(([, loinc]) => loinc && loinc === code(document.type, LOINC))?.[0] ?? '',
      when: when(document),
      by: named(document.author?.[0]),
      old: document.status !== 'current',
      elsewhere: fromElsewhere(document),
      // A plan of here is no file: it is printed when it is asked for.
      printed: document.status === 'current' && code(document.type, LOINC) === PLAN && !fromElsewhere(document),
      attachments: (document.content ?? []).map(({ attachment }) => attachment).filter((attachment) => attachment?.url || attachment?.data),
    }));

/** Parts of an answer by name. @param {any} parameters @param {string} name */
export const value = (parameters, name) => {
  const found = (parameters?.parameter ?? parameters?.part ?? []).find((p) => p.name === name) ?? {};
  return found.valueString ?? found.valueCode ?? found.valueUri ?? found.valueUrl ?? found.valueId ?? found.valueInstant ?? found.valueDateTime ?? found.valueBoolean ?? found.valueInteger ?? '';
};

/** Rows of a list that an operation answers: one parameter each, with parts. @param {any} parameters @param {string} name */
export const listed = (parameters, name) => (parameters?.parameter ?? []).filter((p) => p.name === name && p.part);

/**
 * Whether a refusal means that nothing is signed yet. To oneself nothing of one's own is hidden, so what is not found is not there.
 * @param {{ relation: string }} whose @param {string | undefined} kind  what was asked for @param {{ kind: string }} why
 */
export const noPlan = ({ relation }, kind, why) => relation === 'self' && ['plan', 'sheet', 'card'].includes(kind ?? '') && why.kind === 'absent';
