// @ts-check
/** What OAuth and SMART App Launch 2.2 say goes into which request: plain functions over WebCrypto, no DOM, no fetch. */

/** @param {ArrayBuffer | Uint8Array} bytes */
export function base64url(bytes) {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** 256 random bits: for verifier, state and nonce. */
export const secret = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** @param {string} text */
export const sha256 = async (text) => base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/**
 * RFC 7636 S256, and SMART's `aud` and `launch`.
 * @param {string} endpoint
 * @param {{ client: string, redirect: string, scope: string, aud: string, state: string, nonce: string, challenge: string,
 *   launch?: string, acr?: string, prompt?: string, jkt?: string, language?: string }} wanted
 */
export function authorizationUrl(endpoint, wanted) {
  const url = new URL(endpoint);
  const parameters = {
    response_type: 'code',
    client_id: wanted.client,
    redirect_uri: wanted.redirect,
    scope: wanted.launch ? `launch ${wanted.scope}` : wanted.scope,
    aud: wanted.aud,
    state: wanted.state,
    nonce: wanted.nonce,
    code_challenge: wanted.challenge,
    code_challenge_method: 'S256',
    launch: wanted.launch,
    acr_values: wanted.acr,
    prompt: wanted.prompt,
    dpop_jkt: wanted.jkt,
    ui_locales: wanted.language,
  };
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  return url.href;
}

/**
 * What the address says after a redirect; `iss` is who says so (RFC 9207), undefined where it is not said.
 * @param {string} search  `location.search`
 */
export function fromCallback(search) {
  const query = new URLSearchParams(search);
  const state = query.get('state');
  if (!state) return { kind: 'none' };
  const iss = query.get('iss') ?? undefined;
  const error = query.get('error');
  if (error) return { kind: 'refused', state, error, iss };
  const code = query.get('code');
  return code ? { kind: 'code', state, code, iss } : { kind: 'none' };
}

/**
 * The claims of a token that came straight from the token endpoint; its signature is the hub's to check.
 * @param {string} token
 * @returns {Record<string, any>}
 */
export function claims(token) {
  const body = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(body), (c) => c.charCodeAt(0))));
}

/**
 * A token response as the app keeps it, in memory alone.
 * @param {Record<string, any>} answer
 * @param {number} now  milliseconds
 * @param {string} nonce  that the ID token must repeat; empty after a refresh
 */
export function toTokens(answer, now, nonce) {
  const id = answer.id_token ? claims(answer.id_token) : {};
  if (nonce && id.nonce !== nonce) throw new Error('the ID token answers another request');
  const access = claims(answer.access_token);
  return {
    access: String(answer.access_token),
    refresh: typeof answer.refresh_token === 'string' ? answer.refresh_token : '',
    until: now + Number(answer.expires_in ?? 60) * 1000,
    person: { id: String(access.fhirUser ?? ''), name: String(id.name ?? id.preferred_username ?? ''), subject: String(access.sub ?? id.sub ?? '') },
    role: [access.hub_roles].flat()[0] ?? '',
    organization: String(access.hub_organization ?? ''),
    assurance: Number(access.acr) || 0,
    patient: typeof answer.patient === 'string' ? answer.patient : '',
    // Of a shared tablet: the shift is over then, whatever is renewed until then.
    ends: Number(access.session_ends) * 1000 || 0,
  };
}

/**
 * RFC 9470: which assurance a refused request needs.
 * @param {number} status
 * @param {string | null} header  `WWW-Authenticate`
 * @returns {string | undefined} acr values
 */
export function wantedAssurance(status, header) {
  if (status !== 401 || !header?.includes('insufficient_user_authentication')) return undefined;
  return /acr_values="([^"]+)"/.exec(header)?.[1] ?? '2';
}
