// The way of each picture: read or found, decoded, turned upright, handed on.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "failure.h"
#include "load.h"
#include "numbers.h"
#include "parallel.h"

namespace onecycle {

namespace {

using Strings = std::vector<std::string>;

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

// Takes one picture after the other to its row of the batch, in memory that is used again.
class Loader {
 public:
  Loader(const Sources& sources, const Parts& parts, const Keeping& keeping, const LoadOptions& options, PictureWork work)
      : sources_(sources), parts_(parts), keeping_(keeping), options_(options), work_(std::move(work)) {}

  // Writes a picture of `size` to `out`.
  void operator()(int64_t i, Turn& turn, Size size, uint8_t* out) {
    const auto kept = keeping_.cache ? keeping_.cache->find(keeping_.keys[i]) : std::nullopt;
    const Pixels row{out, size.width, size.height, int64_t{3} * size.width};
    const bool isRow = kept && keeping_.rows && kept->pixels.width == size.width && kept->pixels.height == size.height;
    if (isRow) {
      memcpy(out, kept->pixels.data, row.stride * row.height);
      return;
    }
    out_ = out;
    if (keeping_.rows || !(kept && fromKept(i, turn, *kept))) {
      if (!sources_.pictures.empty() && sources_.pictures[i].numel() > 0) fromGiven(i, turn);
      else fromFile(i, turn);
    }
    if (keeping_.rows) keep(i, row, size, KeptPicture::given, 1);
  }

 private:
  // Whether it could be used: what is wanted of it may be another scale.
  bool fromKept(int64_t i, Turn& turn, const KeptPicture& kept) {
    const Geometry g = geometryOf(i, kept.size);
    if (kept.eighths != KeptPicture::given && kept.eighths != eighthsFor(g, options_.density)) return false;
    turn.take();
    finish(i, kept.pixels, kept.size, g);
    return true;
  }

  void fromGiven(int64_t i, Turn& turn) {
    turn.take();
    const Pixels pixels = copyPixels(sources_.pictures[i], decoded_);
    const Size size{pixels.height, pixels.width};
    if (!keeping_.rows) keep(i, pixels, size, KeptPicture::given, 1);
    finish(i, pixels, size, geometryOf(i, size));
  }

  void fromFile(int64_t i, Turn& turn) {
    readFile(sources_.files[i], bytes_, turn);
    if (!isJpeg(bytes_.data(), bytes_.size())) throw PictureError(parts_.fit ? otherFormat : "it is not a JPEG any more");
    turn.take();
    const auto [size, orientation] = sizeOfFile(i);
    const Geometry g = geometryOf(i, size);
    const int eighths = eighthsFor(g, options_.density);
    const DecodeOptions decode{options_.truncated, options_.strict, options_.maxPixels, eighths};
    const Pixels pixels = applyOrientation(decodeJpeg(bytes_.data(), bytes_.size(), decode, decoded_, line_), orientation, turned_);
    if (eighths == 8 && (pixels.width != size.width || pixels.height != size.height))
      throw PictureError("its size has changed while it was read");
    if (!keeping_.rows) keep(i, pixels, size, eighths, orientation);
    finish(i, pixels, size, g);
  }

  // As it stands upright, and how it is to be turned for that. Throws where that makes no sense.
  std::pair<Size, int> sizeOfFile(int64_t i) const {
    if (!parts_.fit) {
      const int64_t* row = parts_.geometry(i);
      return {sizeOf(row[9], row[8], "the picture"), narrow(row[10], 1, 8, "an orientation")};
    }
    const JpegHeader header = readJpegHeader(bytes_.data(), bytes_.size(), options_.maxPixels);
    const int orientation = parts_.upright ? header.orientation : 1;
    const bool turned = isSideways(orientation);
    return {sizeOf(turned ? header.width : header.height, turned ? header.height : header.width, "the picture"), orientation};
  }

  Geometry geometryOf(int64_t i, Size size) const {
    if (parts_.fit) return (*parts_.fit)(size, parts_.stream(i));
    sizeOfFile(i);
    return onecycle::geometryOf(parts_.geometry(i));
  }

