// @ts-check
/** Choices and agreements in words: plain functions; `t` gives the words of a key. */
import { date } from '../kit/dates.js';
import { code } from '../kit/fhir.js';
import { KEYS, answered, isEmpty } from './sharing-form.js';
import { ended } from './sharing-model.js';

/**
 * @typedef {(key: string) => string} Words
 * @param {import('./sharing-form.js').Choice} choice @param {Words} t @param {string} language @param {string} today
 */
export function summary(choice, t, language, today) {
  if (isEmpty(choice)) return t('sum.none');
  if (ended(choice, today)) return t('sum.ended').replace('{day}', date(choice.until, language));
  const names = (answer) => answered(choice, answer).map((key) => t(`group.${key}`)).join(t('comma'));
  const [yes, no] = [names('yes'), names('no')];
  const until = choice.until ? [t('sum.until').replace('{day}', date(choice.until, language))] : [];
  const said = answered(choice, 'yes').length === KEYS.length ? t('sum.yes') : answered(choice, 'no').length === KEYS.length ? t('sum.no')
    : yes && no ? t('sum.part').replace('{yes}', yes).replace('{no}', no)
      : yes ? t('sum.some').replace('{groups}', yes) : t('sum.refused').replace('{no}', no);
  return [said, ...until].join(t('comma'));
}

/** What a consent of another form says, as far as it can be said. @param {any} consent @param {Words} t @param {string} language @param {(reference: any) => string} named */
export function agreement(consent, t, language, named) {
  const { provision } = consent;
  const words = (list, prefix) => list.map((one) => t(`${prefix}.${one}`) === `${prefix}.${one}` ? one : t(`${prefix}.${one}`)).join(t('comma'));
  const who = (provision.actor ?? []).map(({ role, reference }) => {
    const logical = reference?.identifier?.value ?? code(role);
    return reference?.reference ? named(reference) || reference.reference : words([logical], 'role');
  });
  const groups = [...new Set((provision.class ?? []).map(({ code }) => groupOf(code)))];
  const what = groups.length > 0 ? words(groups, 'group') : provision.code?.map(({ text, coding }) => text ?? coding?.[0]?.display ?? coding?.[0]?.code).join(t('comma')) ?? '';
  const labels = (provision.securityLabel ?? []).map(({ code }) => code);
  const purposes = (provision.purpose ?? []).map(({ code }) => code);
  return {
    heading: t(provision.type === 'permit' ? 'other.permit' : 'other.deny'),
    lines: [
      t('other.who').replace('{who}', who.length > 0 ? who.join(t('comma')) : t('other.anyone')),
      labels.length > 0 ? t('other.labels').replace('{labels}', words(labels, 'label')) : t('other.what').replace('{what}', what || t('other.all')),
      ...(purposes.length > 0 ? [t('other.why').replace('{why}', words(purposes, 'purpose'))] : []),
      ...(provision.provision ? [t('other.exceptions')] : []),
      ...(provision.period?.end ? [t('other.until').replace('{day}', date(provision.period.end, language))] : []),
      ...(consent.dateTime ? [t('other.since').replace('{day}', date(consent.dateTime, language))] : []),
    ],
  };
}

const GROUP_OF = {
  wishes: 'wishes', medication: 'medicine', allergy: 'medicine', problem: 'illness', contacts: 'contacts', social: 'lifestyle', care: 'lifestyle',
  encounter: 'history', result: 'history', vital: 'history', procedure: 'history', immunization: 'history', device: 'history', document: 'history',
};
const groupOf = (code) => GROUP_OF[code] ?? code;

/** Whom a crew would call, as one block more. @param {any[]} parts */
function doctors(parts) {
  const groups = parts.filter(({ name }) => name === 'doctor');
  if (groups.length === 0) return [];
  const words = ({ part }) => part.filter(({ name }) => ['name', 'organization', 'phone', 'phone24h'].includes(name)).map(({ valueString }) => valueString).join(' ');
  return [{ code: 'doctor', items: groups.map(words).filter((ja) => ja).map((ja) => ({ ja, en: ja, date: '' })) }];
}

/**
 * What `$emergency-preview` answered, as it is shown.
 * @param {any} parameters
 */
export function preview(parameters) {
  const parts = parameters.parameter ?? [];
  const text = (list, name) => list?.find((part) => part.name === name);
  const identity = parts.find(({ name }) => name === 'identity')?.part ?? [];
  return {
    found: text(parts, 'outcome')?.valueCode === 'found',
    name: text(identity, 'name')?.valueString ?? '',
    born: text(identity, 'birthDate')?.valueDate ?? '',
    address: text(identity, 'address')?.valueString ?? '',
    // What rules make of the lines (flag) is for crews; who is called about them is not.
    blocks: [...parts.filter(({ name }) => name === 'block').map(({ part }) => ({
      code: text(part, 'code').valueCode,
      items: part.filter(({ name }) => name === 'item').map((item) => ({
        ja: text(item.part, 'text')?.valueString ?? '',
        en: text(item.part, 'textEn')?.valueString ?? '',
        date: text(item.part, 'date')?.valueDateTime ?? '',
      })),
    })), ...doctors(parts)],
    unreadable: parts.filter(({ name }) => name === 'unreadable').map(({ valueString }) => valueString),
  };
}
