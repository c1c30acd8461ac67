// @ts-check
/** How large the text is, beyond what the browser itself is set to; kept for this device. */
const KEPT = 'tsumugi.size';
export const SIZES = ['1', '2', '3'];
let chosen = kept();
apply();

/** Storage may be switched off; the choice then lasts for this page. */
function kept() {
  try {
    const found = localStorage.getItem(KEPT) ?? '';
    return SIZES.includes(found) ? found : '1';
  } catch (refused) {
    console.info('no storage for the text size', refused);
    return '1';
  }
}

function apply() {
  document.documentElement.dataset.size = chosen;
}

export const size = () => chosen;

/** @param {string} next */
export function chooseSize(next) {
  chosen = next;
  apply();
  try {
    localStorage.setItem(KEPT, next);
  } catch (refused) {
    console.info('no storage for the text size', refused);
  }
}
