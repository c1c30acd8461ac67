// @ts-check
/** Starts the worker that keeps the app's own files. Without one (an old browser, no TLS) the app works as well, only not without a network. */
export async function keepForOffline() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register('/my/sw.js', { scope: '/my/' });
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ files: performance.getEntriesByType('resource').map(({ name }) => name) });
  } catch (refused) {
    console.info('no service worker', refused);
  }
}
