// @ts-check
/** Pictures made in the browser. */
import { shrunk } from './documents-model.js';

/** A photo with fewer pixels, as JPEG; rejects what the browser cannot read. @param {Blob} photo @returns {Promise<Blob>} */
export async function shrink(photo) {
  const bitmap = await createImageBitmap(photo);
  const { width, height } = shrunk(bitmap.width, bitmap.height);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  paper(canvas).drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return file(canvas, 'image/jpeg', 0.85);
}

/** A white sheet to draw on. @param {HTMLCanvasElement} canvas */
export function paper(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return context;
}

/** @param {HTMLCanvasElement} canvas @param {string} type @param {number} [quality] @returns {Promise<Blob>} */
export const file = (canvas, type, quality) =>
  new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('the picture is too large for this browser'))), type, quality));
