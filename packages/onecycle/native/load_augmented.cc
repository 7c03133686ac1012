// onecycle::load_augmented: from files to augmented pictures with a single interpolation.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "load.h"
#include "numbers.h"
#include "sample.h"

namespace onecycle {

namespace {

constexpr float nowhere = std::numeric_limits<float>::quiet_NaN();

struct Target {
  int height, width;            // of the result
  int frameHeight, frameWidth;  // of the resized picture that is never made
  PadMode pad;                  // around that, and around the original
};

struct Scratch {
  Row row;
  std::vector<float> columns, samples;
  Buffer<uint8_t> averaged;
};

// A picture shrunk by whole numbers, where sampling would skip pixels.
Pixels average(const Pixels& in, int across, int down, Buffer<uint8_t>& out) {
  const int width = std::max(1, in.width / across), height = std::max(1, in.height / down);
  across = std::min(across, in.width), down = std::min(down, in.height);
  uint8_t* pixels = out.reserve(size_t{3} * width * height);
  const int64_t count = int64_t{across} * down;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < 3; c++) {
        int64_t sum = count / 2;
        for (int j = 0; j < down; j++)
          for (int i = 0; i < across; i++) sum += in.data[in.stride * (y * down + j) + 3 * (x * across + i) + c];
        pixels[3 * (int64_t{width} * y + x) + c] = static_cast<uint8_t>(sum / count);
      }
  return {pixels, width, height, int64_t{3} * width};
}

// From positions in the resized picture to positions in the original.
void toOriginal(std::vector<float>& v, int frame, int offset, double start, double length, int resized, int size, const Target& target) {
  const auto step = static_cast<float>(length / resized);
  const auto shift = static_cast<float>(start + (offset + 0.5) * step - 0.5);
  const bool reachesOut = start < 0 || start + length > size;
  const float end = frame - 0.5f, last = static_cast<float>(size - 1);
  for (float& at : v) {
    const bool outside = target.pad == PadMode::zeros && !(at >= -0.5f && at <= end);
    at = at * step + shift;
    if (!reachesOut || target.pad == PadMode::border) at = std::clamp(at, 0.0f, last);
    if (outside) at = nowhere;
  }
  if (reachesOut && target.pad == PadMode::reflection) reflectInto(size, v);
}

// `map` takes the grid of the frame to itself; `crop` (top, left, height, width) is the part of the frame that is kept.
void sampleOriginal(Pixels picture, Geometry g, const float* map, const double* crop, const Target& target, uint8_t* out, Scratch& s) {
  auto shrinking = [](double length, double wanted) { return static_cast<int>(std::clamp(length / wanted, 1.0, double(maxSide))); };
  const int across = shrinking(g.width, double(g.resizedWidth) * target.width / crop[3]);
  const int down = shrinking(g.height, double(g.resizedHeight) * target.height / crop[2]);
  if (across > 1 || down > 1) {
    picture = average(picture, across, down, s.averaged);
    g.left /= across, g.width /= across, g.top /= down, g.height /= down;
  }
  Map frame{{}, target.frameWidth, target.frameHeight, target.pad, true};
  std::copy(map, map + 9, frame.matrix);
  auto place = [](double start, double length, int i, int n, int size) {
    const double at = n > 1 ? start + i * (length - 1) / (n - 1) : start + (length - 1) / 2;
    return static_cast<float>(size > 1 ? 2 * at / (size - 1) - 1 : 0);
  };
  s.columns.resize(target.width);
  s.samples.resize(size_t{4} * target.width);
  for (int x = 0; x < target.width; x++) s.columns[x] = place(crop[1], crop[3], x, target.width, target.frameWidth);
  const bool zeros = target.pad == PadMode::zeros;
  for (int y = 0; y < target.height; y++) {
    locate(frame, s.columns.data(), place(crop[0], crop[2], y, target.height, target.frameHeight), target.width, s.row);
    toOriginal(s.row.x, target.frameWidth, g.offsetX, g.left, g.width, g.resizedWidth, picture.width, target);
    toOriginal(s.row.y, target.frameHeight, g.offsetY, g.top, g.height, g.resizedHeight, picture.height, target);
    sampleRow(picture, s.row, target.width, zeros, s.samples.data());
    uint8_t* line = out + int64_t{3} * target.width * y;
    for (int x = 0; x < target.width; x++)
      for (int c = 0; c < 3; c++) line[3 * x + c] = static_cast<uint8_t>(s.samples[4 * x + c] * 255 + 0.5f);
  }
}

// load_augmented: a uint8 batch [files, 3, height, width], channels last, and what is wrong with each file. `places` and `fit`
// are load_pictures'; `frame` is the [height, width] that it resizes to; maps [files, 3, 3] float32, crops [files, 4] float64.
std::tuple<at::Tensor, std::vector<std::string>> loadAugmented(
    std::vector<std::string> files, at::TensorList pictures, const at::Tensor& places, std::string fit, at::IntArrayRef frame,
    const at::Tensor& maps, const at::Tensor& crops, at::IntArrayRef size, std::string padMode, double density, bool upright,
    bool truncated, bool strict, int64_t maxPixels, int64_t cache, at::IntArrayRef keys, bool rows, bool pinned, int64_t threads) {
  const auto n = static_cast<int64_t>(files.size());
  TORCH_CHECK(size.size() == 2 && frame.size() == 2, "size and frame are [height, width]");
  const Size output = sizeOf(size[0], size[1], "the output"), resized = sizeOf(frame[0], frame[1], "the frame");
  TORCH_CHECK(maps.sizes() == at::IntArrayRef({n, 3, 3}) && maps.scalar_type() == at::kFloat && maps.is_contiguous(),
              "maps is a float32 tensor [files, 3, 3]");
  TORCH_CHECK(crops.sizes() == at::IntArrayRef({n, 4}) && crops.scalar_type() == at::kDouble && crops.is_contiguous(),
              "crops is a float64 tensor [files, 4]");
  const Target target{output.height, output.width, resized.height, resized.width, padModeOf(padMode)};
  at::Tensor batch = batchMemory(n, output, pinned);
  auto* out = batch.data_ptr<uint8_t>();
  const auto* map = maps.data_ptr<float>();
  const auto* crop = crops.data_ptr<double>();
  for (const auto* part = crop; part != crop + 4 * n; part += 4)
    TORCH_CHECK(part[0] >= 0 && part[1] >= 0 && part[2] > 0 && part[3] > 0 && part[0] + part[2] <= resized.height &&
                    part[1] + part[3] <= resized.width,
                "crops are [top, left, height, width] inside of ", resized.height, " × ", resized.width);
  const int64_t step = int64_t{3} * target.height * target.width;
  auto failures = forEachPicture({files, pictures}, {places, fittingOf(fit, resized, upright), files.size()},
                                 {cache, keys, rows, files.size()}, {density, truncated, strict, maxPixels, threads}, output, out, [&] {
    return [&, scratch = std::make_shared<Scratch>()](int64_t i, const Pixels& pixels, const Geometry& g) {
      sampleOriginal(pixels, g, map + 9 * i, crop + 4 * i, target, out + step * i, *scratch);
    };
  });
  return {batch, failures};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def(
      "load_augmented(str[] files, Tensor[] pictures, Tensor places, str fit, int[] frame, Tensor maps, Tensor crops, int[] size, "
      "str pad_mode, float density, bool upright, bool truncated, bool strict, int max_pixels, int cache, int[] keys, bool rows, bool pinned, int threads) "
      "-> (Tensor, str[])",
      &loadAugmented);
}

}  // namespace onecycle
