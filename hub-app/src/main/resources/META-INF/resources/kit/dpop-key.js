// @ts-check
/** This device's key, made once and kept in IndexedDB, where a key that cannot be exported can lie. */
import { newPair } from './dpop.js';

const NAME = 'tsumugi.device';
const STORE = 'keys';
const KEY = 'dpop';

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @template T @param {(database: IDBDatabase) => Promise<T>} use */
async function withKeys(use) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done(opening);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

/** @returns {Promise<CryptoKeyPair>} */
export const devicePair = () =>
  withKeys(async (database) => {
    const kept = await done(database.transaction(STORE).objectStore(STORE).get(KEY));
    if (kept) return kept;
    const fresh = await newPair();
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    // Another tab may have been faster: its key holds.
    const meanwhile = await done(store.get(KEY));
    if (meanwhile) return meanwhile;
    await done(store.put(fresh, KEY));
    return fresh;
  });

/** Throws the key away: a device that was revoked comes back as another, or never. */
export const forgetDevice = () =>
  withKeys((database) => done(database.transaction(STORE, 'readwrite').objectStore(STORE).delete(KEY)));
