// The steps of an augmentation for pictures of one size, checked, and how much is to be shrunk before.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "augment.h"
#include "numbers.h"
#include "sample.h"

namespace onecycle {

namespace {

// fastai's rule. It means to compare heights with heights and widths with widths, but reads the wrong axis of the
// grid: what counts is the input's height over the output's width. `extent` is largest minus smallest coordinate.
Shrink shrinkFor(int height, int width, int outWidth, double extent) {
  const double d = std::min(double(height) / outWidth, width / 2.0) / 2;
  if (!(d > 1 && d > 2 / extent)) return {height, width, false};
  return {static_cast<int>(std::floor(height * (1 / d))), static_cast<int>(std::floor(width * (1 / d))), true};
}

// Largest minus smallest coordinate of all maps' grids. Each coordinate of a projective map whose denominator stays
// positive is extreme at the corners. In 32 bits, as torch has the grid: where a zoom is as strong as the picture shrinks,
// the last bit decides.
float extentOf(const std::vector<float>& maps, int height, int width, bool alignCorners) {
  float low = std::numeric_limits<float>::infinity(), high = -low;
  for (size_t i = 0; i < maps.size(); i += 9)
    for (const int y : {0, height - 1})
      for (const int x : {0, width - 1}) {
        const float* m = &maps[i];
        const auto u = static_cast<float>(gridAt(x, width, alignCorners)), v = static_cast<float>(gridAt(y, height, alignCorners));
        const float z = m[6] * u + m[7] * v + m[8];
        for (const float at : {(m[0] * u + m[1] * v + m[2]) / z, (m[3] * u + m[4] * v + m[5]) / z})
          low = std::min(low, at), high = std::max(high, at);
      }
  return high - low;
}

}  // namespace

AugmentationPlan::AugmentationPlan(int64_t n, Size input, Steps given) : steps(std::move(given)) {
  const auto& [maps, mapped, pad, alignCorners, crop, cropSize, lights, means, deviations] = steps;
  TORCH_CHECK(means.size() == deviations.size() && (means.empty() || means.size() == 3), "mean and std have three numbers each, or none");
  for (size_t c = 0; c < means.size(); c++)
    TORCH_CHECK(std::isfinite(means[c]) && std::isfinite(deviations[c]) && deviations[c] > 0, "means are numbers, standard deviations above 0");
  height = maps ? mapped.height : input.height, width = maps ? mapped.width : input.width;
  if (maps && n > 0) first = shrinkFor(input.height, input.width, width, extentOf(*maps, height, width, alignCorners));
  outHeight = height, outWidth = width;
  if (!crop.empty()) {
    TORCH_CHECK(crop.size() == 4 && cropSize.size() == 2, "crop is [top, left, height, width], cropSize [height, width]");
    crops = true;
    top = narrow(crop[0], 0, height - 1, "the crop's top");
    left = narrow(crop[1], 0, width - 1, "the crop's left");
    cropHeight = narrow(crop[2], 1, height - top, "the crop's height");
    cropWidth = narrow(crop[3], 1, width - left, "the crop's width");
    const Size resized = sizeOf(cropSize[0], cropSize[1], "the output");
    outHeight = resized.height, outWidth = resized.width;
    second = shrinkFor(cropHeight, cropWidth, outWidth, 2);
  }
  normalizes = !means.empty();
  for (size_t c = 0; c < means.size(); c++) {
    mean[c] = static_cast<float>(means[c]);
    factor[c] = static_cast<float>(1 / deviations[c]);
  }
}

}  // namespace onecycle
