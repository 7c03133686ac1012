// onecycle::augment_drawn: draws what is done to a batch, and does it.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <stdexcept>

#include "augment.h"
#include "draws.h"

namespace onecycle {

namespace {

// As float32 [n, 3, width / 3].
template <class Rows>
at::Tensor tensorOf(const Rows& rows) {
  const auto width = static_cast<int64_t>(std::tuple_size<typename Rows::value_type>::value);
  at::Tensor t = at::empty({static_cast<int64_t>(rows.size()), 3, width / 3}, at::kFloat);
  auto* to = t.data_ptr<float>();
  for (const auto& row : rows) to = std::copy(row.begin(), row.end(), to);
  return t;
}

// `streams` has the four words each of what maps, crop and lights draw from; `maps` and `lights` are rows of random changes, `crop` the range
// of the part that is kept. What is empty is not done: sampling along maps where `size` is. The result is augment's, or none, [0], where a
// map folds its picture over.
at::Tensor augmentDrawn(const at::Tensor& pictures, at::IntArrayRef streams, at::ArrayRef<double> maps, at::IntArrayRef size, std::string padMode,
                        bool alignCorners, at::ArrayRef<double> crop, at::IntArrayRef cropSize, at::ArrayRef<double> lights,
                        at::ArrayRef<double> mean, at::ArrayRef<double> std, int64_t threads) {
  TORCH_CHECK(pictures.dim() == 4, "pictures is [n, 3, height, width]");
  TORCH_CHECK(streams.size() == 12, "three streams are told by four words each");
  const int64_t n = pictures.size(0);
  Size current = sizeOf(pictures.size(2), pictures.size(3), "a picture");
  OptionalTensor mapTensor, lightTensor;
  if (!size.empty()) {
    Rng rng = Rng::of(&streams[0]);
    const auto drawn = drawMaps(changesOf(maps, false), n, current.height, current.width, rng);
    if (!drawn) return at::empty({0}, at::kFloat);
    mapTensor = tensorOf(*drawn);
    TORCH_CHECK(size.size() == 2, "size is [height, width]");
    current = sizeOf(size[0], size[1], "the output");
  }
  std::vector<int64_t> box, boxSize;
  if (!crop.empty()) {
    Rng rng = Rng::of(&streams[4]);
    const Part part = drawPart(PartRange::of(crop), current.height, current.width, Edge::top, rng);
    for (const double number : {part.top, part.left, part.height, part.width}) box.push_back(static_cast<int64_t>(number));
    boxSize = cropSize.empty() ? std::vector<int64_t>(box.begin() + 2, box.end()) : cropSize.vec();
  }
  if (!lights.empty()) {
    Rng rng = Rng::of(&streams[8]);
    lightTensor = tensorOf(drawLights(changesOf(lights, true), n, rng));
  }
  const int64_t whole[] = {current.height, current.width};
  return augment(pictures, mapTensor, whole, padMode, alignCorners, box, boxSize, lightTensor, mean, std, threads);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def(
      "augment_drawn(Tensor pictures, int[] streams, float[] maps, int[] size, str pad_mode, bool align_corners, float[] crop, int[] crop_size, "
      "float[] lights, float[] mean, float[] std, int threads) -> Tensor",
      &augmentDrawn);
}

}  // namespace onecycle
