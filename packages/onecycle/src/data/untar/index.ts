export { extractTar } from './extract.js';
export { withLock } from './lock.js';
export { proxiedFetch } from './proxied-fetch.js';
export { onecycleHome, registerDataSet, type UntarDataOptions, untarData } from './untar-data.js';
export { URLs } from './urls.js';
