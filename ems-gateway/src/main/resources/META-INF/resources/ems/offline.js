// @ts-check
/**
 * Starts the worker that keeps the app's own files, so that the tablet opens without a signal.
 * @param {string[]} [files]  modules that the page has not loaded yet: a view is loaded when it is first shown
 */
export async function keepForOffline(files = []) {
  if (!navigator.serviceWorker) return;
  performance.setResourceTimingBufferSize(1000);
  // Loaded, not only named: what they are made of is kept too.
  for (const one of await Promise.allSettled(files.map((file) => import(file)))) {
    if (one.status === 'rejected') console.info('a view is not kept for later', one.reason);
  }
  try {
    await navigator.serviceWorker.register('/ems/sw.js', { scope: '/ems/' });
    const { active } = await navigator.serviceWorker.ready;
    // What a view is made of in its turn is seen only by loading it.
    performance.setResourceTimingBufferSize(1000);
    await Promise.allSettled(files.map((file) => import(file)));
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    active?.postMessage({ files: [...new Set(loaded)] });
  } catch (refused) {
    console.info('no service worker', refused);
  }
}
