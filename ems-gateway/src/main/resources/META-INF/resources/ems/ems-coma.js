// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { COMA, COMA_MARKS, comaName, GLASGOW, glasgowSum } from './vitals-model.js';
import { WORDS } from './words-vitals.js';

/** Consciousness by the Japan and by the Glasgow Coma Scale, each answer in one line. Tells `entered` with what of the `entry` changed. */
class EmsComa extends KitElement {
  static words = WORDS;
  static properties = { entry: { attribute: false } };

  render() {
    const { jcs, jcsMarks, gcs, intubated } = this.entry;
    const sum = intubated ? undefined : glasgowSum(gcs);
    return html`<fieldset class="coma"><legend>${this.t('jcs')}${jcs === undefined ? '' : html` <strong class="sum">${comaName(jcs, jcsMarks)}</strong>`}</legend>
        <div class="scale" role="group" aria-label=${this.t('jcs')}>${COMA.map((one) => this.#answer(jcs === one, comaName(one), this.t(`jcs.${one}`), () => ({ jcs: jcs === one ? undefined : one })))}</div>
        <div class="chips" role="group" aria-label=${this.t('jcsMarks')}>${COMA_MARKS.map((one) => html`<button type="button" aria-pressed=${String(jcsMarks.includes(one))} ?disabled=${jcs === undefined}
          @click=${() => this.#tell({ jcsMarks: jcsMarks.includes(one) ? jcsMarks.filter((mark) => mark !== one) : [...jcsMarks, one] })}>${one} ${this.t(`mark.${one}`)}</button>`)}</div></fieldset>
      <fieldset class="coma"><legend>${this.t('gcs')}${sum === undefined ? '' : html` <strong class="sum">${sum}</strong>`}</legend>
        ${Object.entries(GLASGOW).map(([part, most]) => this.#part(part, most))}</fieldset>`;
  }

  #part(part, most) {
    const { gcs, intubated } = this.entry;
    const letter = part[0].toUpperCase();
    const answers = Array.from({ length: most }, (_, index) => most - index);
    return html`<h3 id="gcs-${part}">${this.t(`gcs.${part}`)}</h3>
      <div class="scale short" role="group" aria-labelledby="gcs-${part}">${answers.map((one) => this.#answer(gcs[part] === one, `${letter}${one}`, this.t(`gcs.${part}.${one}`), () => ({ gcs: { ...gcs, [part]: gcs[part] === one ? undefined : one }, ...(part === 'verbal' && { intubated: false }) })))}
        ${part === 'verbal' ? this.#answer(Boolean(intubated), 'VT', this.t('gcs.verbal.T'), () => ({ intubated: !intubated, gcs: { ...gcs, verbal: undefined } })) : ''}</div>`;
  }

  #answer(chosen, name, words, change) {
    return html`<button type="button" aria-pressed=${String(chosen)} @click=${() => this.#tell(change())}><strong>${name}</strong> <span>${words}</span></button>`;
  }

  #tell(part) {
    this.tell('entered', part);
  }
}
customElements.define('ems-coma', EmsComa);
