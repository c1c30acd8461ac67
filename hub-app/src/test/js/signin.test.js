import assert from 'node:assert/strict';
import { test } from 'node:test';

const KIT = '../../main/resources/META-INF/resources/kit/';
const { authorizationUrl, base64url, claims, fromCallback, secret, sha256, toTokens, wantedAssurance } = await import(`${KIT}oauth-model.js`);
const { newPair, payload, proof, publicJwk, thumbprint } = await import(`${KIT}dpop.js`);

const token = (body) => `e30.${base64url(new TextEncoder().encode(JSON.stringify(body)))}.x`;
const wanted = { client: 'care', redirect: 'http://hub/care/', scope: 'openid user/*.rs', aud: 'http://hub/fhir', state: 's', nonce: 'n', challenge: 'c' };

test('the challenge is that of RFC 7636, appendix B', async () => {
  assert.equal(await sha256('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

test('no two secrets are alike, and each has 256 bits', () => {
  assert.equal(secret().length, 43);
  assert.notEqual(secret(), secret());
});

test('a request to sign on says what SMART demands, and nothing that was not asked', () => {
  const { searchParams } = new URL(authorizationUrl('http://idp/auth', wanted));

  assert.deepEqual(Object.fromEntries(searchParams), {
    response_type: 'code', client_id: 'care', redirect_uri: 'http://hub/care/', scope: 'openid user/*.rs', aud: 'http://hub/fhir',
    state: 's', nonce: 'n', code_challenge: 'c', code_challenge_method: 'S256',
  });
});

test('an EHR launch takes its handle along and asks for the scope launch', () => {
  const { searchParams } = new URL(authorizationUrl('http://idp/auth', { ...wanted, launch: 'xyz', acr: '2', prompt: 'none', jkt: 'k' }));

  assert.equal(searchParams.get('launch'), 'xyz');
  assert.equal(searchParams.get('scope'), 'launch openid user/*.rs');
  assert.equal(searchParams.get('acr_values'), '2');
  assert.equal(searchParams.get('prompt'), 'none');
  assert.equal(searchParams.get('dpop_jkt'), 'k');
});

test('what came back is a code, a refusal or nothing', () => {
  assert.deepEqual(fromCallback('?state=s&code=c&iss=i'), { kind: 'code', state: 's', code: 'c', iss: 'i' });
  assert.deepEqual(fromCallback('?state=s&error=login_required&code=c'), { kind: 'refused', state: 's', error: 'login_required', iss: undefined });
  assert.deepEqual(fromCallback('?code=c'), { kind: 'none' });
  assert.deepEqual(fromCallback(''), { kind: 'none' });
});

test('a token response becomes who is signed in, until when, for which patient', () => {
  const access = token({ fhirUser: 'http://hub/fhir/Practitioner/p', hub_roles: ['physician'], sub: 'u' });
  const answer = { access_token: access, refresh_token: 'r', expires_in: 300, patient: 'a', id_token: token({ nonce: 'n', name: '桜井 拓也' }) };

  const tokens = toTokens(answer, 1000, 'n');

  assert.deepEqual(tokens.person, { id: 'http://hub/fhir/Practitioner/p', name: '桜井 拓也', subject: 'u' });
  assert.equal(tokens.until, 301_000);
  assert.equal(tokens.role, 'physician');
  assert.equal(tokens.patient, 'a');
  assert.throws(() => toTokens(answer, 1000, 'another'), /another request/);
});

test('only RFC 9470’s refusal asks for more assurance', () => {
  const header = 'Bearer error="insufficient_user_authentication", acr_values="2 3"';

  assert.equal(wantedAssurance(401, header), '2 3');
  assert.equal(wantedAssurance(401, 'Bearer error="invalid_token"'), undefined);
  assert.equal(wantedAssurance(403, header), undefined);
  assert.equal(wantedAssurance(401, null), undefined);
});

test('the thumbprint is that of RFC 7638, 3.1, whatever else the key says', async () => {
  const n =
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';

  assert.equal(await thumbprint({ n, alg: 'RS256', kid: '2011-04-29', kty: 'RSA', e: 'AQAB' }), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
});

test('a proof says method, address without query, time, a number used once, and the token’s hash', async () => {
  const said = await payload({ method: 'post', url: 'http://hub/fhir/Patient/_search?x=1#y', token: 't', id: 'j', at: 1_700_000_000_999 });

  assert.deepEqual(said, { jti: 'j', htm: 'POST', htu: 'http://hub/fhir/Patient/_search', iat: 1_700_000_000, ath: await sha256('t') });
  assert.equal('ath' in (await payload({ method: 'POST', url: 'http://idp/token', id: 'j', at: 0 })), false);
});

test('a proof is signed by the key it shows, which cannot be taken out', async () => {
  const pair = await newPair();

  const [head, body, signature] = (await proof(pair, { method: 'GET', url: 'http://hub/fhir/metadata', id: 'j', at: 0 })).split('.');

  assert.deepEqual(claims(`x.${head}`), { typ: 'dpop+jwt', alg: 'RS256', jwk: await publicJwk(pair) });
  assert.equal(claims(`x.${body}`).htm, 'GET');
  const signed = new TextEncoder().encode(`${head}.${body}`);
  assert.ok(await crypto.subtle.verify('RSASSA-PKCS1-v1_5', pair.publicKey, Buffer.from(signature, 'base64url'), signed));
  await assert.rejects(crypto.subtle.exportKey('jwk', pair.privateKey));
});
