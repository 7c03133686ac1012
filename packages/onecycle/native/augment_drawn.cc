// onecycle::augment_drawn and augment_drawn_by_operators: draw what is done to a batch, and do it.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <string>
#include <utility>
#include <vector>

#include "augment.h"
#include "draws.h"

namespace onecycle {

namespace {

// The numbers of all rows as float32.
template <class Rows>
std::vector<float> floatsOf(const Rows& rows) {
  std::vector<float> numbers;
  for (const auto& row : rows)
    for (const double number : row) numbers.push_back(static_cast<float>(number));
  return numbers;
}

// The results are augment's, or none, [0], where a map folds its picture over.
at::Tensor augmentDrawn(const at::Tensor& pictures, at::IntArrayRef streams, at::ArrayRef<double> maps, at::IntArrayRef size, std::string padMode,
                        bool alignCorners, at::ArrayRef<double> crop, at::IntArrayRef cropSize, at::ArrayRef<double> lights,
                        at::ArrayRef<double> mean, at::ArrayRef<double> std, int64_t threads, int64_t team) {
  const Size input = pictureSize(pictures);
  const DrawnPass pass{streams, maps, size, padMode, alignCorners, crop, cropSize, lights, mean, std};
  auto plan = pass.draw(pictures.size(0), input);
  return plan ? augment(pictures, Augmentation(std::move(*plan)), {threads, team}) : at::empty({0}, at::kFloat);
}

at::Tensor augmentDrawnByOperators(const at::Tensor& pictures, at::IntArrayRef streams, at::ArrayRef<double> maps, at::IntArrayRef size,
                                   std::string padMode, bool alignCorners, at::ArrayRef<double> crop, at::IntArrayRef cropSize,
                                   at::ArrayRef<double> lights, at::ArrayRef<double> mean, at::ArrayRef<double> std) {
  const Size input = pictureSize(pictures);
  const DrawnPass pass{streams, maps, size, padMode, alignCorners, crop, cropSize, lights, mean, std};
  const auto plan = pass.draw(pictures.size(0), input);
  return plan ? augmentByOperators(pictures, *plan) : at::empty({0}, at::kFloat);
}

}  // namespace

std::optional<AugmentationPlan> DrawnPass::draw(int64_t n, Size input) const {
  TORCH_CHECK(streams.size() == 12, "three streams are told by four words each");
  Steps steps;
  steps.pad = padModeOf(padMode), steps.alignCorners = alignCorners, steps.mean = mean.vec(), steps.std = std.vec();
  Size current = input;
  if (!size.empty()) {
    Rng rng = Rng::of(&streams[0]);
    const auto drawn = drawMaps(changesOf(maps, false), n, current.height, current.width, rng);
    if (!drawn) return std::nullopt;
    steps.maps = floatsOf(*drawn);
    TORCH_CHECK(size.size() == 2, "size is [height, width]");
    current = steps.mapped = sizeOf(size[0], size[1], "the output");
  }
  if (!crop.empty()) {
    Rng rng = Rng::of(&streams[4]);
    const Part part = drawPart(PartRange::of(crop), current.height, current.width, Edge::top, rng);
    for (const double number : {part.top, part.left, part.height, part.width}) steps.crop.push_back(static_cast<int64_t>(number));
    steps.cropSize = cropSize.empty() ? std::vector<int64_t>(steps.crop.begin() + 2, steps.crop.end()) : cropSize.vec();
  }
  if (!lights.empty()) {
    Rng rng = Rng::of(&streams[8]);
    steps.lights = floatsOf(drawLights(changesOf(lights, true), n, rng));
  }
  return AugmentationPlan(n, input, std::move(steps));
}

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  const std::string settings =
      "int[] streams, float[] maps, int[] size, str pad_mode, bool align_corners, float[] crop, int[] crop_size, float[] lights, float[] mean, "
      "float[] std";
  m.def(("augment_drawn(Tensor pictures, " + settings + ", int threads, int team) -> Tensor").c_str(), &augmentDrawn);
  m.def(("augment_drawn_by_operators(Tensor pictures, " + settings + ") -> Tensor").c_str(), &augmentDrawnByOperators);
}

}  // namespace onecycle
