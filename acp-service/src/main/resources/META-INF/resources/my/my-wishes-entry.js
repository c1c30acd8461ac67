// @ts-check
import { html, nothing } from 'lit';
import { KitElement } from '../kit/element.js';
import { ANSWERS, topicOf } from './wishes-model.js';
import { clean } from './wishes-text.js';
import { WORDS } from './words-wishes.js';

const IDEAS = ['conditionIdea1', 'conditionIdea2', 'conditionIdea3'];

/** One wish being written: an answer, own words, in which state. `said` is what it says; tells `said` whenever that changes and fits. */
class MyWishesEntry extends KitElement {
  static words = WORDS;
  static properties = { name: {}, said: { attribute: false }, only: { type: Boolean }, notes: { state: true }, conditional: { state: true } };

  constructor() {
    super();
    this.notes = /** @type {Record<string, any>} */ ({});
  }

  #say(change) {
    this.said = { ...this.said, ...change };
    // What is too long stays in its field and is not passed on.
    if (!Object.values(this.notes).some(({ over }) => over)) this.tell('said', this.said);
  }

  /** While a character is being composed (かな → 漢字) the field is left alone. */
  #typed(part, event) {
    if (event.isComposing) return;
    const field = event.target;
    const cleaned = clean(field.value);
    if (cleaned.text !== field.value) {
      const at = field.selectionStart - (field.value.length - cleaned.text.length);
      field.value = cleaned.text;
      field.setSelectionRange(at, at);
    }
    const told = this.notes[part];
    // That something was taken out is said until the page is left.
    this.notes = { ...this.notes, [part]: { ...cleaned, dropped: cleaned.dropped + (told?.dropped ?? 0) } };
    this.#say({ [part]: cleaned.text });
  }

  render() {
    const answers = topicOf(this.said.topic).ask === 'answer';
    return html`<div class="entry">${answers ? this.#answers() : nothing}
      ${answers && this.said.answer === 'trial' ? this.#line('trial', 'trialHint') : nothing}
      ${this.#text(answers ? 'words' : 'wordsOnly')}
      ${answers ? this.#condition() : nothing}</div>`;
  }

  #answers() {
    return html`<fieldset><legend class="unseen">${this.t(`topic.${this.said.topic}`)}</legend>
      ${ANSWERS.map((answer) => html`<label class="choice big"><input type="radio" name="${this.name}-answer" .checked=${this.said.answer === answer} @change=${() => this.#say({ answer })} />
        <span><strong>${this.t(`answer.${answer}`)}</strong><span class="hint">${this.t(`answerHint.${answer}`)}</span></span></label>`)}</fieldset>`;
  }

  #text(label) {
    return html`<div class="field"><label for="${this.name}-words">${this.only ? this.t(label) : `${this.t(`topic.${this.said.topic}`)}: ${this.t(label)}`}</label>
      <textarea id="${this.name}-words" rows="5" lang="ja" .value=${this.said.words} aria-describedby="${this.name}-words-note" aria-invalid=${this.notes.words?.over ? 'true' : nothing}
        @input=${(event) => this.#typed('words', event)} @compositionend=${(event) => this.#typed('words', event)}></textarea>
      ${this.#note('words')}</div>`;
  }

  #line(part, hint) {
    return html`<div class="field"><label for="${this.name}-${part}">${this.t(part)}</label><span class="hint" id="${this.name}-${part}-hint">${this.t(hint)}</span>
      <input id="${this.name}-${part}" lang="ja" autocomplete="off" .value=${this.said[part]} aria-describedby="${this.name}-${part}-hint ${this.name}-${part}-note"
        @input=${(event) => this.#typed(part, event)} @compositionend=${(event) => this.#typed(part, event)} />${this.#note(part)}</div>`;
  }

  #condition() {
    const open = this.conditional || Boolean(this.said.condition);
    return html`<label class="choice"><input type="checkbox" .checked=${open} @change=${this.#conditional} />${this.t('conditional')}</label>
      ${open ? html`${this.#line('condition', 'conditionHint')}<p class="actions ideas">${IDEAS.map((key) => html`<button type="button" @click=${() => this.#say({ condition: this.t(key) })}>${this.t(key)}</button>`)}</p>` : nothing}`;
  }

  #conditional(event) {
    this.conditional = event.target.checked;
    if (!this.conditional) this.#say({ condition: '' });
  }

  #note(part) {
    const note = this.notes[part];
    return html`<span class="${note?.over ? 'error' : 'hint'}" id="${this.name}-${part}-note" aria-live="polite">
      ${note?.over ? this.t('over').replace('{n}', String(-note.left)) : note?.left !== undefined ? this.t('left').replace('{n}', note.left) : ''}
      ${note?.dropped ? this.t('cleaned').replace('{n}', note.dropped) : ''}</span>`;
  }
}
customElements.define('my-wishes-entry', MyWishesEntry);
