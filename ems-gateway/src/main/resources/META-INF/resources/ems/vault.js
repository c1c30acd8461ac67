// @ts-check
/**
 * What this device keeps: its key, the crew's, sealed sheets, what waits to be told. All of it in IndexedDB, where keys
 * can lie that no script can export; nothing of a record is ever written without being encrypted first.
 */
import { decrypt, encrypt, newPair, publicKey } from './jose-model.js';

const NAME = 'tsumugi.ems';
const STORES = ['keys', 'sealed', 'outbox'];

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function opened() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    for (const store of STORES) opening.result.createObjectStore(store, store === 'outbox' ? { autoIncrement: true } : undefined);
  };
  return done(opening);
}

/**
 * One transaction. It is on disk when this resolves: a note that was taken outlives the app being killed right after.
 * @template T @param {string} store @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => Promise<T>} step
 */
async function within(store, mode, step) {
  const database = await opened();
  try {
    const transaction = database.transaction(store, mode, { durability: 'strict' });
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await step(transaction.objectStore(store));
    await ended;
    return result;
  } finally {
    database.close();
  }
}

/** @param {string} store @param {IDBValidKey} key */
export const get = (store, key) => within(store, 'readonly', (in_) => done(in_.get(key)));

/** @param {string} store @param {any} value @param {IDBValidKey} [key] @returns {Promise<IDBValidKey>} */
export const put = (store, value, key) => within(store, 'readwrite', (in_) => done(in_.put(value, key)));

/** @param {string} store @param {IDBValidKey} key */
export const remove = (store, key) => within(store, 'readwrite', (in_) => done(in_.delete(key)));

/** Keys and values, in the order of the keys. @param {string} store @returns {Promise<{ key: any, value: any }[]>} */
export const all = (store) =>
  within(store, 'readonly', async (in_) => {
    const [keys, values] = await Promise.all([done(in_.getAllKeys()), done(in_.getAll())]);
    return keys.map((key, at) => ({ key, value: values[at] }));
  });

/** @param {string} store */
export const clear = (store) => within(store, 'readwrite', (in_) => done(in_.clear()));

/** Destroys all that is kept here, keys first: without them the rest is noise. */
export async function destroy() {
  for (const store of STORES) await clear(store);
}

/** Values that must be the same for every tab: the first one made stays. @template T @param {string} key @param {() => Promise<T>} make @returns {Promise<T>} */
export async function kept(key, make) {
  const found = await get('keys', key);
  if (found) return found;
  const fresh = await make();
  return within('keys', 'readwrite', async (in_) => {
    const meanwhile = await done(in_.get(key));
    if (meanwhile) return meanwhile;
    await done(in_.put(fresh, key));
    return fresh;
  });
}

/** To which the hub seals; its private half cannot be exported. @returns {Promise<CryptoKeyPair>} */
export const devicePair = () => kept('device', () => newPair());

/** For what this device writes for itself. @param {any} content */
export const hidden = async (content) => encrypt(JSON.stringify(content), (await devicePair()).publicKey);

/** @param {string} jwe */
export const shown = async (jwe) => JSON.parse(await decrypt(jwe, (await devicePair()).privateKey));

/** Sealed once more, to the crew's key of this shift. @param {string} jwe @param {any} jwk */
export const alsoTo = async (jwe, jwk) => encrypt(jwe, await publicKey(jwk));
