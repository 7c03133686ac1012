import { render } from 'preact';
import { App } from './app.js';
import { followRoute, followTheme } from './base/index.js';
import { connect } from './store/index.js';

followTheme();
followRoute();
connect();
const place = document.getElementById('studio');
if (place) render(<App />, place);
