// @ts-check
/** The window in which somebody signed on again: tells the page that opened it, and closes. */
import { CHANNEL } from './signin.js';

const { search, pathname } = location;
history.replaceState(null, '', pathname);
const channel = new BroadcastChannel(CHANNEL);
channel.postMessage({ state: new URLSearchParams(search).get('state'), search });
channel.close();
window.close();
