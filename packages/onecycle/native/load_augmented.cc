// onecycle::load_augmented and load_drawn: from files to augmented pictures with a single interpolation.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>

#include "draws.h"
#include "failure.h"
#include "load.h"
#include "numbers.h"
#include "sample.h"

namespace onecycle {

namespace {

constexpr float nowhere = std::numeric_limits<float>::quiet_NaN();

struct Target {
  Size size;    // of the result
  Size frame;   // of the resized picture that is never made
  PadMode pad;  // around that, and around the original
};

Target targetOf(at::IntArrayRef frame, at::IntArrayRef size, const std::string& padMode) {
  TORCH_CHECK(size.size() == 2 && frame.size() == 2, "size and frame are [height, width]");
  const Size output = sizeOf(size[0], size[1], "the output"), whole = sizeOf(frame[0], frame[1], "the frame");
  return {output, whole, padModeOf(padMode)};
}

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

// What becomes of one picture: `map` takes the grid of the frame to itself; `crop` is the part of the frame that is kept.
struct OnePicture {
  std::array<float, 9> map;
  Part crop;
};

void sampleOriginal(Pixels picture, Geometry g, const OnePicture& one, const Target& target, uint8_t* out, Scratch& s) {
  const auto& [map, crop] = one;
  auto shrinking = [](double length, double wanted) { return static_cast<int>(std::clamp(length / wanted, 1.0, double(maxSide))); };
  const int across = shrinking(g.width, double(g.resizedWidth) * target.size.width / crop.width);
  const int down = shrinking(g.height, double(g.resizedHeight) * target.size.height / crop.height);
  if (across > 1 || down > 1) {
    picture = average(picture, across, down, s.averaged);
    g.left /= across, g.width /= across, g.top /= down, g.height /= down;
  }
  Map frame{{}, target.frame.width, target.frame.height, target.pad, true};
  std::copy(map.begin(), map.end(), frame.matrix);
  auto place = [](double start, double length, int i, int n, int size) {
    const double at = n > 1 ? start + i * (length - 1) / (n - 1) : start + (length - 1) / 2;
    return static_cast<float>(size > 1 ? 2 * at / (size - 1) - 1 : 0);
  };
  s.columns.resize(target.size.width);
  s.samples.resize(size_t{4} * target.size.width);
  for (int x = 0; x < target.size.width; x++) s.columns[x] = place(crop.left, crop.width, x, target.size.width, target.frame.width);
  const bool zeros = target.pad == PadMode::zeros;
  for (int y = 0; y < target.size.height; y++) {
    locate(frame, s.columns.data(), place(crop.top, crop.height, y, target.size.height, target.frame.height), target.size.width, s.row);
    toOriginal(s.row.x, target.frame.width, g.offsetX, g.left, g.width, g.resizedWidth, picture.width, target);
    toOriginal(s.row.y, target.frame.height, g.offsetY, g.top, g.height, g.resizedHeight, picture.height, target);
    sampleRow(picture, s.row, target.size.width, zeros, s.samples.data());
    uint8_t* line = out + int64_t{3} * target.size.width * y;
    for (int x = 0; x < target.size.width; x++)
      for (int c = 0; c < 3; c++) line[3 * x + c] = static_cast<uint8_t>(s.samples[4 * x + c] * 255 + 0.5f);
  }
}

// How each picture is taken to what becomes of it; `one` says what that is.
template <class One>
auto samplerOf(const Target& target, const One& one) {
  return [&] {
    return [&, scratch = std::make_shared<Scratch>()](int64_t i, const Pixels& pixels, const Geometry& g, uint8_t* out) {
      sampleOriginal(pixels, g, one(i), target, out, *scratch);
    };
  };
}

// load_augmented: the geometry that is fitted into the frame [height, width], maps [files, 3, 3] float32 and crops [files, 4] float64 are given.
Loaded loadAugmented(std::vector<std::string> files, at::TensorList pictures, const at::Tensor& geometry, at::IntArrayRef frame,
                     const at::Tensor& maps, const at::Tensor& crops, at::IntArrayRef size, std::string padMode, double density, bool truncated,
                     bool strict, int64_t maxPixels, int64_t threads, int64_t team) {
  const auto n = static_cast<int64_t>(files.size());
  const Target target = targetOf(frame, size, padMode);
  TORCH_CHECK(maps.sizes() == at::IntArrayRef({n, 3, 3}) && maps.scalar_type() == at::kFloat && maps.is_contiguous(),
              "maps is a float32 tensor [files, 3, 3]");
  TORCH_CHECK(crops.sizes() == at::IntArrayRef({n, 4}) && crops.scalar_type() == at::kDouble && crops.is_contiguous(),
              "crops is a float64 tensor [files, 4]");
  const auto* crop = crops.data_ptr<double>();
  for (const auto* part = crop; part != crop + 4 * n; part += 4)
    TORCH_CHECK(part[0] >= 0 && part[1] >= 0 && part[2] > 0 && part[3] > 0 && part[0] + part[2] <= target.frame.height &&
                    part[1] + part[3] <= target.frame.width,
                "crops are [top, left, height, width] inside of ", target.frame.height, " × ", target.frame.width);
  auto given = [&, map = maps.data_ptr<float>()](int64_t i) {
    OnePicture one{{}, {crop[4 * i], crop[4 * i + 1], crop[4 * i + 2], crop[4 * i + 3]}};
    std::copy(map + 9 * i, map + 9 * i + 9, one.map.begin());
    return one;
  };
  const Parts parts(geometry, std::nullopt, false, {}, 0, files.size());
  const std::string none;
  const Next nothing{n, {}, {{}, {}, {}, none, true, {}, {}, {}, {}, {}}};
  return loadBatch({files, pictures}, parts, {0, {}, false, files.size()}, {density, truncated, strict, maxPixels, {threads, team}}, target.size, false, nothing,
                   samplerOf(target, given));
}

// load_drawn: the same with what is drawn from the fork of each picture's stream: where the part lies that `fit` takes, one of `changes` (rows of
// random changes), and the part of the frame that is kept (its range). Without streams nothing is drawn.
Loaded loadDrawn(std::vector<std::string> files, at::TensorList pictures, std::string fit, at::IntArrayRef streams, int64_t fork,
                 at::IntArrayRef frame, at::ArrayRef<double> changes, at::ArrayRef<double> crop, at::IntArrayRef size, std::string padMode,
                 double density, bool upright, bool truncated, bool strict, int64_t maxPixels, int64_t cache, at::IntArrayRef keys, bool rows,
                 bool pinned, int64_t n, at::IntArrayRef places, at::IntArrayRef nextStreams, at::ArrayRef<double> maps, at::IntArrayRef mapped,
                 std::string mapPadMode, bool alignCorners, at::ArrayRef<double> nextCrop, at::IntArrayRef cropSize, at::ArrayRef<double> lights,
                 at::ArrayRef<double> mean, at::ArrayRef<double> std, int64_t threads, int64_t team) {
  const Target target = targetOf(frame, size, padMode);
  const auto ownChanges = changesOf(changes, false);
  PartRange range = PartRange::of(crop);
  range.draws = range.draws && !streams.empty();
  const Parts parts(c10::nullopt, Fit::of(fit, {}, target.frame), upright, streams, fork, files.size());
  auto drawn = [&](int64_t i) {
    const auto own = parts.stream(i);
    Rng rng = own.value_or(Rng({}));
    rng.uniform(), rng.uniform();  // with these the fit has drawn the place
    const auto map = drawMaps(own ? ownChanges : std::vector<Change>(), 1, target.frame.height, target.frame.width, rng);
    if (!map) throw SettingError("a warp this strong folds the picture over: lower maxWarp");
    OnePicture one{{}, drawPart(range, target.frame.height, target.frame.width, Edge::top, rng)};
    if (one.crop.width < 1 || one.crop.height < 1) throw SettingError("the part of the frame that is kept has no pixels");
    std::copy((*map)[0].begin(), (*map)[0].end(), one.map.begin());
    return one;
  };
  return loadBatch({files, pictures}, parts, {cache, keys, rows, files.size()}, {density, truncated, strict, maxPixels, {threads, team}}, target.size, pinned,
                   {n, places, {nextStreams, maps, mapped, mapPadMode, alignCorners, nextCrop, cropSize, lights, mean, std}}, samplerOf(target, drawn));
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def(
      "load_augmented(str[] files, Tensor[] pictures, Tensor geometry, int[] frame, Tensor maps, Tensor crops, int[] size, str pad_mode, "
      "float density, bool truncated, bool strict, int max_pixels, int threads, int team) -> (Tensor, str[])",
      &loadAugmented);
  m.def(
      (std::string("load_drawn(str[] files, Tensor[] pictures, str fit, int[] streams, int fork, int[] frame, float[] changes, float[] crop, int[] size, "
                  "str pad_mode, float density, bool upright, bool truncated, bool strict, int max_pixels, int cache, int[] keys, bool rows, "
                  "bool pinned, ") +
          nextSchema + "int threads, int team) -> (Tensor, str[])")
          .c_str(),
      &loadDrawn);
}

}  // namespace onecycle
