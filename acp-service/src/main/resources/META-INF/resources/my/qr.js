// @ts-check
import { html, nothing, svg } from 'lit';
import { modules } from './qr-model.js';

const QUIET = 4; // modules around it, as ISO/IEC 18004 wants

/** A QR code as a drawing with a name. @param {string} text @param {string} label */
export function qr(text, label) {
  const rows = modules(text);
  if (!rows) return nothing;
  const path = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : []))).join('');
  const size = rows.length + 2 * QUIET;
  return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${label} shape-rendering="crispEdges">${svg`<path d=${path} fill="#000000" />`}</svg>`;
}
