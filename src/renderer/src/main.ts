import './theme/base.css';
import { mount } from 'svelte';
import { openWorkstation } from './api.ts';
import App from './App.svelte';
import { languageOf, speak } from './language/strings.ts';
import ConnectionLost from './screens/ConnectionLost.svelte';

speak(languageOf(navigator.language) ?? 'en');

const target = document.querySelector('#app');
if (!target) throw new Error('no #app');

try {
  const { api, lost } = await openWorkstation();
  const [host, preferences] = await Promise.all([api['system.describe']({}), api['system.preferences']({})]);
  if (preferences.language !== undefined) speak(preferences.language);
  mount(App, { target, props: { api, host, preferences, lost } });
} catch {
  // Whatever the cause, nobody answers: there is nothing to show but that.
  mount(ConnectionLost, { target, props: { ever: false } });
}
