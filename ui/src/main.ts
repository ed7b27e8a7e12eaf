import './lib/styles/fonts.css';
import './lib/styles/tokens.css';
import './lib/styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { composing } from './lib/components/composing.svelte';

// `npm run browse`: the window in a browser, without Tauri.
if (import.meta.env.MODE === 'browse') (await import('./lib/api/memory')).begin();

composing.watch(window);

const target = document.getElementById('app');
if (target) mount(App, { target });
