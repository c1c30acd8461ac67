// @ts-check
/** A hint at how urgent it is, from what was measured. It never decides: below "red" vital signs alone say nothing. Plain functions. */
import { belongs, isOwn, own, ownCode } from './acting-codes.js';
import { ADULT, LEVELS, RULES } from './triage-rules.js';
import { number } from './vitals-model.js';

/** @typedef {{ kind: 'red' | 'none' | 'nothing' | 'child', reasons: typeof RULES, missing: string[] }} Hint */

/**
 * @param {import('./vitals-model.js').Entry} entry  the last known of each
 * @param {number | undefined} age  in years
 * @returns {Hint} `none`: no criterion is met by what is known; `nothing`: nothing is known; `child`: the criteria are an adult's
 */
export function hint(entry, age) {
  const known = (key) => (key === 'jcs' ? entry.jcs : number(entry.numbers[key]));
  const missing = [...new Set(RULES.map(({ of }) => of))].filter((key) => known(key) === undefined);
  if (age !== undefined && age < ADULT) return { kind: 'child', reasons: [], missing };
  const reasons = RULES.filter(({ of, below, from }) => {
    const value = known(of);
    return value !== undefined && ((below !== undefined && value < below) || (from !== undefined && value >= from));
  });
  if (reasons.length > 0) return { kind: 'red', reasons, missing };
  return { kind: missing.length === new Set(RULES.map(({ of }) => of)).size ? 'nothing' : 'none', reasons, missing };
}

/** How urgent the crew found it. @param {string} level @param {import('./acting-codes.js').About} about */
export const urgency = (level, about) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] }],
  code: own('urgency', '緊急度'),
  ...belongs(about),
  effectiveDateTime: about.when,
  valueCodeableConcept: own(`urgency-${level}`, LEVELS.find(({ key }) => key === level)?.ja),
});

/** What the crew chose last: `red` …, or empty. @param {any[]} resources */
export function chosen(resources) {
  const all = resources.filter((one) => one.resourceType === 'Observation' && isOwn(one.code, 'urgency'));
  const last = all.sort((a, b) => new Date(b.effectiveDateTime).getTime() - new Date(a.effectiveDateTime).getTime())[0];
  return ownCode(last?.valueCodeableConcept).replace('urgency-', '');
}
