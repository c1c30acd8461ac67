// @ts-check
/** Day or night, for screens that bring both: as the device is set, or as was chosen; kept for this device. */
const KEPT = 'tsumugi.look';
export const LOOKS = ['auto', 'day', 'night'];
const dark = matchMedia('(prefers-color-scheme: dark)');
let chosen = kept();
dark.addEventListener('change', apply);
apply();

/** Storage may be switched off; the choice then lasts for this page. */
function kept() {
  try {
    const found = localStorage.getItem(KEPT) ?? '';
    return LOOKS.includes(found) ? found : 'auto';
  } catch (refused) {
    console.info('no storage for the look', refused);
    return 'auto';
  }
}

function apply() {
  document.documentElement.dataset.look = shown();
}

export const look = () => chosen;

/** What is seen now. @returns {'day' | 'night'} */
export function shown() {
  if (chosen === 'auto') return dark.matches ? 'night' : 'day';
  return chosen === 'night' ? 'night' : 'day';
}

/** @param {string} next  one of LOOKS */
export function chooseLook(next) {
  chosen = next;
  apply();
  try {
    localStorage.setItem(KEPT, next);
  } catch (refused) {
    console.info('no storage for the look', refused);
  }
}
