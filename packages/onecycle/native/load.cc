// onecycle::load_pictures: from files to a batch of 8-bit pictures.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <memory>

#include "jpeg.h"
#include "load.h"
#include "numbers.h"

namespace onecycle {

namespace {

using Strings = std::vector<std::string>;

// load_pictures: a uint8 batch [files, 3, height, width], channels last, and what is wrong with each file. The parts are their
// geometry, or what `fit` finds with its numbers, and draws from the fork of each picture's stream.
std::tuple<at::Tensor, Strings> loadPictures(Strings files, at::TensorList pictures, const c10::optional<at::Tensor>& geometry, std::string fit,
                                             at::ArrayRef<double> numbers, at::IntArrayRef streams, int64_t fork, at::IntArrayRef size,
                                             std::string filter, std::string padMode, bool scaled, bool upright, bool truncated, bool strict,
                                             int64_t maxPixels, int64_t cache, at::IntArrayRef keys, bool rows, bool pinned, int64_t threads) {
  TORCH_CHECK(size.size() == 2, "size is [height, width]");
  const Size output = sizeOf(size[0], size[1], "the output");
  const int outHeight = output.height, outWidth = output.width;
  const auto kernel = filterOf(filter);
  const auto mode = padModeOf(padMode);
  at::Tensor batch = batchMemory(static_cast<int64_t>(files.size()), output, pinned);
  auto* out = batch.data_ptr<uint8_t>();
  const int64_t step = int64_t{3} * outHeight * outWidth;
  Strings failures = forEachPicture(
      {files, pictures}, {geometry, fitOf(fit, numbers, output), upright, streams, fork, files.size()}, {cache, keys, rows, files.size()},
      {scaled ? 1.0 : 0.0, truncated, strict, maxPixels, threads}, output, out, [&] {
        return [&, buffers = std::make_shared<ResampleBuffers>()](int64_t i, const Pixels& pixels, const Geometry& g) {
          if (g.offsetX + outWidth > g.resizedWidth || g.offsetY + outHeight > g.resizedHeight)
            throw PictureError("what is kept of it reaches out of what it is resized to");
          resample(pixels, g, kernel, mode, outWidth, outHeight, out + step * i, *buffers);
        };
      });
  return {batch, failures};
}

}  // namespace

at::Tensor batchMemory(int64_t n, Size size, bool pinned) {
  const auto made = [&](bool isPinned) {
    return at::empty({n, 3, size.height, size.width}, at::kByte, c10::nullopt, c10::nullopt, isPinned, at::MemoryFormat::ChannelsLast);
  };
  if (!pinned) return made(false);
  try {
    return made(true);
  } catch (const c10::Error&) {
    return made(false);
  }
}

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def(
      "load_pictures(str[] files, Tensor[] pictures, Tensor? geometry, str fit, float[] numbers, int[] streams, int fork, "
      "int[] size, str filter, str pad_mode, bool scaled, bool upright, bool truncated, bool strict, int max_pixels, int cache, int[] keys, bool rows, bool pinned, "
      "int threads) -> (Tensor, str[])",
      &loadPictures);
}

}  // namespace onecycle
