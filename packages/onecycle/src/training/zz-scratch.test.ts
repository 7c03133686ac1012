import { F, torch } from '@onecycle/torch';
import { test } from 'vitest';
import { resnet34 } from '../vision/models/index.js';
import { adam } from './optimizer/index.js';

test('time', () => {
  torch.setNumThreads(2);
  const model = resnet34({ numClasses: 37 });
  model.train();
  model.to({ memoryFormat: 'channels_last' });
  const opt = adam(model.parameters(), { lr: 1e-3 });
  const x = torch.randn([16, 3, 224, 224]).contiguous({ memoryFormat: 'channels_last' });
  const y = torch.randint(0, 37, [16]);
  for (const dtype of ['float32', 'bfloat16'] as const) {
    for (let i = 0; i < 4; i++) {
      const t: number[] = [performance.now()];
      torch.scope(() => {
        const loss = torch.autocast({ dtype, enabled: dtype !== 'float32' }, () =>
          F.crossEntropy(model.forward(x).float(), y),
        );
        t.push(performance.now());
        loss.backward();
        t.push(performance.now());
        opt.step();
        t.push(performance.now());
        opt.zeroGrad();
        t.push(performance.now());
      });
      t.push(performance.now());
      console.log(
        dtype,
        t
          .slice(1)
          .map((v, k) => (v - (t[k] ?? 0)).toFixed(1))
          .join(' '),
      );
    }
  }
}, 120000);
