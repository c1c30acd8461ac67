// @ts-check
/** What the hub's answers say: plain functions over FHIR JSON. */

/**
 * @param {any} bundle
 * @returns {{ resources: any[], next: string | undefined }} matches alone, and where the next page is
 */
export function rows(bundle) {
  const entries = (bundle.entry ?? []).filter((/** @type {any} */ entry) => entry.search?.mode !== 'outcome');
  return {
    resources: entries.map((/** @type {any} */ entry) => entry.resource).filter(Boolean),
    next: bundle.link?.find((/** @type {any} */ link) => link.relation === 'next')?.url,
  };
}

const KINDS = { 400: 'wrong', 401: 'sessionEnded', 403: 'forbidden', 404: 'absent', 409: 'conflict', 410: 'absent', 412: 'conflict', 422: 'wrong', 429: 'busy' };

/**
 * A refusal as a word of the kit, with what the hub itself says.
 * @param {number} status
 * @param {string} body  an OperationOutcome, if the hub answered it
 */
export function problemOf(status, body) {
  return { kind: KINDS[status] ?? (status === 503 ? 'away' : 'broken'), text: said(body) };
}

function said(body) {
  try {
    const issues = JSON.parse(body).issue ?? [];
    return issues.map((/** @type {any} */ issue) => issue.details?.text ?? issue.diagnostics).filter(Boolean).join(' ');
  } catch {
    // Whatever stands between may answer in HTML: the status alone has to do.
    return '';
  }
}

/** Only these are ever shown in a page; everything else can only be saved as a file. */
const SHOWN = { 'text/plain': 'text', 'image/png': 'image', 'image/jpeg': 'image', 'image/gif': 'image', 'image/webp': 'image' };

/**
 * How an attachment may be opened. HTML, SVG and PDF could run in our name and are saved instead.
 * @param {string | undefined} contentType
 */
export const shownAs = (contentType) => SHOWN[(contentType ?? '').split(';')[0].trim().toLowerCase()] ?? 'file';

/**
 * The Accept with which a file comes as it is: asked for as FHIR, it would come wrapped in its Binary (R4, binary.html#rest).
 * @param {string} contentType
 */
export const asItIs = (contentType) => (/json|xml/i.test(contentType) ? 'application/octet-stream' : contentType);

const ENDINGS = { 'application/pdf': 'pdf', 'application/json': 'json', 'application/fhir+json': 'json', 'text/html': 'html', 'image/svg+xml': 'svg', 'audio/mp4': 'm4a', 'audio/mpeg': 'mp3', 'audio/ogg': 'ogg', 'audio/wav': 'wav', 'audio/webm': 'webm', 'image/heic': 'heic' };

/**
 * What a file is called on the device: without its ending no program there knows how to open it.
 * @param {string} title @param {string | undefined} contentType
 */
export function fileName(title, contentType) {
  const ending = ENDINGS[(contentType ?? '').split(';')[0].trim().toLowerCase()];
  return ending && !title.toLowerCase().endsWith(`.${ending}`) ? `${title}.${ending}` : title;
}
