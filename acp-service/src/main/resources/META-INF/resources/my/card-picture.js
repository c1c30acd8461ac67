// @ts-check
/** The card as a picture for a lock screen. */
import { file, paper } from './picture.js';

/** A tall phone; the upper third stays free for the clock. Pixels. */
const WIDTH = 1080;
const HEIGHT = 2340;
const CODE = 720;
const TOP = 880;

/**
 * @param {string} code  address of the QR code's drawing
 * @param {{ title: string, name: string, crew: string }} words
 * @returns {Promise<Blob>} PNG
 */
export async function lockScreen(code, { title, name, crew }) {
  const picture = new Image();
  picture.src = code;
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = paper(canvas);
  context.fillStyle = '#1a1a1a';
  context.textAlign = 'center';
  context.font = 'bold 72px sans-serif';
  context.fillText(title, WIDTH / 2, TOP - 60);
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, (WIDTH - CODE) / 2, TOP, CODE, CODE);
  let y = TOP + CODE + 90;
  if (name) {
    context.font = 'bold 60px sans-serif';
    context.fillText(name, WIDTH / 2, y);
    y += 90;
  }
  context.font = '42px sans-serif';
  for (const line of wrapped(crew, document.documentElement.lang, (text) => context.measureText(text).width, WIDTH - 160)) {
    context.fillText(line, WIDTH / 2, y);
    y += 64;
  }
  return file(canvas, 'image/png');
}

/**
 * A text in lines that fit, broken between words, also where no space tells them; no line begins with a stop.
 * @param {string} text @param {string} language @param {(text: string) => number} width @param {number} most
 */
export function wrapped(text, language, width, most) {
  const lines = [''];
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text)) {
    const line = lines[lines.length - 1];
    const fits = line === '' || !isWordLike || width((line + segment).trimEnd()) <= most;
    if (fits) lines[lines.length - 1] = line + segment;
    else lines.push(segment);
  }
  return lines.map((line) => line.trim());
}
