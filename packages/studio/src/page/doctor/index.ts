export { DoctorView } from './doctor-view.js';
