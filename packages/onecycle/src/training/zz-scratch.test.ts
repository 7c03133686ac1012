import { F, torch } from '@onecycle/torch';
import { test } from 'vitest';
import { resnet34 } from '../vision/models/index.js';
import { adam } from './optimizer/index.js';

test('time', () => {
  torch.setNumThreads(1);
  const model = resnet34({ numClasses: 37 });
  model.train();
  model.to({ memoryFormat: 'channels_last' });
  const opt = adam(model.parameters(), { lr: 1e-3 });
  const x = torch.randn([16, 3, 224, 224]).contiguous({ memoryFormat: 'channels_last' });
  const y = torch.randint(0, 37, [16]);
  const now = () => {
    const u = process.resourceUsage();
    return [u.userCPUTime / 1e3, u.systemCPUTime / 1e3, u.minorPageFault];
  };
  for (let i = 0; i < 3; i++) {
    const t: number[][] = [now()];
    torch.scope(() => {
      const loss = F.crossEntropy(model.forward(x), y);
      t.push(now());
      loss.backward();
      t.push(now());
      opt.step();
      t.push(now());
      opt.zeroGrad();
    });
    t.push(now());
    console.log(
      'float',
      t
        .slice(1)
        .map((v, k) => v.map((z, q) => (z - (t[k]?.[q] ?? 0)).toFixed(0)).join('/'))
        .join('   '),
    );
  }
}, 120000);
