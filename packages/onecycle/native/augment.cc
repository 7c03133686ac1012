// onecycle::augment: everything between the 8-bit batch and the network in one pass over each picture.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

#include "augment.h"
#include "light.h"
#include "numbers.h"
#include "parallel.h"
#include "area.h"
#include "sample.h"
#include "simd.h"

namespace onecycle {

namespace {

Light lightOf(const float* m) {
  Light l{};
  l.none = l.mixes = false;
  bool identity = true;
  for (int c = 0; c < 3; c++) {
    for (int k = 0; k < 3; k++) {
      l.mix[c][k] = m[4 * c + k];
      if (k != c && m[4 * c + k] != 0) l.mixes = true;
      if (m[4 * c + k] != (k == c ? 1 : 0)) identity = false;
    }
    l.shift[c] = m[4 * c + 3];
    if (l.shift[c] != 0) identity = false;
    if (l.mix[c][c] != l.mix[0][0] || l.shift[c] != l.shift[0]) l.mixes = true;
  }
  l.none = identity;
  return l;
}

ONECYCLE_VERSIONS
void bytesToFloats(const uint8_t* in, int n, float* out) {
  for (int x = 0; x < n; x++) {
    for (int c = 0; c < 3; c++) out[4 * x + c] = in[3 * x + c] * (1.0f / 255);
    out[4 * x + 3] = 0;
  }
}

ONECYCLE_VERSIONS
void blendRows(const float* a, const float* b, float weight, const int* x0, const int* x1, const float* wx, int n, float* out) {
  for (int j = 0; j < n; j++) {
    const Float4 top = loadFloats(a + 4 * x0[j]) * (1 - wx[j]) + loadFloats(a + 4 * x1[j]) * wx[j];
    const Float4 bottom = loadFloats(b + 4 * x0[j]) * (1 - wx[j]) + loadFloats(b + 4 * x1[j]) * wx[j];
    store(out + 4 * j, top * (1 - weight) + bottom * weight);
  }
}

void pack(const float* in, int n, float* out) {
  for (int x = 0; x < n; x++) memcpy(out + 3 * x, in + 4 * x, 12);
}

}  // namespace

class Augmentation::Worker {
 public:
  explicit Worker(const AugmentationPlan& plan) : plan_(plan) {
    for (int x = 0; x < plan.width; x++) columns_.push_back(static_cast<float>(gridAt(x, plan.width, plan.steps.alignCorners)));
    if (!plan.crops) return;
    const int width = plan.second.shrunkWidth;
    for (int j = 0; j < plan.outWidth; j++) {
      const double x = (gridAt(j, plan.outWidth, true) + 1) / 2 * (width - 1);
      const int from = std::min(static_cast<int>(x), width - 1);
      x0_.push_back(from);
      x1_.push_back(std::min(from + 1, width - 1));
      wx_.push_back(static_cast<float>(x - from));
    }
  }

