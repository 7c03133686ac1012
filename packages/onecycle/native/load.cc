// onecycle::picture_headers and onecycle::load_pictures: from files to a batch of 8-bit pictures.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <torch/library.h>

#include <cstring>
#include <functional>
#include <memory>
#include <new>

#include "jpeg.h"
#include "load.h"
#include "numbers.h"
#include "parallel.h"

namespace onecycle {

namespace {

using Strings = std::vector<std::string>;

// What went wrong with one item, as text; nothing where nothing did. What the machine was short of begins with a mark.
std::string failureOf(const std::function<void()>& work) {
  const std::string shortage = "shortage: ";
  try {
    work();
    return "";
  } catch (const ShortageError& e) {
    return shortage + e.what();
  } catch (const PictureError& e) {
    return e.what();
  } catch (const std::out_of_range& e) {
    return e.what();
  } catch (const std::bad_alloc&) {
    return shortage + "there is not enough memory";
  }
}

// Whole 8-bit pictures of any strides, interleaved RGB.
Pixels copyPixels(const at::Tensor& t, Buffer<uint8_t>& out) {
  const at::Tensor rows = t.permute({1, 2, 0}).contiguous();
  const auto [height, width] = sizeOf(t.size(1), t.size(2), "the picture");
  uint8_t* pixels = out.reserve(rows.numel());
  memcpy(pixels, rows.data_ptr<uint8_t>(), rows.numel());
  return {pixels, width, height, int64_t{3} * width};
}

void checkTensors(at::TensorList pictures, size_t files) {
  TORCH_CHECK(pictures.empty() || pictures.size() == files, "one picture for each file, or none at all");
  for (const auto& t : pictures)
    TORCH_CHECK(t.numel() == 0 || (t.dim() == 3 && t.size(0) == 3 && t.scalar_type() == at::kByte && t.is_cpu()),
                "a decoded picture is a uint8 tensor [3, height, width] on the CPU");
}

Geometry geometryOf(const int64_t* row) {
  auto place = [](int64_t at) { return narrow(at, -maxSide, maxSide, "an edge of the box"); };
  auto length = [](int64_t at) { return narrow(at, 0, maxSide, "a side of the box"); };
  auto offset = [](int64_t at) { return narrow(at, 0, maxSide, "an offset"); };
  const Size resized = sizeOf(row[5], row[4], "the resized picture");
  return {double(place(row[0])), double(place(row[1])), double(length(row[2])), double(length(row[3])),
          resized.width,         resized.height,        offset(row[6]),         offset(row[7])};
}

// The threads of all batches that are being read.
FairSemaphore& batchThreads() {
  static FairSemaphore all;
  return all;
}

// picture_headers: for each file whether it is a JPEG (1) or not (0), width, height, EXIF orientation; and what is wrong.
std::tuple<at::Tensor, Strings> pictureHeaders(Strings files, int64_t maxPixels, int64_t threads) {
  at::Tensor headers = at::zeros({static_cast<int64_t>(files.size()), 4}, at::kLong);
  auto* rows = headers.data_ptr<int64_t>();
  Strings failures(files.size());
  forEachItem(files.size(), threads, [&] {
    return [&, bytes = std::vector<uint8_t>()](int64_t i) mutable {
      failures[i] = failureOf([&] {
        readFile(files[i], bytes);
        if (!isJpeg(bytes.data(), bytes.size())) return;
        const JpegHeader header = readJpegHeader(bytes.data(), bytes.size(), maxPixels);
        const int64_t row[] = {1, header.width, header.height, header.orientation};
        std::copy(row, row + 4, rows + 4 * i);
      });
    };
  }, &batchThreads());
  return {headers, failures};
}

}  // namespace

int eighthsFor(const Geometry& g, double density) {
  for (const int eighths : {1, 2, 4})
    if (g.width * eighths >= 8 * density * g.resizedWidth && g.height * eighths >= 8 * density * g.resizedHeight) return eighths;
  return 8;
}

std::vector<std::string> forEachPicture(const Strings& files, at::TensorList pictures, const at::Tensor& geometry,
                                        const LoadOptions& options,
                                        const std::function<PictureWork()>& makeWorker) {
  const auto n = static_cast<int64_t>(files.size());
  checkTensors(pictures, files.size());
  TORCH_CHECK(geometry.dim() == 2 && geometry.size(0) == n && geometry.size(1) == geometryColumns &&
                  geometry.scalar_type() == at::kLong && geometry.is_cpu() && geometry.is_contiguous(),
              "geometry is an int64 tensor [files, ", geometryColumns, "]");
  const auto* rows = geometry.data_ptr<int64_t>();
  Strings failures(n);
  forEachItem(n, options.threads, [&] {
    return [&, work = makeWorker(), bytes = std::vector<uint8_t>(), decoded = Buffer<uint8_t>(), line = Buffer<uint8_t>(),
            turned = Buffer<uint8_t>()](int64_t i) mutable {
      failures[i] = failureOf([&] {
        const int64_t* row = rows + geometryColumns * i;
        Geometry g = geometryOf(row);
        const auto [height, width] = sizeOf(row[9], row[8], "the picture");
        const int orientation = narrow(row[10], 1, 8, "an orientation");
        Pixels pixels;
        if (!pictures.empty() && pictures[i].numel() > 0) {
          pixels = copyPixels(pictures[i], decoded);
        } else {
          readFile(files[i], bytes);
          if (!isJpeg(bytes.data(), bytes.size())) throw PictureError("it is not a JPEG any more");
          DecodeOptions decode{options.truncated, options.strict, options.maxPixels, options.density > 0 ? eighthsFor(g, options.density) : 8};
          pixels = decodeJpeg(bytes.data(), bytes.size(), decode, decoded, line);
          pixels = applyOrientation(pixels, orientation, turned);
          if (decode.eighths != 8) {
            const double sx = double(pixels.width) / width, sy = double(pixels.height) / height;
            g.left *= sx, g.width *= sx, g.top *= sy, g.height *= sy;
          } else if (pixels.width != width || pixels.height != height) {
            throw PictureError("its size has changed while it was read");
          }
        }
        sizeOf(pixels.height, pixels.width, "the picture");
        work(i, pixels, g);
      });
    };
  }, &batchThreads());
  return failures;
}

namespace {

// load_pictures: a uint8 batch [files, 3, height, width], channels last, and what is wrong with each file.
std::tuple<at::Tensor, Strings> loadPictures(Strings files, at::TensorList pictures, const at::Tensor& geometry,
                                             at::IntArrayRef size, std::string filter, std::string padMode, bool scaled,
                                             bool truncated, bool strict, int64_t maxPixels, int64_t threads) {
  TORCH_CHECK(size.size() == 2, "size is [height, width]");
  const Size output = sizeOf(size[0], size[1], "the output");
  const int outHeight = output.height, outWidth = output.width;
  const auto kernel = filterOf(filter);
  const auto mode = padModeOf(padMode);
  at::Tensor batch = at::empty({static_cast<int64_t>(files.size()), 3, outHeight, outWidth}, at::kByte, c10::nullopt, c10::nullopt,
                               c10::nullopt, at::MemoryFormat::ChannelsLast);
  auto* out = batch.data_ptr<uint8_t>();
  const int64_t step = int64_t{3} * outHeight * outWidth;
  Strings failures = forEachPicture(files, pictures, geometry, {scaled ? 1.0 : 0.0, truncated, strict, maxPixels, threads}, [&] {
    return [&, buffers = std::make_shared<ResampleBuffers>()](int64_t i, const Pixels& pixels, const Geometry& g) {
      if (g.offsetX + outWidth > g.resizedWidth || g.offsetY + outHeight > g.resizedHeight)
        throw PictureError("what is kept of it reaches out of what it is resized to");
      resample(pixels, g, kernel, mode, outWidth, outHeight, out + step * i, *buffers);
    };
  });
  return {batch, failures};
}

// check_pictures: decodes files and keeps nothing of them. For each 0 where it is no JPEG (and was not decoded), 1 where
// it is as it should be, 2 where it could be read with a warning, 3 where not; and the warning or the reason.
std::tuple<at::Tensor, Strings> checkPictures(Strings files, bool truncated, bool strict, int64_t maxPixels, int64_t threads) {
  enum Outcome : int64_t { noJpeg, good, warned, bad };
  at::Tensor outcomes = at::zeros({static_cast<int64_t>(files.size())}, at::kLong);
  auto* outcome = outcomes.data_ptr<int64_t>();
  Strings notes(files.size());
  forEachItem(files.size(), threads, [&] {
    return [&, bytes = std::vector<uint8_t>(), decoded = Buffer<uint8_t>(), line = Buffer<uint8_t>()](int64_t i) mutable {
      std::string warning;
      notes[i] = failureOf([&] {
        readFile(files[i], bytes);
        if (!isJpeg(bytes.data(), bytes.size())) return;
        decodeJpeg(bytes.data(), bytes.size(), {truncated, strict, maxPixels, 8}, decoded, line, &warning);
        outcome[i] = warning.empty() ? good : warned;
      });
      if (!notes[i].empty()) outcome[i] = bad;
      else notes[i] = warning;
    };
  }, &batchThreads());
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
  m.def("picture_headers(str[] files, int max_pixels, int threads) -> (Tensor, str[])", &pictureHeaders);
  m.def(
      "load_pictures(str[] files, Tensor[] pictures, Tensor geometry, int[] size, str filter, str pad_mode, bool scaled, "
      "bool truncated, bool strict, int max_pixels, int threads) -> (Tensor, str[])",
      &loadPictures);
  m.def("check_pictures(str[] files, bool truncated, bool strict, int max_pixels, int threads) -> (Tensor, str[])", &checkPictures);
  m.def("decode_jpeg(Tensor bytes, bool exif, bool truncated, bool strict, int max_pixels) -> (Tensor, str)", &decodeJpegBytes);
}

}  // namespace onecycle
