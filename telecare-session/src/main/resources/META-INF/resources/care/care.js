// @ts-check
import { html } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { KitApp } from '../kit/app.js';
import '../kit/kit-door.js';
import '../kit/kit-header.js';
import '../kit/kit-notice.js';
import './care-chart.js';
import { BREAK_GLASS } from './care-glass.js';
import './care-search.js';
import { open, signIn } from './session.js';
import { WORDS } from './words.js';

/** The app: signed out, the search, or one chart. */
class CareApp extends KitApp {
  static words = WORDS;

  constructor() {
    super(signIn, open, '/care/');
  }

  async entered() {
    return signIn.patient ? { kind: 'chart', patient: signIn.patient } : { kind: 'search' };
  }

  render() {
    const { person, role } = signIn;
    const known = this.hub && person;
    return html`<a class="skip" href="#content">${this.t('skip')}</a>
      <kit-header .heading=${this.t('care')} .person=${known ? person.name : ''} .role=${known ? this.t(`role.${role}`) : ''}
        @sign-out=${() => this.leave('signed-out')}></kit-header>
      <main class="wrap page" id="content" tabindex="-1">${this.#inside()}</main>
      ${this.watch()}`;
  }

  #inside() {
    const { state } = this;
    switch (state.kind) {
      case 'search':
        return html`<care-search .hub=${this.hub} .me=${signIn.person?.id} .role=${signIn.role} @opened=${({ detail }) => this.go({ kind: 'chart', ...detail })}></care-search>`;
      case 'chart':
        return keyed(state, this.#chart(state));
      case 'failed':
        return html`<h1>${this.t('care')}</h1><kit-notice .state=${state} @again=${this.start}></kit-notice>`;
      case 'signed-out':
      case 'locked':
        return html`<kit-door .heading=${this.t('care')} .lead=${this.t('doorLead')} .more=${this.t('doorJournal')} ?locked=${state.kind === 'locked'}
          .why=${state.why ?? ''} @sign-in=${this.signIn}></kit-door>`;
      default:
        return html`<kit-notice .state=${{ kind: 'loading' }}></kit-notice>`;
    }
  }

  #chart({ patient, until }) {
    const hub = until ? this.hub?.stating(BREAK_GLASS) : this.hub;
    return html`<care-chart .hub=${hub} .patient=${patient} .until=${until} .me=${signIn.person?.name} .role=${signIn.role}
      @to-search=${() => this.go({ kind: 'search' })} @opened=${({ detail }) => this.go({ kind: 'chart', ...detail })}></care-chart>`;
  }
}
customElements.define('care-app', CareApp);