  void operator()(int64_t i, Source source, float* out) {
    if (plan_.first.needed) source = shrunk(source);
    const int width = plan_.crops ? plan_.cropWidth : plan_.width, left = plan_.crops ? plan_.left : 0;
    Map map{};
    if (const auto& maps = plan_.steps.maps) {
      map = {{}, source.width, source.height, plan_.steps.pad, plan_.steps.alignCorners};
      std::copy_n(maps->data() + 9 * i, 9, map.matrix);
    }
    const auto& lights = plan_.steps.lights;
    const Light change = lights ? lightOf(lights->data() + 12 * i) : Light{{}, {}, true, false};

    sampled_.reset(width);
    auto sample = [&](int y) {
      return sampled_.get(y, [&](int r, float* row) { firstStep(source, map, r, left, width, row); });
    };
    if (!plan_.crops) {
      for (int y = 0; y < plan_.height; y++) finish(sample(y), plan_.width, change, out + int64_t{3} * plan_.width * y);
      return;
    }
    auto cropped = [&](int y) { return sample(y + plan_.top); };
    shrunkRows_.reset(plan_.second.shrunkWidth);
    auto row = [&](int y) {
      if (!plan_.second.needed) return cropped(y);
      return shrunkRows_.get(y, [&](int r, float* values) {
        area_.make(r, plan_.cropHeight, plan_.second.shrunkHeight, width, plan_.second.shrunkWidth, cropped, values);
      });
    };
    mixed_.resize(size_t{4} * plan_.outWidth);
    const int height = plan_.second.shrunkHeight;
    for (int j = 0; j < plan_.outHeight; j++) {
      const double y = (gridAt(j, plan_.outHeight, true) + 1) / 2 * (height - 1);
      const int y0 = std::min(static_cast<int>(y), height - 1);
      const float* above = row(y0);
      blendRows(above, row(std::min(y0 + 1, height - 1)), static_cast<float>(y - y0), x0_.data(), x1_.data(), wx_.data(),
                plan_.outWidth, mixed_.data());
      finish(mixed_.data(), plan_.outWidth, change, out + int64_t{3} * plan_.outWidth * j);
    }
  }

 private:
  // Columns left … left + n − 1 of row y of what the map makes of the picture.
  void firstStep(const Source& source, const Map& map, int y, int left, int n, float* out) {
    if (!plan_.steps.maps) {
      if (source.floats) memcpy(out, source.floats + 4 * (int64_t{source.width} * y + left), size_t{16} * n);
      else bytesToFloats(source.bytes.data + source.bytes.stride * y + 3 * left, n, out);
      return;
    }
    locate(map, columns_.data() + left, static_cast<float>(gridAt(y, plan_.height, plan_.steps.alignCorners)), n, row_);
    const bool zeros = plan_.steps.pad == PadMode::zeros;
    if (source.floats) sampleRow(source.floats, source.width, source.height, row_, n, zeros, out);
    else sampleRow(source.bytes, row_, n, zeros, out);
  }

  Source shrunk(const Source& source) {
    const auto [height, width, needed] = plan_.first;
    whole_.resize(size_t{4} * height * width);
    wide_.resize(size_t{4} * source.width);
    for (int y = 0; y < height; y++)
      area_.make(
          y, source.height, height, source.width, width,
          [&](int r) -> const float* {
            if (source.floats) return source.floats + size_t{4} * source.width * r;
            bytesToFloats(source.bytes.data + source.bytes.stride * r, source.width, wide_.data());
            return wide_.data();
          },
          whole_.data() + size_t{4} * width * y);
    return {{}, whole_.data(), width, height};
  }

  void finish(const float* row, int n, const Light& change, float* out) {
    pack(row, n, out);
    light(change, out, n);
    if (plan_.normalizes) normalize(plan_.mean, plan_.factor, out, n);
  }

