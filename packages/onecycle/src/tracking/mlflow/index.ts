export { MLflowCallback, type MLflowOptions, mlflow } from './mlflow-callback.js';
