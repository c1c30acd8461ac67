// @ts-check
import { html } from 'lit';
import { KitElement } from '../kit/element.js';
import { failed } from '../kit/hub.js';
import '../kit/kit-dialog.js';
import '../kit/kit-notice.js';
import { incidents } from './incidents-model.js';
import { parameter } from './params.js';
import { WORDS } from './words-incidents.js';

/** A run that no dispatch told of: a crew that comes upon somebody. Tells `opened` with the incident, or `closed`. */
class EmsOpenRun extends KitElement {
  static words = WORDS;
  static properties = { hub: { attribute: false }, told: { state: true } };

  /** The same however often it is sent. */
  #command = crypto.randomUUID();

  render() {
    return html`<kit-dialog .heading=${this.t('openOwn')} .closing=${this.t('cancel')} .content=${this.#form()}
      .actions=${html`<button class="primary" form="open-run" ?disabled=${this.told?.kind === 'loading'}>${this.t('openGo')}</button>`}></kit-dialog>`;
  }

  #form() {
    return html`<p>${this.t('openText')}</p><form id="open-run" @submit=${(event) => this.#open(event)}>
      <div class="field"><label for="run-number">${this.t('number')}</label><input id="run-number" name="number" autocomplete="off" maxlength="50" /></div>
      <div class="field"><label for="run-reason">${this.t('reason')}</label><input id="run-reason" name="reason" autocomplete="off" maxlength="200" /></div>
      <kit-notice fixed .state=${this.told}></kit-notice></form>`;
  }

  async #open(event) {
    event.preventDefault();
    const typed = /** @type {[string, string][]} */ ([...new FormData(event.target)]);
    const said = typed.filter(([, text]) => text.trim()).map(([name, text]) => parameter(name, 'String', text.trim()));
    this.told = { kind: 'loading' };
    try {
      const [opened] = incidents(await this.hub.operation('$open-incident', [...said, parameter('command', 'String', this.#command)]));
      this.tell('opened', opened);
    } catch (failure) {
      this.told = failed(failure);
    }
  }
}
customElements.define('ems-open-run', EmsOpenRun);
