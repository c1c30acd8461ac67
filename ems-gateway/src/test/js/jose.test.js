import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatKdf, decrypt, encrypt, fromBase64url, newPair, publicJwk, SealProblem, thumbprint, toBase64url, verified } from '../../main/resources/META-INF/resources/ems/jose-model.js';

const utf8 = new TextEncoder();

/** RFC 7518 appendix C. */
const BOB = {
  kty: 'EC', crv: 'P-256',
  x: 'weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ', y: 'e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck', d: 'VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw',
};
const ALICE = { kty: 'EC', crv: 'P-256', x: 'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0', y: 'SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps' };

test('the key of RFC 7518 appendix C is agreed on', async () => {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const bob = await crypto.subtle.importKey('jwk', BOB, curve, false, ['deriveBits']);
  const alice = await crypto.subtle.importKey('jwk', ALICE, curve, true, []);
  const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: alice }, bob, 256));

  assert.equal(toBase64url(await concatKdf(secret, 'A128GCM', 128, utf8.encode('Alice'), utf8.encode('Bob'))), 'VqqN6vgjbSBcIijNcacQGg');
});

test('what is sealed is opened by its key alone', async () => {
  const [own, other] = [await newPair(), await newPair()];
  const jwe = await encrypt('小林 節子', own.publicKey);

  assert.equal(await decrypt(jwe, own.privateKey), '小林 節子');
  await assert.rejects(decrypt(jwe, other.privateKey), SealProblem);
  await assert.rejects(crypto.subtle.exportKey('jwk', own.privateKey), /extractable/);
});

for (const part of [0, 2, 3, 4]) {
  test(`a seal changed in part ${part} is refused`, async () => {
    const own = await newPair();
    const parts = (await encrypt('a sheet', own.publicKey)).split('.');
    const bytes = fromBase64url(parts[part]);
    bytes[bytes.length - 1] ^= 1;
    parts[part] = toBase64url(bytes);

    await assert.rejects(decrypt(parts.join('.'), own.privateKey));
  });
}

for (const [header, why] of [[{ alg: 'RSA-OAEP' }, 'algorithm'], [{ enc: 'A128GCM' }, 'cipher'], [{ crit: ['b64'] }, 'extension'], [{ zip: 'DEF' }, 'compression']]) {
  test(`a seal of another ${why} is refused`, async () => {
    const own = await newPair();
    const jwe = await encrypt('a sheet', own.publicKey);
    const other = { ...JSON.parse(new TextDecoder().decode(fromBase64url(jwe.split('.')[0]))), ...header };
    const changed = [toBase64url(utf8.encode(JSON.stringify(other))), ...jwe.split('.').slice(1)].join('.');

    await assert.rejects(decrypt(changed, own.privateKey), /sealed in another way/);
  });
}

test('a point that is not on the curve is refused', async () => {
  const own = await newPair();
  const jwe = await encrypt('a sheet', own.publicKey);
  const header = JSON.parse(new TextDecoder().decode(fromBase64url(jwe.split('.')[0])));
  const bent = { ...header, epk: { ...header.epk, y: ALICE.y } };

  await assert.rejects(decrypt([toBase64url(utf8.encode(JSON.stringify(bent))), ...jwe.split('.').slice(1)].join('.'), own.privateKey));
});

test('a thumbprint is the one that RFC 7638 makes of a P-256 key', async () => {
  const pair = await newPair();
  const jwk = await publicJwk(pair.publicKey);
  const digest = await crypto.subtle.digest('SHA-256', utf8.encode(`{"crv":"P-256","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`));

  assert.equal(await thumbprint({ y: jwk.y, x: jwk.x, kty: 'EC', crv: 'P-256' }), toBase64url(digest));
});

async function signed(payload, kid = 'hub', header = {}) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const text = (part) => toBase64url(utf8.encode(JSON.stringify(part)));
  const input = `${text({ alg: 'ES256', kid, ...header })}.${text(payload)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, utf8.encode(input));
  return { jws: `${input}.${toBase64url(signature)}`, keys: [{ ...(await crypto.subtle.exportKey('jwk', pair.publicKey)), kid: 'hub' }] };
}

test('what the hub signed is told, and nothing else', async () => {
  const { jws, keys } = await signed({ id: '1' });
  const [header, , signature] = jws.split('.');
  const other = `${header}.${toBase64url(utf8.encode('{"id":"2"}'))}.${signature}`;

  assert.deepEqual(await verified(jws, keys), { id: '1' });
  await assert.rejects(verified(other, keys), /does not hold/);
  await assert.rejects(verified(jws, []), /not known here/);
  await assert.rejects(verified(jws, (await signed({})).keys), /does not hold/);
});

test('no signature is no signature', async () => {
  const { jws, keys } = await signed({ id: '1' }, 'hub', { alg: 'none' });
  await assert.rejects(verified(jws, keys), /another way/);
});