  void keep(int64_t i, const Pixels& pixels, Size size, int eighths, int orientation) const {
    if (keeping_.cache) keeping_.cache->keep(keeping_.keys[i], pixels, size, eighths, orientation);
  }

  void finish(int64_t i, const Pixels& pixels, Size size, Geometry g) {
    sizeOf(pixels.height, pixels.width, "the picture");
    if (pixels.width != size.width || pixels.height != size.height) {
      const double sx = double(pixels.width) / size.width, sy = double(pixels.height) / size.height;
      g.left *= sx, g.width *= sx, g.top *= sy, g.height *= sy;
    }
    work_(i, pixels, g, out_);
  }

  const Sources& sources_;
  const Parts& parts_;
  const Keeping& keeping_;
  const LoadOptions& options_;
  const PictureWork work_;
  uint8_t* out_ = nullptr;
  std::vector<uint8_t> bytes_;
  Buffer<uint8_t> decoded_, line_, turned_;
};

}  // namespace

std::optional<Fit> fitOf(const std::string& name, at::ArrayRef<double> numbers, Size frame) {
  if (name.empty()) return std::nullopt;
  return Fit::of(name, numbers, frame);
}

Parts::Parts(const c10::optional<at::Tensor>& rows, std::optional<Fit> fit, bool upright, at::IntArrayRef streams, int64_t fork, size_t files)
    : fit(fit), upright(upright), streams_(streams), fork_(wordOf(fork)) {
  TORCH_CHECK(rows.has_value() != fit.has_value(), "parts are told by their geometry, or by a way to find them");
  TORCH_CHECK(streams.empty() || streams.size() == 4 * files, "the stream of each picture is told by four words");
  for (size_t i = 0; i < streams.size(); i++) wordOf(streams[i]);
  if (!rows) return;
  TORCH_CHECK(rows->sizes() == at::IntArrayRef({static_cast<int64_t>(files), geometryColumns}) && rows->scalar_type() == at::kLong &&
                  rows->is_cpu() && rows->is_contiguous(),
              "the geometry of the parts is an int64 tensor [files, ", geometryColumns, "]");
  rows_ = rows->data_ptr<int64_t>();
}

std::optional<Rng> Parts::stream(int64_t i) const {
  if (streams_.empty()) return std::nullopt;
  return Rng::of(&streams_[4 * i]).fork(fork_);
}

Keeping::Keeping(int64_t number, at::IntArrayRef keys, bool rows, size_t files) : keys(keys), rows(rows && number != 0) {
  if (number == 0) return;
  TORCH_CHECK(keys.size() == files, "a cache needs a key for each file");
  cache = PictureCache::at(number);
}

int eighthsFor(const Geometry& g, double density) {
  if (density == 0) return 8;
  for (const int eighths : {1, 2, 4})
    if (g.width * eighths >= 8 * density * g.resizedWidth && g.height * eighths >= 8 * density * g.resizedHeight) return eighths;
  return 8;
}

Loaded loadBatch(const Sources& sources, const Parts& parts, const Keeping& keeping, const LoadOptions& options, Size size, bool pinned,
                 const Next& next, const std::function<PictureWork()>& makeWorker) {
  const auto files = static_cast<int64_t>(sources.files.size());
  checkTensors(sources.pictures, sources.files.size());
  Strings failures(sources.files.size());
  const auto output = Output::of(files, size, pinned, next);
  if (!output) return {at::empty({0}, at::kFloat), {}};
  forEachItem(files, options.crew, Need::soon, [&] {
    return [&, load = std::make_shared<Loader>(sources, parts, keeping, options, makeWorker()), way = output->way()](int64_t i, Turn& turn) {
      failures[i] = failureOf([&] {
        way(i, [&](uint8_t* out) {
          (*load)(i, turn, size, out);
          turn.take();
        });
      });
    };
  });
  if (std::all_of(failures.begin(), failures.end(), [](const std::string& failure) { return failure.empty(); })) failures.clear();
  return {output->batch, failures};
}

}  // namespace onecycle
