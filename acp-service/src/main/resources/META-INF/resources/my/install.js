// @ts-check
/** The browser's own offer to put the app on the home screen, held until somebody asks for it. Not every browser makes one. */
const changes = new EventTarget();
let offer = /** @type {any} */ (undefined);

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  offer = event;
  changes.dispatchEvent(new Event('change'));
});

export const installable = () => Boolean(offer);

/** To be called from a click. An offer is good once. */
export async function install() {
  const taken = offer;
  offer = undefined;
  await taken?.prompt();
  changes.dispatchEvent(new Event('change'));
}

/** @param {() => void} listener @returns {() => void} stops listening */
export function onInstallable(listener) {
  changes.addEventListener('change', listener);
  return () => changes.removeEventListener('change', listener);
}