  const AugmentationPlan& plan_;
  std::vector<float> columns_, wx_, whole_, wide_, mixed_;
  std::vector<int> x0_, x1_;
  RowCache sampled_, shrunkRows_;
  AreaRow area_;
  Row row_;
};

namespace {

std::optional<std::vector<float>> floatsOf(const c10::optional<at::Tensor>& t, at::IntArrayRef shape, const char* name) {
  if (!t) return std::nullopt;
  TORCH_CHECK(t->sizes() == shape && t->scalar_type() == at::kFloat && t->is_cpu() && t->is_contiguous(), name,
              " is a contiguous float32 tensor of shape ", shape, ", got ", t->sizes());
  const float* numbers = t->data_ptr<float>();
  return std::vector<float>(numbers, numbers + t->numel());
}

// augment: pictures [n, 3, height, width] of bytes, or of floats from 0 to 1, as float32 ones. Maps [n, 3, 3] are sampled along to `size`; of
// that the crop [top, left, height, width] is resized to `cropSize`; lights [n, 3, 4] change logits; what is left out is not done.
at::Tensor augmentGiven(const at::Tensor& pictures, const c10::optional<at::Tensor>& maps, at::IntArrayRef size, std::string padMode,
                        bool alignCorners, at::IntArrayRef crop, at::IntArrayRef cropSize, const c10::optional<at::Tensor>& lights,
                        at::ArrayRef<double> mean, at::ArrayRef<double> std, int64_t threads, int64_t team) {
  const Size input = pictureSize(pictures);
  const int64_t n = pictures.size(0);
  TORCH_CHECK(size.size() == 2, "size is [height, width]");
  Steps steps{floatsOf(maps, {n, 3, 3}, "maps"), {}, padModeOf(padMode), alignCorners, crop.vec(), cropSize.vec(), floatsOf(lights, {n, 3, 4}, "lights"),
              mean.vec(), std.vec()};
  if (maps) steps.mapped = sizeOf(size[0], size[1], "the output");
  return augment(pictures, Augmentation({n, input, std::move(steps)}), {threads, team});
}

}  // namespace

at::Tensor Augmentation::memory(int64_t n) const {
  return at::empty({n, 3, plan_->outHeight, plan_->outWidth}, at::kFloat, c10::nullopt, c10::nullopt, c10::nullopt, at::MemoryFormat::ChannelsLast);
}

std::function<void(int64_t, const Source&, float*)> Augmentation::worker() const {
  return [plan = plan_, worker = std::make_shared<Worker>(*plan_)](int64_t i, const Source& picture, float* out) { (*worker)(i, picture, out); };
}

Size pictureSize(const at::Tensor& pictures) {
  TORCH_CHECK(pictures.dim() == 4 && pictures.size(1) == 3, "pictures is [n, 3, height, width]");
  TORCH_CHECK(pictures.scalar_type() == at::kByte || pictures.scalar_type() == at::kFloat, "pictures holds uint8 or float32");
  return sizeOf(pictures.size(2), pictures.size(3), "a picture");
}

at::Tensor augment(const at::Tensor& pictures, const Augmentation& augmentation, const Crew& crew) {
  const auto [height, width] = pictureSize(pictures);
  TORCH_CHECK(pictures.is_cpu(), "pictures is on the CPU");
  const bool bytes = pictures.scalar_type() == at::kByte;
  const int64_t n = pictures.size(0);
  const at::Tensor rows = pictures.contiguous(at::MemoryFormat::ChannelsLast);
  at::Tensor out = augmentation.memory(n);
  float* results = out.data_ptr<float>();
  const int64_t inStep = int64_t{3} * height * width, outStep = n > 0 ? out.numel() / n : 0;
  const auto* data = static_cast<const uint8_t*>(rows.data_ptr());
  const Size size{height, width};

  forEachItem(n, crew, Need::now, [&] {
    return [&, worker = augmentation.worker(), unpacked = std::vector<float>(), last = Buffer<uint8_t>()](int64_t i, Turn& turn) mutable {
      turn.take();
      Source source{{data + inStep * i, size.width, size.height, int64_t{3} * size.width}, nullptr, size.width, size.height};
      if (bytes && i == n - 1) {  // a byte is read after its last pixel
        memcpy(last.reserve(inStep), source.bytes.data, inStep);
        source.bytes.data = last.data();
      }
      if (!bytes) {
        const auto* floats = reinterpret_cast<const float*>(data) + inStep * i;
        unpacked.assign(size_t{4} * size.height * size.width, 0);
        for (int64_t p = 0; p < int64_t{size.height} * size.width; p++) memcpy(&unpacked[4 * p], floats + 3 * p, 12);
        source.floats = unpacked.data();
      }
      worker(i, source, results + outStep * i);
    };
  });
  return out;
}

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def(
      "augment(Tensor pictures, Tensor? maps, int[] size, str pad_mode, bool align_corners, int[] crop, int[] crop_size, "
      "Tensor? lights, float[] mean, float[] std, int threads, int team) -> Tensor",
      &augmentGiven);
}

}  // namespace onecycle
