import { render } from 'preact';
import { App } from './app.js';
import { followRoute, followTheme } from './base/index.js';
import { connect, rescanOnReturn } from './store/index.js';

followTheme();
followRoute();
connect();
rescanOnReturn();
const place = document.getElementById('studio');
if (place) render(<App />, place);
