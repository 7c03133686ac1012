// onecycle::load_pictures: from files to a batch of 8-bit pictures.
#include <ATen/core/Tensor.h>
#include <torch/library.h>

#include <memory>
#include <string>

#include "jpeg.h"
#include "load.h"
#include "numbers.h"

namespace onecycle {

namespace {

using Strings = std::vector<std::string>;

// load_pictures: a uint8 batch [files, 3, height, width], channels last, and what is wrong with each file. The parts are their
// geometry, or what `fit` finds with its numbers, and draws from the fork of each picture's stream.
Loaded loadPictures(Strings files, at::TensorList pictures, const c10::optional<at::Tensor>& geometry, std::string fit, at::ArrayRef<double> numbers,
                    at::IntArrayRef streams, int64_t fork, at::IntArrayRef size, std::string filter, std::string padMode, bool scaled, bool upright,
                    bool truncated, bool strict, int64_t maxPixels, int64_t cache, at::IntArrayRef keys, bool rows, bool pinned, int64_t n, at::IntArrayRef places,
                    at::IntArrayRef nextStreams, at::ArrayRef<double> maps, at::IntArrayRef mapped, std::string mapPadMode, bool alignCorners,
                    at::ArrayRef<double> nextCrop, at::IntArrayRef cropSize, at::ArrayRef<double> lights, at::ArrayRef<double> mean,
                    at::ArrayRef<double> std, int64_t threads, int64_t team) {
  TORCH_CHECK(size.size() == 2, "size is [height, width]");
  const Size output = sizeOf(size[0], size[1], "the output");
  const auto kernel = filterOf(filter);
  const auto mode = padModeOf(padMode);
  return loadBatch({files, pictures}, {geometry, fitOf(fit, numbers, output), upright, streams, fork, files.size()}, {cache, keys, rows, files.size()},
                   {scaled ? 1.0 : 0.0, truncated, strict, maxPixels, {threads, team}}, output, pinned,
                   {n, places, {nextStreams, maps, mapped, mapPadMode, alignCorners, nextCrop, cropSize, lights, mean, std}}, [&] {
                     return [&, buffers = std::make_shared<ResampleBuffers>()](int64_t, const Pixels& pixels, const Geometry& g, uint8_t* out) {
                       if (g.offsetX + output.width > g.resizedWidth || g.offsetY + output.height > g.resizedHeight)
                         throw PictureError("what is kept of it reaches out of what it is resized to");
                       resample(pixels, g, kernel, mode, output.width, output.height, out, *buffers);
                     };
                   });
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def(
      (std::string("load_pictures(str[] files, Tensor[] pictures, Tensor? geometry, str fit, float[] numbers, int[] streams, int fork, "
      "int[] size, str filter, str pad_mode, bool scaled, bool upright, bool truncated, bool strict, int max_pixels, int cache, int[] keys, bool rows, bool pinned, ") +
          nextSchema + "int threads, int team) -> (Tensor, str[])")
          .c_str(),
      &loadPictures);
}

}  // namespace onecycle
