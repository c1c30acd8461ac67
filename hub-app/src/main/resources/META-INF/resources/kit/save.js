// @ts-check
/** Bytes to and from the device. */

/** As a file that the browser saves and never opens in our name. @param {BlobPart} bytes @param {string} name */
export function save(bytes, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {string} data */
export const fromBase64 = (data) => Uint8Array.from(atob(data), (c) => c.charCodeAt(0));

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  // By parts: an argument list has an end.
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
