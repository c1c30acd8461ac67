// @ts-check
/**
 * Starts the worker that keeps the app's own files, so that the tablet opens without a signal.
 * @param {string[]} [files]  those that the page has not loaded yet: a view is loaded when it is first shown
 */
export async function keepForOffline(files = []) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register('/ems/sw.js', { scope: '/ems/' });
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    active?.postMessage({ files: [...new Set([...loaded, ...files.map((file) => new URL(file, location.href).href)])] });
  } catch (refused) {
    console.info('no service worker', refused);
  }
}
