import { render } from 'preact';
import type { Project } from '../protocol.js';

const project: Project = await (await fetch('/api/project')).json();
const place = document.getElementById('studio');
if (place) render(<h1>{project.name}</h1>, place);
