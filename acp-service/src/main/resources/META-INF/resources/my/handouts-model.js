// @ts-check
/** What somebody handed out that leads back to the record: cards and links. Plain functions. */
import { toBase64 } from '../kit/save.js';
import { value } from './documents-model.js';

/**
 * The rows of a list, what still leads somewhere first, each newest first.
 * @param {any} parameters  rows as parameters with parts
 * @param {string} now
 */
export function handouts(parameters, now) {
  return (parameters.parameter ?? [])
    .filter((row) => row.part && value(row, 'id'))
    .map((row) => {
      const until = String(value(row, 'until') || value(row, 'expires'));
      const ended = String(value(row, 'ended'));
      return { id: String(value(row, 'id')), label: String(value(row, 'label')), issued: String(value(row, 'issued')), until, ended, over: ended !== '' || (until !== '' && Date.parse(until) <= Date.parse(now)) };
    })
    .sort((a, b) => Number(a.over) - Number(b.over) || b.issued.localeCompare(a.issued));
}

/** A drawing as the address of a picture: markup of others is never put into the page itself. @param {string} svg */
export const address = (svg) => `data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(svg))}`;
