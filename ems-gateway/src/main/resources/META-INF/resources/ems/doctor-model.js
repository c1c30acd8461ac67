// @ts-check
/** Whom to ask for a doctor's word, and what the local protocol says. Plain functions. */
import { concept } from '../kit/fhir.js';

/** The wish and the order that a doctor's word is about. */
const ABOUT = ['wishes', 'order'];
/** LOINC: resuscitation, as a wish and as an order (Shapes.Preference, Shapes.Order). */
const RESUSCITATION = ['81329-5', '100822-6'];

/** The lines of a sheet about resuscitation. @param {import('./sheet-model.js').Sheet | undefined} sheet */
export const resuscitation = (sheet) =>
  ABOUT.flatMap((block) => sheet?.blocks?.find(({ code }) => code === block)?.items ?? []).filter(({ code, marks }) => RESUSCITATION.includes(code) || marks.includes('do-not-perform'));

/** Whether somebody said or ordered that they shall not be resuscitated. @param {import('./sheet-model.js').Item[]} items */
export const refuses = (items) => items.some(({ marks }) => marks.includes('do-not-wish') || marks.includes('do-not-perform'));

/** A telephone number as a link takes it. @param {string} phone */
export const dial = (phone) => `tel:${phone.normalize('NFKC').replace(/[^\d+]/g, '')}`;

/** An organisation's own number. @param {any} organization */
export const phoneOf = (organization) => (organization.telecom ?? []).find(({ system }) => system === 'phone')?.value ?? '';

/**
 * Organisations that can be called where the sheet names no doctor.
 * @param {any[]} organizations @returns {import('./sheet-model.js').Doctor[]} by name
 */
export const callable = (organizations) =>
  organizations
    .map((one) => ({ role: '', name: '', organization: one.name ?? '', phones: [phoneOf(one)].filter(Boolean), nights: [], ref: `Organization/${one.id}` }))
    .filter(({ phones }) => phones.length > 0)
    .sort((a, b) => a.organization.localeCompare(b.organization, 'ja'));

/**
 * The local medical control council's protocol: the newest active PlanDefinition.
 * @param {any[]} plans @returns {{ title: string, text: string, steps: string[], by: string, date: string } | undefined}
 */
export function protocol(plans) {
  const [plan] = plans.filter(({ status }) => status === 'active').sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  if (!plan) return undefined;
  const steps = (plan.action ?? []).map((action) => action.title ?? concept(action.code?.[0])).filter(Boolean);
  return { title: plan.title ?? '', text: plan.description ?? '', steps, by: plan.publisher ?? '', date: plan.date ?? '' };
}
