import { torch } from '@onecycle/torch';
import { test } from 'vitest';
import { resnet34 } from '../vision/models/index.js';
import { adam } from './optimizer/index.js';

test('time', () => {
  torch.setNumThreads(1);
  const model = resnet34({ numClasses: 37 });
  for (const format of ['contiguous', 'channels_last'] as const) {
    model.to({ memoryFormat: format });
    const opt = adam(model.parameters(), { lr: 1e-3 });
    for (const p of model.parameters()) p.grad = torch.randnLike(p);
    const t: number[] = [];
    for (let i = 0; i < 5; i++) {
      const a = process.cpuUsage().user + process.cpuUsage().system;
      opt.step();
      t.push((process.cpuUsage().user + process.cpuUsage().system - a) / 1000);
    }
    console.log('float', format, t.map((x) => x.toFixed(0)).join(' '));
  }
}, 120000);
