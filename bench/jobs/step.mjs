import { F, torch } from '@onecycle/torch';
import { adam, resnet34 } from 'onecycle';
import { ours, python } from '../lib/job.mjs';

/** @type {import('../lib/job.mjs').Job} */
export const job = {
  title: 'ResNet-34 training step, 16×3×224×224',
  unit: 'ms',
  pairs: 5,
  sides: {
    onecycle: ours('fp32'),
    'onecycle, toFp16()': ours('fp16'),
    'PyTorch eager fp32': python('step.py', { modules: ['torch', 'torchvision'] }),
  },
  goals: [
    { side: 'onecycle', peer: 'PyTorch eager fp32', atMost: 0.9 },
    { side: 'onecycle, toFp16()', peer: 'PyTorch eager fp32', atMost: 0.5 },
  ],
};
/** @param {'fp32' | 'fp16'} variant */
export function prepare(variant) {
  torch.manualSeed(0);
  const layout = { memoryFormat: /** @type {const} */ ('channels_last') };
  const model = resnet34({ numClasses: 37 }).train();
  model.to(layout);
  const optimizer = adam([model.parameters()], { lr: 1e-3 });
  const images = torch.randn([16, 3, 224, 224]).contiguous(layout);
  const labels = torch.randint(37, [16]);
  const halved = variant === 'fp16' && torch.cpu.hasBf16;
  const loss = () => F.crossEntropy(model.forward(images), labels);

  const step = () =>
    torch.scope(() => {
      const value = halved ? torch.autocast({ device: 'cpu', dtype: 'bfloat16' }, loss) : loss();
      value.backward();
      optimizer.step();
      optimizer.zeroGrad();
      return value.item();
    });
  step();
  return () => {
    const start = performance.now();
    step();
    return { value: performance.now() - start };
  };
}
