import './theme/base.css';
import { mount } from 'svelte';
import { openWorkstation } from './api.ts';
import App from './App.svelte';
import ConnectionLost from './screens/ConnectionLost.svelte';

const target = document.querySelector('#app');
if (!target) throw new Error('no #app');

try {
  const { api, lost } = await openWorkstation();
  const [host, preferences] = await Promise.all([api['system.describe']({}), api['system.preferences']({})]);
  mount(App, { target, props: { api, host, preferences, lost } });
} catch {
  // Whatever the cause, nobody answers: there is nothing to show but that.
  mount(ConnectionLost, { target, props: { ever: false } });
}
