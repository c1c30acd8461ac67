// @ts-check
/** The desk's sound, made by the browser itself: no file, so that it is there whatever the network does. */

/** Tones of each urgency: hertz, and how often; told apart without seeing the screen. @type {Record<string, { tones: number[], times: number }>} */
const MELODIES = {
  red: { tones: [988, 740], times: 3 },
  yellow: { tones: [880, 659], times: 2 },
  green: { tones: [659], times: 1 },
  white: { tones: [523], times: 1 },
  '': { tones: [784, 659], times: 1 },
};
const LENGTH = 0.22;

export class Chime {
  #context = /** @type {AudioContext | undefined} */ (undefined);

  /** Whether it may be heard; a browser allows it only after a tap. */
  get on() {
    return this.#context?.state === 'running';
  }

  /** To be called by a tap. Plays once, so that whoever tapped hears how loud it is. */
  async enable() {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    this.play('');
  }

  async disable() {
    await this.#context?.close();
    this.#context = undefined;
  }

  /** @param {string} urgency  `red` … */
  play(urgency) {
    if (!this.#context || !this.on) return false;
    const { tones, times } = MELODIES[urgency] ?? MELODIES[''];
    let at = this.#context.currentTime + 0.05;
    for (const tone of Array.from({ length: times }, () => tones).flat()) {
      this.#tone(tone, at);
      at += LENGTH;
    }
    return true;
  }

  #tone(hertz, at) {
    const context = /** @type {AudioContext} */ (this.#context);
    const tone = new OscillatorNode(context, { type: 'triangle', frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.5, at + 0.02);
    volume.gain.linearRampToValueAtTime(0, at + LENGTH * 0.95);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + LENGTH);
  }
}
