// Augmentation by libtorch's operators, for pictures on a GPU.
#include <ATen/core/Tensor.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/baddbmm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/grid_sampler.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <vector>

#include "augment.h"
#include "host_memory.h"
#include "sample.h"

namespace onecycle {

namespace {

// Numbers of a batch on their way to the device of its pictures: all in one copy, which is not waited for.
class Numbers {
 public:
  void add(const float* numbers, size_t n) { all_.insert(all_.end(), numbers, numbers + n); }

  void upload(const at::Device& device) {
    const at::Tensor host = hostMemory({static_cast<int64_t>(all_.size())}, at::kFloat, device.is_cuda());
    std::copy(all_.begin(), all_.end(), host.data_ptr<float>());
    there_ = host.to(device, at::kFloat, /*non_blocking=*/true);
  }

  // The next of them, in the order in which they were added.
  at::Tensor take(at::IntArrayRef shape) {
    int64_t n = 1;
    for (const int64_t side : shape) n *= side;
    taken_ += n;
    return there_.narrow(0, taken_ - n, n).view(shape);
  }

 private:
  std::vector<float> all_;
  at::Tensor there_;
  int64_t taken_ = 0;
};

// Positions along the axes of what is sampled: `n` of them from number `from` on, of `all`.
void addAxis(Numbers& numbers, int from, int n, int all, bool alignCorners) {
  for (int i = 0; i < n; i++) {
    const auto at = static_cast<float>(gridAt(from + i, all, alignCorners));
    numbers.add(&at, 1);
  }
}

bool isAffine(const std::vector<float>& maps) {
  for (size_t i = 0; i < maps.size(); i += 9)
    if (maps[i + 6] != 0 || maps[i + 7] != 0 || maps[i + 8] != 1) return false;
  return true;
}

// Whether a change of logits mixes channels.
bool mixes(const std::vector<float>& lights) {
  for (size_t i = 0; i < lights.size(); i += 12)
    for (const int k : {1, 2, 4, 6, 8, 9})
      if (lights[i + k] != 0) return true;
  return false;
}

at::Tensor shrunk(const at::Tensor& x, const Shrink& shrink) {
  return shrink.needed ? at::adaptive_avg_pool2d(x, {shrink.shrunkHeight, shrink.shrunkWidth}) : x;
}

at::Tensor sample(const at::Tensor& x, const at::Tensor& grid, PadMode pad, bool alignCorners) {
  constexpr int64_t bilinear = 0;
  const int64_t mode = pad == PadMode::zeros ? 0 : pad == PadMode::border ? 1 : 2;
  return at::grid_sampler(x, grid, bilinear, mode, alignCorners);
}

// Positions [n, height, width, 2] in the input, by maps [n, 3, 3] of those [width] and [height] in the output. No product of matrices: a GPU
// may be allowed to round what goes into one.
at::Tensor mapped(const at::Tensor& maps, const at::Tensor& columns, const at::Tensor& rows, bool affine) {
  const int64_t n = maps.size(0), height = rows.size(0), width = columns.size(0), used = affine ? 2 : 3;
  const auto column = [&](int64_t k) { return maps.select(2, k).narrow(1, 0, used).view({n, 1, 1, used}); };
  const at::Tensor across = columns.view({1, 1, width, 1}).mul(column(0));
  const at::Tensor positions = rows.view({1, height, 1, 1}).mul(column(1)).add_(column(2)).add(across);
  return affine ? positions : positions.narrow(3, 0, 2).div(positions.narrow(3, 2, 1));
}

at::Tensor lit(const at::Tensor& x, const at::Tensor& lights, bool mixing) {
  // As fastai: the logits of 1e-7 and 1 - 1e-7 are the outermost.
  const at::Tensor logits = x.clamp(1e-7, 1 - 1e-7).reciprocal_().sub_(1).log_().neg_();
  const int64_t n = x.size(0);
  const at::Tensor shifts = lights.narrow(2, 3, 1);
  if (mixing) return at::baddbmm(shifts, lights.narrow(2, 0, 3), logits.reshape({n, 3, x.size(2) * x.size(3)})).sigmoid_().view(x.sizes());
  const at::Tensor scales = lights.diagonal(0, 1, 2);
  return logits.mul_(scales.reshape({n, 3, 1, 1})).add_(shifts.view({n, 3, 1, 1})).sigmoid_();
}

}  // namespace

at::Tensor augmentByOperators(const at::Tensor& pictures, const AugmentationPlan& plan) {
  const auto& [maps, mappedSize, pad, alignCorners, crop, cropSize, lights, mean, std] = plan.steps;
  const c10::NoGradGuard noGradients;
  const int64_t n = pictures.size(0);
  at::Tensor x = pictures.to(at::kFloat);
  if (pictures.scalar_type() == at::kByte) x.div_(255);

  // The part of what the map makes that is used.
  const int top = plan.crops ? plan.top : 0, left = plan.crops ? plan.left : 0;
  const int height = plan.crops ? plan.cropHeight : plan.height, width = plan.crops ? plan.cropWidth : plan.width;
  const bool resizes = plan.second.needed || plan.outHeight != height || plan.outWidth != width;

  Numbers numbers;
  if (maps) {
    numbers.add(maps->data(), maps->size());
    addAxis(numbers, left, width, plan.width, alignCorners);
    addAxis(numbers, top, height, plan.height, alignCorners);
  }
  if (resizes) {
    addAxis(numbers, 0, plan.outWidth, plan.outWidth, true);
    addAxis(numbers, 0, plan.outHeight, plan.outHeight, true);
  }
  if (lights) numbers.add(lights->data(), lights->size());
  for (const auto* statistics : {&mean, &std})
    for (const double number : *statistics) {
      const auto rounded = static_cast<float>(number);
      numbers.add(&rounded, 1);
    }
  numbers.upload(pictures.device());

  if (maps) {
    const at::Tensor all = numbers.take({n, 3, 3}), columns = numbers.take({width}), rows = numbers.take({height});
    x = sample(shrunk(x, plan.first), mapped(all, columns, rows, isAffine(*maps)), pad, alignCorners);
  } else if (plan.crops) {
    x = x.narrow(2, top, height).narrow(3, left, width);
  }
  if (resizes) {
    const at::Tensor columns = numbers.take({1, 1, plan.outWidth, 1}), rows = numbers.take({1, plan.outHeight, 1, 1});
    const std::array<int64_t, 4> all{n, plan.outHeight, plan.outWidth, 1};
    x = sample(shrunk(x, plan.second), at::cat({columns.expand(all), rows.expand(all)}, 3), PadMode::reflection, true);
  }
  if (lights) x = lit(x, numbers.take({n, 3, 4}), mixes(*lights));
  if (!mean.empty()) {
    const at::Tensor means = numbers.take({1, 3, 1, 1}), deviations = numbers.take({1, 3, 1, 1});
    x = x.sub(means).div_(deviations);
  }
  return x.is_same(pictures) ? x.clone() : x;
}

}  // namespace onecycle
