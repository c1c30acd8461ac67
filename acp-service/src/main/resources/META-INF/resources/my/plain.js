// @ts-check
/** Asks the hub's terminology for plain words; each code once. */
import { HubProblem } from '../kit/hub.js';
import { keyOf, plainWords } from './record-model.js';

const SUPPLEMENT = 'https://tsumugi.dev/fhir/CodeSystem/plain-words';

/**
 * @param {import('../kit/hub.js').Hub} hub
 * @param {{ system: string, code: string }[]} codings
 * @param {(key: string, words: ReturnType<typeof plainWords>) => void} arrived
 */
export async function explain(hub, codings, arrived) {
  const unique = new Map(codings.map((coding) => [keyOf(coding), coding]));
  await Promise.all(
    [...unique].map(async ([key, { system, code }]) => {
      const words = await lookup(hub, system, code);
      if (words) arrived(key, words);
    }),
  );
}

async function lookup(hub, system, code) {
  try {
    const parameter = [{ name: 'system', valueUri: system }, { name: 'code', valueCode: code }, { name: 'useSupplement', valueCanonical: SUPPLEMENT }];
    return plainWords(await hub.operation('CodeSystem/$lookup', parameter));
  } catch (failure) {
    // The record is there without explanations: a code that the hub does not know has none.
    if (!(failure instanceof HubProblem)) throw failure;
    return undefined;
  }
}
