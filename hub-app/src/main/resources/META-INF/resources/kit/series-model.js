// @ts-check
/** Measurements of one kind over time: for the plot and for the table beside it. Plain functions. */
import { code, concept, newestFirst, quantity, stands, value, when } from './fhir.js';

/** Which kind an Observation is: LOINC before any other code, words last. @param {any} holder */
const kindOf = (holder) => code(holder.code, 'http://loinc.org') || code(holder.code) || concept(holder.code);

/**
 * Groups of Observations that measure the same, those measured last first.
 * @param {any[]} observations
 * @returns {{ key: string, title: string, unit: string, lines: { title: string }[],
 *   rows: { id: string, when: string, texts: string[], numbers: (number | undefined)[], range: string, flag: string }[] }[]}
 */
export function series(observations) {
  const groups = new Map();
  for (const observation of observations.filter((o) => o.resourceType === 'Observation' && stands(o)).sort(newestFirst)) {
    // Two units are two series: a line through both would lie.
    const unit = [observation, ...(observation.component ?? [])].find((part) => part.valueQuantity)?.valueQuantity.unit ?? '';
    const key = `${kindOf(observation)} ${unit}`;
    groups.set(key, [...(groups.get(key) ?? []), { observation, unit }]);
  }
  return [...groups].map(([key, members]) => group(key, members));
}

function group(key, members) {
  const parts = new Map();
  for (const { observation } of members) for (const part of partsOf(observation)) parts.set(kindOf(part), concept(part.code));
  const kinds = [...parts.keys()];
  return {
    key,
    title: concept(members[0].observation.code),
    unit: members[0].unit,
    lines: kinds.map((kind) => ({ title: parts.get(kind) })),
    rows: members.map(({ observation }) => row(observation, kinds)),
  };
}

/** A blood pressure is its components; anything else is itself. */
const partsOf = (observation) => (observation.component?.length ? observation.component : [observation]);

function row(observation, kinds) {
  const found = kinds.map((kind) => partsOf(observation).find((part) => kindOf(part) === kind));
  return {
    id: String(observation.id),
    when: when(observation),
    // The unit stands once, in the heading.
    texts: found.map((part) => (part?.valueQuantity ? quantity({ ...part.valueQuantity, unit: '' }) : part ? value(part) : '')),
    numbers: found.map((part) => part?.valueQuantity?.value),
    range: rangeOf(observation),
    flag: code(observation.interpretation?.[0]),
  };
}

function rangeOf(observation) {
  const range = observation.referenceRange?.[0];
  if (!range) return '';
  return range.text ?? [quantity(range.low), quantity(range.high)].join(' – ');
}

/** Whether any row has a reference range. @param {{ rows: { range: string }[] }} group */
export const ranged = (group) => group.rows.some((row) => row.range !== '');

/** Whether a line can be drawn: two numbers or more. @param {{ rows: { numbers: (number | undefined)[] }[] }} group */
export const drawable = (group) => group.rows.filter((row) => row.numbers.some((n) => n !== undefined)).length > 1;

/**
 * From where to where a plot reaches at least: a tenth beyond the numbers, so that a small change looks small.
 * @param {ReturnType<typeof series>[number]} group
 * @returns {[number, number]}
 */
export function span(group) {
  const numbers = group.rows.flatMap((row) => row.numbers).filter((n) => n !== undefined);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = Math.max(Math.abs(low), Math.abs(high)) / 10;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** First, last, lowest and highest of each line, for who does not see the plot. @param {ReturnType<typeof series>[number]} group */
export function extremes(group) {
  return group.lines.map(({ title }, index) => {
    const numbers = group.rows.map((row) => row.numbers[index]).filter((n) => n !== undefined);
    return { title, low: Math.min(...numbers), high: Math.max(...numbers), last: numbers[0], count: numbers.length };
  });
}
