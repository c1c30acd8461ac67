// @ts-check
/** Looks for a QR code with the camera: by the browser's own BarcodeDetector, or by the hub, which decodes a frame. */
import { HubProblem } from '../kit/hub.js';
import { toBase64 } from '../kit/save.js';
import { one, parameter } from './params.js';

/** Milliseconds between two looks by the browser, and by the hub. */
const OWN = 150;
const ASKED = 700;
/** The longer side of a frame that the hub gets, in pixels. */
const SIDE = 800;

/** Why there is no picture: `refused`, `none`, `away`. */
export class ScanProblem extends Error {}

/** @returns {Promise<any>} a detector of QR codes, if the browser has one */
async function detector() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  if (!Detector) return undefined;
  const formats = await Detector.getSupportedFormats().catch(() => []);
  return formats.includes('qr_code') ? new Detector({ formats: ['qr_code'] }) : undefined;
}

/**
 * @param {HTMLVideoElement} video  shows what is seen @param {import('../kit/hub.js').Hub} hub
 * @param {(text: string) => void} seen @param {(why: string) => void} failed  the hub could not look any more
 * @returns {Promise<() => void>} ends it
 */
export async function camera(video, hub, seen, failed) {
  if (!navigator.mediaDevices?.getUserMedia) throw new ScanProblem('none');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } }).catch((refused) => {
    throw new ScanProblem(refused.name === 'NotAllowedError' ? 'refused' : 'none');
  });
  video.srcObject = stream;
  await video.play();
  const own = await detector();
  let timer = 0;
  let over = false;
  const look = async () => {
    try {
      const text = own ? (await own.detect(video))[0]?.rawValue : await byHub(video, hub);
      if (over) return;
      if (text) seen(text);
    } catch (failure) {
      if (over) return;
      if (!(failure instanceof HubProblem)) throw failure;
      // Asked too often is no end: the next look comes later.
      if (failure.why.kind !== 'busy') return failed('away');
    }
    timer = setTimeout(look, own ? OWN : ASKED);
  };
  timer = setTimeout(look, OWN);
  return () => {
    over = true;
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}

/** @param {HTMLVideoElement} video @param {import('../kit/hub.js').Hub} hub @returns {Promise<string>} empty if there is no code in it */
async function byHub(video, hub) {
  const { videoWidth: width, videoHeight: height } = video;
  if (!width) return '';
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const frame = /** @type {Blob} */ (await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.7)));
  const data = toBase64(new Uint8Array(await frame.arrayBuffer()));
  return one(await hub.operation('$decode-qr', [parameter('frame', 'Base64Binary', data)]), 'text');
}
