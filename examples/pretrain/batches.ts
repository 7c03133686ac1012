import { F, imagenetStats, type Tensor, torch } from 'onecycle';

const [mean, std] = imagenetStats;

/** Bytes `[N, H, W, 3]` to normalised floats `[N, 3, H, W]`, channels last in memory. */
function normalized(bytes: Tensor): Tensor {
  const scale = torch.tensor(std.map((s) => 1 / (255 * s)));
  const shift = torch.tensor(mean.map((m, i) => -m / (std[i] ?? 1)));
  return bytes.float().mul(scale).add(shift).permute([0, 3, 1, 2]);
}

/** Random crops of 35 to 100 % of the area with sides 3:4 to 4:3, mirrored half of the time, resampled to `size`. */
export function trainBatch(bytes: Tensor, size: number): Tensor {
  const n = bytes.size(0);
  const area = torch.rand([n]).mul(0.65).add(0.35);
  const ratio = torch
    .rand([n])
    .mul(2)
    .sub(1)
    .mul(Math.log(4 / 3))
    .exp();
  const width = area.mul(ratio).sqrt().clampMax(1);
  const height = area.div(ratio).sqrt().clampMax(1);
  const mirror = torch.rand([n]).lt(0.5).mul(2).sub(1);
  const zero = torch.zeros([n]);
  const offset = (extent: Tensor) => torch.rand([n]).mul(2).sub(1).mul(extent.neg().add(1));
  const rows = [width.mul(mirror), zero, offset(width), zero, height, offset(height)];
  const theta = torch.stack(rows, 1).reshape([n, 2, 3]);
  const grid = F.affineGrid(theta, [n, 3, size, size]);
  return F.gridSample(normalized(bytes), grid, { paddingMode: 'reflection' }).contiguous({
    memoryFormat: 'channels_last',
  });
}

/** Whole pictures at `size`. */
export function validBatch(bytes: Tensor, size: number): Tensor {
  return F.interpolate(normalized(bytes), {
    size: [size, size],
    mode: 'bilinear',
    antialias: size < bytes.size(1),
  }).contiguous({
    memoryFormat: 'channels_last',
  });
}
