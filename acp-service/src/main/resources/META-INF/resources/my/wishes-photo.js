// @ts-check
/** A photo as it is kept: upright, at most so large, and without what a camera writes into it (place, device). */
const LONGEST_SIDE = 1600; // px
export const LARGEST = 100 * 1024 * 1024; // bytes, before it is made smaller

/** How large a picture becomes. @param {number} width @param {number} height */
export function size(width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * @param {Blob} file
 * @returns {Promise<Blob>} JPEG; rejects what no browser can read as a picture
 */
export async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = size(picture.width, picture.height);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/jpeg', 0.85));
}

/** @param {Blob} blob @returns {Promise<string>} */
export async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
