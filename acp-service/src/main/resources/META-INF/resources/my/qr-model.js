// @ts-check
/**
 * A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M, versions 1 to 9, which is up to 180 bytes. Made in
 * the page, so that a code which is shown once is sent nowhere to be drawn.
 */

/** By version: codewords of error correction a block, and blocks. */
const M = [[0, 0], [10, 1], [16, 1], [26, 1], [18, 2], [24, 2], [16, 4], [18, 4], [22, 4], [22, 5]];
const TOTAL = [0, 26, 44, 70, 100, 134, 172, 196, 242, 292];
const CENTRES = [[], [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46]];
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Of the field GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> i) & 1) * a;
  }
  return product;
}

function divisor(degree) {
  const result = new Array(degree).fill(0);
  result[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) result[j] = times(result[j], root) ^ (result[j + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(data, by) {
  const result = by.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ result.shift();
    result.push(0);
    by.forEach((coefficient, i) => (result[i] ^= times(coefficient, factor)));
  }
  return result;
}

function dataOf(bytes, version) {
  const [ecc, blocks] = M[version];
  const capacity = TOTAL[version] - ecc * blocks;
  const bits = [0, 1, 0, 0];
  const put = (value, length) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  put(bytes.length, 8);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, capacity * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  const data = [];
  for (let i = 0; i < bits.length; i += 8) data.push(Number.parseInt(bits.slice(i, i + 8).join(''), 2));
  for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

function codewords(bytes, version) {
  const data = dataOf(bytes, version);
  const [ecc, count] = M[version];
  const short = Math.floor(data.length / count);
  const longer = data.length % count;
  const by = divisor(ecc);
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const length = short + (i >= count - longer ? 1 : 0);
    const part = data.slice(at, at + length);
    blocks.push({ part, check: remainder(part, by) });
    at += length;
  }
  const out = [];
  for (let i = 0; i <= short; i++) for (const { part } of blocks) if (i < part.length) out.push(part[i]);
  for (let i = 0; i < ecc; i++) for (const { check } of blocks) out.push(check[i]);
  return out;
}

/** The fixed patterns; `fixed` tells where. */
function frame(version) {
  const size = version * 4 + 17;
  const dark = Array.from({ length: size }, () => new Array(size).fill(false));
  const fixed = Array.from({ length: size }, () => new Array(size).fill(false));
  const set = (x, y, on) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y][x] = on;
    fixed[y][x] = true;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) set(cx + dx, cy + dy, ![2, 4].includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }
  const centres = CENTRES[version];
  for (const cx of centres) {
    for (const cy of centres) {
      const corner = (cx === 6 && (cy === 6 || cy === centres.at(-1))) || (cy === 6 && cx === centres.at(-1));
      if (corner) continue;
      for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  }
  if (version >= 7) {
    let rest = version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let i = 0; i < 18; i++) {
      const on = ((bits >>> i) & 1) === 1;
      set(size - 11 + (i % 3), Math.floor(i / 3), on);
      set(Math.floor(i / 3), size - 11 + (i % 3), on);
    }
  }
  format(set, size, 0);
  return { size, dark, fixed, set };
}

/** Level M is 00. */
function format(set, size, mask) {
  let rest = mask;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const on = (i) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) set(8, i, on(i));
  set(8, 7, on(6));
  set(8, 8, on(7));
  set(7, 8, on(8));
  for (let i = 9; i < 15; i++) set(14 - i, 8, on(i));
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, on(i));
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, on(i));
  set(8, size - 8, true);
}

function fill({ size, dark, fixed }, words) {
  let i = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      for (const x of [right, right - 1]) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? size - 1 - step : step;
        if (fixed[y][x] || i >= words.length * 8) continue;
        dark[y][x] = ((words[i >>> 3] >>> (7 - (i & 7))) & 1) === 1;
        i++;
      }
    }
  }
}

/** How hard to read it is (7.8.3.1): runs, blocks, what looks like a finder, how far from half dark. */
function penalty(dark) {
  const size = dark.length;
  let points = 0;
  const lines = [...dark, ...dark.map((_, x) => dark.map((row) => row[x]))];
  for (const line of lines) {
    const text = line.map((on) => (on ? '1' : '0')).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2;
    for (const pattern of ['10111010000', '00001011101']) for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) points += 40;
  }
  for (let y = 0; y + 1 < size; y++) {
    for (let x = 0; x + 1 < size; x++) if (dark[y][x] === dark[y][x + 1] && dark[y][x] === dark[y + 1][x] && dark[y][x] === dark[y + 1][x + 1]) points += 3;
  }
  const share = dark.flat().filter(Boolean).length / (size * size);
  return points + Math.floor(Math.abs(share * 20 - 10)) * 10;
}

/**
 * @param {string} text
 * @returns {boolean[][] | undefined} rows, dark or not; undefined for what is too long
 */
export function modules(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = M.findIndex(([ecc, blocks], v) => v > 0 && bytes.length + 2 <= TOTAL[v] - ecc * blocks);
  if (version < 0) return undefined;
  const words = codewords(bytes, version);
  const drawn = MASKS.map((mask, number) => {
    const made = frame(version);
    fill(made, words);
    for (let y = 0; y < made.size; y++) for (let x = 0; x < made.size; x++) if (!made.fixed[y][x] && mask(x, y)) made.dark[y][x] = !made.dark[y][x];
    format(made.set, made.size, number);
    return made.dark;
  });
  return drawn.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}
