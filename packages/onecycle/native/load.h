// The way of every picture of a batch: read, decode, turn upright, hand on.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "augment.h"
#include "cache.h"
#include "geometry.h"
#include "picture.h"
#include "pool.h"
#include "resample.h"

namespace onecycle {

struct LoadOptions {
  double density;  // how many pixels are wanted for each resized one: larger pictures are decoded smaller; 0: never
  bool truncated;  // accept files that end too early
  bool strict;     // refuse files that libjpeg warns of
  int64_t maxPixels;
  Crew crew;
};

// What is read. `pictures[i]`, where it is not empty, is used instead of the file.
struct Sources {
  const std::vector<std::string>& files;
  at::TensorList pictures;
};

// left, top, width, height of the box; resized width, height; offset x, y; width and height of the upright picture;
// the EXIF orientation to apply (1 for none).
constexpr int64_t geometryColumns = 11;

// The parts of the pictures that are wanted: their geometry where the sizes are known beforehand, int64 [files, 11]; else a way to find them,
// and of each picture the four words of the stream that is drawn from, or none where nothing is.
class Parts {
 public:
  Parts(const c10::optional<at::Tensor>& rows, std::optional<Fit> fit, bool upright, at::IntArrayRef streams, int64_t fork, size_t files);

  const std::optional<Fit> fit;
  const bool upright;  // whether the EXIF orientation is applied where it is not known beforehand

  const int64_t* geometry(int64_t i) const { return rows_ + geometryColumns * i; }
  std::optional<Rng> stream(int64_t i) const;

 private:
  const int64_t* rows_ = nullptr;
  const at::IntArrayRef streams_;
  const uint32_t fork_;
};

// None for an empty name.
std::optional<Fit> fitOf(const std::string& name, at::ArrayRef<double> numbers, Size frame);

// Where pictures are kept, and the key of each; number 0 is no cache. Rows are what became of pictures: they are kept in place of the
// pictures where nothing is drawn at random.
struct Keeping {
  Keeping(int64_t number, at::IntArrayRef keys, bool rows, size_t files);

  std::shared_ptr<PictureCache> cache;
  at::IntArrayRef keys;
  bool rows;
};

// The smallest size, in eighths, at which the box still has at least `density` pixels for each resized one.
int eighthsFor(const Geometry& geometry, double density);

// What becomes of a batch whose pictures are read here, or some of them, as soon as each is read.
struct Next {
  int64_t n;               // pictures of the batch
  at::IntArrayRef places;  // which of them each file is; none: all are here, in order
  DrawnPass pass;          // none where it has no streams
};

// The same in operators' schemas.
constexpr const char* nextSchema =
    "int n, int[] places, int[] next_streams, float[] maps, int[] mapped, str map_pad_mode, bool align_corners, float[] next_crop, int[] crop_size, "
    "float[] lights, float[] mean, float[] std, ";

// Where pictures go, all of one size: into a batch of bytes, or by way of a thread's own memory into one of floats.
class Output {
 public:
  // None where `next` draws what cannot be done as each is read. A batch of bytes is in pinned memory where it goes on to a GPU: copies to there
  // then wait for nothing. Where the system grants no such memory it is ordinary memory.
  static std::optional<Output> of(int64_t files, Size size, bool pinned, const Next& next);

  const Size size;         // of the pictures before what comes next
  const at::Tensor batch;  // [files, 3, height, width], channels last

  // A thread's own way of file `i`: `load` writes its picture to where it is told.
  using Way = std::function<void(int64_t i, const std::function<void(uint8_t* out)>& load)>;
  Way way() const;

 private:
  Output(Size size, at::Tensor batch, std::optional<Augmentation> next, at::IntArrayRef places);

  std::optional<Augmentation> next_;
  at::IntArrayRef places_;
  int64_t step_;  // numbers of a picture in the batch
};

using PictureWork = std::function<void(int64_t, const Pixels&, const Geometry&, uint8_t* out)>;

// What a file that is none of libjpeg's is refused with where nobody has looked into it before.
constexpr const char* otherFormat = "no jpeg";

// A batch, and what is wrong with each file, or nothing at all where nothing is; the batch has no elements where what comes next cannot be done.
using Loaded = std::tuple<at::Tensor, std::vector<std::string>>;

// Calls a thread's own work with every picture that can be decoded: it writes what becomes of it.
Loaded loadBatch(const Sources& sources, const Parts& parts, const Keeping& keeping, const LoadOptions& options, Size size, bool pinned,
                 const Next& next, const std::function<PictureWork()>& makeWorker);

}  // namespace onecycle
