// The main process of an Electron application. The page asks by `window.pets.predict(bytes)`, which preload.cjs hands over:
//   contextBridge.exposeInMainWorld('pets', { predict: (bytes) => ipcRenderer.invoke('predict', bytes) });
import { app, BrowserWindow, ipcMain } from 'electron';
import { createPredictor } from 'onecycle/predict';

const folder = import.meta.dirname;
const predictor = await createPredictor(process.env.MODEL ?? `${folder}/pets.onecycle`);

ipcMain.handle('predict', (_event, bytes) => predictor.answer(bytes));

app.on('before-quit', () => void predictor.close());
app.on('window-all-closed', () => app.quit());
await app.whenReady();
const window = new BrowserWindow({ webPreferences: { preload: `${folder}/preload.cjs` } });
await window.loadFile(`${folder}/index.html`);
