// onecycle::picture_headers, check_pictures and decode_jpeg: what there is to say of files, and single pictures.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <torch/library.h>

#include <algorithm>
#include <cstring>

#include "failure.h"
#include "load.h"
#include "parallel.h"

namespace onecycle {

namespace {

using Strings = std::vector<std::string>;

// picture_headers: for each file whether it is a JPEG (1) or not (0), width, height, EXIF orientation; and what is wrong.
std::tuple<at::Tensor, Strings> pictureHeaders(Strings files, int64_t maxPixels, int64_t cache, at::IntArrayRef keys, int64_t threads, int64_t team) {
  at::Tensor headers = at::zeros({static_cast<int64_t>(files.size()), 4}, at::kLong);
  auto* rows = headers.data_ptr<int64_t>();
  const Keeping keeping(cache, keys, false, files.size());
  Strings failures(files.size());
  forEachItem(files.size(), {threads, team}, Need::soon, [&] {
    return [&, bytes = std::vector<uint8_t>()](int64_t i, Turn& turn) mutable {
      failures[i] = failureOf([&] {
        auto write = [&](int64_t width, int64_t height, int64_t orientation) {
          const int64_t row[] = {1, width, height, orientation};
          std::copy(row, row + 4, rows + 4 * i);
        };
        if (const auto kept = keeping.cache ? keeping.cache->find(keys[i]) : std::nullopt) {
          const auto [height, width] = kept->size;
          return isSideways(kept->orientation) ? write(height, width, kept->orientation) : write(width, height, kept->orientation);
        }
        readFile(files[i], bytes, turn);
        if (!isJpeg(bytes.data(), bytes.size())) return;
        turn.take();
        const JpegHeader header = readJpegHeader(bytes.data(), bytes.size(), maxPixels);
        write(header.width, header.height, header.orientation);
      });
    };
  });
  return {headers, failures};
}

// check_pictures: decodes files and keeps nothing of them. For each 0 where it is no JPEG (and was not decoded), 1 where
// it is as it should be, 2 where it could be read with a warning, 3 where not; and the warning or the reason.
std::tuple<at::Tensor, Strings> checkPictures(Strings files, bool truncated, bool strict, int64_t maxPixels, int64_t threads, int64_t team) {
  enum Outcome : int64_t { noJpeg, good, warned, bad };
  at::Tensor outcomes = at::zeros({static_cast<int64_t>(files.size())}, at::kLong);
  auto* outcome = outcomes.data_ptr<int64_t>();
  Strings notes(files.size());
  forEachItem(files.size(), {threads, team}, Need::soon, [&] {
    return [&, bytes = std::vector<uint8_t>(), decoded = Buffer<uint8_t>(), line = Buffer<uint8_t>()](int64_t i, Turn& turn) mutable {
      std::string warning;
      notes[i] = failureOf([&] {
        readFile(files[i], bytes, turn);
        if (!isJpeg(bytes.data(), bytes.size())) return;
        turn.take();
        decodeJpeg(bytes.data(), bytes.size(), {truncated, strict, maxPixels, 8}, decoded, line, &warning);
        outcome[i] = warning.empty() ? good : warned;
      });
      if (!notes[i].empty()) outcome[i] = bad;
      else notes[i] = warning;
    };
  });
  return {outcomes, notes};
}

// decode_jpeg: one whole picture, uint8 [3, height, width] (rows of interleaved pixels in memory), and what was wrong
// without keeping it from that.
std::tuple<at::Tensor, std::string> decodeJpegBytes(const at::Tensor& bytes, bool exif, bool truncated, bool strict, int64_t maxPixels) {
  TORCH_CHECK(bytes.scalar_type() == at::kByte && bytes.dim() == 1 && bytes.is_cpu(), "bytes is a uint8 tensor of one dimension");
  const at::Tensor whole = bytes.contiguous();
  const auto* data = whole.data_ptr<uint8_t>();
  const auto size = static_cast<size_t>(whole.numel());
  Buffer<uint8_t> decoded, line, turned;
  const int orientation = exif ? readJpegHeader(data, size, maxPixels).orientation : 1;
  const DecodeOptions options{truncated, strict, maxPixels, 8};
  std::string warning;
  const Pixels pixels = applyOrientation(decodeJpeg(data, size, options, decoded, line, &warning), orientation, turned);
  at::Tensor picture = at::empty({pixels.height, pixels.width, 3}, at::kByte);
  memcpy(picture.data_ptr<uint8_t>(), pixels.data, picture.numel());
  return {picture.permute({2, 0, 1}), warning};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def("picture_headers(str[] files, int max_pixels, int cache, int[] keys, int threads, int team) -> (Tensor, str[])", &pictureHeaders);
  m.def("check_pictures(str[] files, bool truncated, bool strict, int max_pixels, int threads, int team) -> (Tensor, str[])", &checkPictures);
  m.def("decode_jpeg(Tensor bytes, bool exif, bool truncated, bool strict, int max_pixels) -> (Tensor, str)", &decodeJpegBytes);
}

}  // namespace onecycle
