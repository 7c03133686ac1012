import './accelerate.js';
