// @ts-check
/** One drawing a view, in the colour of the text beside it; screen readers hear the text alone. */
import { html } from 'lit';

/** Paths on a field of 24 by 24. @type {Record<string, string>} */
const PATHS = {
  incidents: 'M2 7h11v9H2ZM13 10h4l4 4v2h-8ZM6 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7.5 9v4M5.5 11h4',
  find: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21',
  sheet: 'M6 3h12v18H6ZM12 7v4M10 9h4M9 14h6M9 17h6',
  doctor: 'M5 4h3l2 5-2.5 1.5a11 11 0 0 0 5 5L14 13l5 2v3a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2ZM17 3v6M14 6h6',
  log: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3 3',
  vitals: 'M2 12h5l2-6 4 12 2-6h7',
  hospital: 'M4 21V6h16v15M9 21v-5h6v5M12 8v5M9.5 10.5h5',
  handover: 'M3 12h14M12 6l6 6-6 6M21 5v14',
  desk: 'M3 5h18v11H3ZM8 20h8M12 16v4',
  settings: 'M4 7h10M18 7h2M14 5v4M4 17h2M10 17h10M8 15v4M4 12h5M13 12h7M11 10v4',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  number: 'M3 5h18v14H3ZM7 9v6M10 9v6M13 9v6M17 9v6',
  person: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4.5 3.5-7 8-7s8 2.5 8 7',
  phone: 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2Z',
  warn: 'M12 3 22 20H2ZM12 9v5M12 17v.5',
  yes: 'M4 12.5 9.5 18 20 6.5',
  no: 'M5 5l14 14M19 5 5 19',
  day: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  night: 'M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10Z',
  auto: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 3v18M12 7h5M12 11h8M12 15h7',
  signal: 'M4 18v2M9 14v6M14 9v11M19 4v16',
  none: 'M4 18v2M9 14v6M14 12v8M19 4v16M3 3l18 18',
};

/** @param {string} key */
export const icon = (key) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[key] ?? PATHS.sheet} /></svg>`;
