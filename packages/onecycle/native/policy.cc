// onecycle::policy: the operations of TrivialAugment and RandAugment on 8-bit pictures, with the pixels of torchvision's functions.
//
// torchvision computes in 32-bit floats, each step by itself. What depends on one value only comes from a table of 256.
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "numbers.h"
#include "parallel.h"
#include "simd.h"

// torch multiplies and adds in operators of their own: nothing may be joined here but by `fused`.
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

namespace onecycle {

namespace {

// Interleaved bytes of 1 or 3 channels, without gaps.
struct Bytes {
  uint8_t* data;
  int height, width, channels;

  int64_t pixels() const { return int64_t{height} * width; }
  int64_t size() const { return pixels() * channels; }
};

struct Sampling {
  bool bilinear;
  std::vector<float> fill;  // of each channel; none: black
};

using Table = std::array<uint8_t, 256>;

// a · b + c rounded once to 32 bits, as processors' float units do it: the product is exact in 64.
ONECYCLE_INLINE float fused(float a, float b, float c) { return static_cast<float>(double{a} * b + c); }

ONECYCLE_INLINE uint8_t cut(float v) { return static_cast<uint8_t>(v > 0 ? (v < 255 ? v : 255) : 0); }

void map(const Bytes& x, int channel, int step, const Table& table) {
  for (int64_t i = channel, n = x.size(); i < n; i += step) x.data[i] = table[x.data[i]];
}

void mapAll(const Bytes& x, const Table& table) { map(x, 0, 1, table); }

// own · picture + its · other, a value of `other` for each of `n` bytes, or for each pixel of three.
ONECYCLE_VERSIONS
void blendBytes(uint8_t* x, const uint8_t* other, int64_t n, float own, float its) {
  for (int64_t i = 0; i < n; i++) x[i] = cut(own * x[i] + its * other[i]);
}

ONECYCLE_VERSIONS
void blendPixels(uint8_t* x, const uint8_t* other, int64_t n, float own, float its) {
  for (int64_t i = 0; i < n; i++) {
    const float rest = its * other[i];
    for (int c = 0; c < 3; c++) x[3 * i + c] = cut(own * x[3 * i + c] + rest);
  }
}

// Of n bytes, `across` from one pixel to the next and `down` from one row to the next.
ONECYCLE_VERSIONS
void blurRow(const uint8_t* in, int64_t down, int64_t across, int64_t n, uint8_t* out) {
  for (int64_t j = 0; j < n; j++) {
    const uint8_t *p = in + j, *above = p - down, *below = p + down;
    const unsigned around = above[-across] + above[0] + above[across] + p[-across] + p[across] + below[-across] + below[0] + below[across];
    out[j] = static_cast<uint8_t>((2 * (around + 5u * p[0]) + 13) / 26);
  }
}

// The shades of n pixels of three bytes.
ONECYCLE_VERSIONS
void greys(const uint8_t* in, int64_t n, uint8_t* out) {
  for (int64_t i = 0; i < n; i++)
    out[i] = static_cast<uint8_t>(0.2989f * in[3 * i] + 0.587f * in[3 * i + 1] + 0.114f * in[3 * i + 2]);
}

class Operations {
 public:
  explicit Operations(const Sampling& sampling) : sampling_(sampling) {}

  void apply(const std::string& op, double magnitude, const Bytes& x) {
    if (op == "identity") return;
    // The matrices are those of torchvision's `affine` and `rotate`, from output to input. Shears keep the upper left corner in its place.
    const double shear = std::tan(std::atan(magnitude)), angle = magnitude * std::acos(-1.0) / 180;
    if (op == "shearX") return sample(x, {1, shear, shear * 0.5 * x.height, 0, 1, 0});
    if (op == "shearY") return sample(x, {1, 0, 0, shear, 1, shear * 0.5 * x.width});
    if (op == "translateX") return sample(x, {1, 0, -std::trunc(magnitude), 0, 1, 0});
    if (op == "translateY") return sample(x, {1, 0, 0, 0, 1, -std::trunc(magnitude)});
    if (op == "rotate") return sample(x, {std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle), 0});
    // Light is the picture's share and that of another one: black, its greys, their mean, or itself blurred.
    const double factor = 1 + magnitude;
    const auto own = static_cast<float>(factor), its = static_cast<float>(1 - factor);
    if (op == "brightness") return brightness(x, own);
    if (op == "color") return color(x, own, its);
    if (op == "contrast") return contrast(x, own, its);
    if (op == "sharpness") return sharpness(x, own, its);
    if (op == "posterize") return posterize(x, static_cast<int>(magnitude));
    if (op == "solarize") return solarize(x, static_cast<float>(magnitude));
    if (op == "autoContrast") return eachChannel(x, stretched);
    if (op == "equalize") return eachChannel(x, equalized);
    TORCH_CHECK(false, "there is no operation ", op);
  }

 private:
  // ---- places

  // torch's grid_sample along a matrix around the picture's centre, nothing outside.
  ONECYCLE_VERSIONS
  void sample(const Bytes& x, const std::array<double, 6>& matrix) {
    std::array<float, 6> m;
    for (int k = 0; k < 6; k++) m[k] = static_cast<float>(matrix[k]) / (0.5f * static_cast<float>(k < 3 ? x.width : x.height));
    const float middleX = 0.5f * x.width, middleY = 0.5f * x.height;
    copy_.assign(x.data, x.data + x.size());
    columns_.resize(x.width);
    rows_.resize(x.width);
    for (int i = 0; i < x.height; i++) {
      const float v = i + 0.5f - middleY;
      for (int j = 0; j < x.width; j++) {
        const float u = j + 0.5f - middleX;
        const float gridX = fused(v, m[1], u * m[0]) + m[2], gridY = fused(v, m[4], u * m[3]) + m[5];
        columns_[j] = fused(gridX + 1, middleX, -0.5f);
        rows_[j] = fused(gridY + 1, middleY, -0.5f);
      }
      uint8_t* out = x.data + int64_t{i} * x.width * x.channels;
      for (int j = 0; j < x.width; j++, out += x.channels) {
        if (sampling_.bilinear) bilinear(x, columns_[j], rows_[j], out);
        else nearest(x, columns_[j], rows_[j], out);
      }
    }
  }

  uint8_t filled(int channel) const {
    return sampling_.fill.empty() ? 0 : cut(std::nearbyintf(sampling_.fill[channel]));
  }

  ONECYCLE_INLINE void nearest(const Bytes& x, float column, float row, uint8_t* out) const {
    const float left = std::nearbyintf(column), top = std::nearbyintf(row);
    if (left > -1 && left < x.width && top > -1 && top < x.height)
      memcpy(out, copy_.data() + (int64_t{x.width} * static_cast<int>(top) + static_cast<int>(left)) * x.channels, x.channels);
    else
      for (int c = 0; c < x.channels; c++) out[c] = filled(c);
  }

  ONECYCLE_INLINE void bilinear(const Bytes& x, float column, float row, uint8_t* out) const {
    const float left = std::floor(column), top = std::floor(row);
    const float toRight = column - left, toLeft = 1 - toRight, toBottom = row - top, toTop = 1 - toBottom;
    const float weights[4] = {toLeft * toTop, toRight * toTop, toLeft * toBottom, toRight * toBottom};
    const uint8_t* corners[4];
    for (int k = 0; k < 4; k++) {
      const float cx = left + (k & 1), cy = top + (k >> 1);
      const bool inside = cx > -1 && cx < x.width && cy > -1 && cy < x.height;
      corners[k] = inside ? copy_.data() + (int64_t{x.width} * static_cast<int>(cy) + static_cast<int>(cx)) * x.channels : nullptr;
    }
    const auto mixed = [&](auto value) {
      float sum = value(0) * weights[0];
      for (int k = 1; k < 4; k++) sum = fused(value(k), weights[k], sum);
      return sum;
    };
    const float share = mixed([&](int k) { return corners[k] ? 1.0f : 0.0f; });
    for (int c = 0; c < x.channels; c++) {
      const float seen = mixed([&](int k) { return corners[k] ? static_cast<float>(corners[k][c]) : 0.0f; });
      if (sampling_.fill.empty()) {
        out[c] = cut(std::nearbyintf(seen));
        continue;
      }
      out[c] = cut(std::nearbyintf(seen * share + (1 - share) * sampling_.fill[c]));
    }
  }

  // ---- light

  static void brightness(const Bytes& x, float own) {
    Table table;
    for (int v = 0; v < 256; v++) table[v] = cut(own * v);
    mapAll(x, table);
  }

  void color(const Bytes& x, float own, float its) {
    if (x.channels == 1) return;
    makeGrey(x);
    blendPixels(x.data, copy_.data(), x.pixels(), own, its);
  }

  void contrast(const Bytes& x, float own, float its) {
    makeGrey(x);
    int64_t sum = 0;
    for (const uint8_t v : copy_) sum += v;
    const float mean = static_cast<float>(sum) / static_cast<float>(x.pixels());
    const float rest = its * mean;
    Table table;
    for (int v = 0; v < 256; v++) table[v] = cut(own * v + rest);
    mapAll(x, table);
  }

  void sharpness(const Bytes& x, float own, float its) {
    if (x.width <= 2 || x.height <= 2) return;
    // Where a pixel has all its neighbours: their sum, the pixel itself five times, over 13; no half can occur there.
    copy_.assign(x.data, x.data + x.size());
    const int64_t across = x.channels, down = int64_t{x.width} * x.channels;
    for (int i = 1; i < x.height - 1; i++) blurRow(x.data + i * down + across, down, across, down - 2 * across, &copy_[i * down + across]);
    blendBytes(x.data, copy_.data(), x.size(), own, its);
  }

  static void posterize(const Bytes& x, int bits) {
    Table table;
    for (int v = 0; v < 256; v++) table[v] = static_cast<uint8_t>(v & -(1 << (8 - bits)));
    mapAll(x, table);
  }

  static void solarize(const Bytes& x, float threshold) {
    Table table;
    for (int v = 0; v < 256; v++) table[v] = static_cast<uint8_t>(static_cast<float>(v) >= threshold ? 255 - v : v);
    mapAll(x, table);
  }

  using Histogram = std::array<int64_t, 256>;

  static Table stretched(const Histogram& counts) {
    int low = 0, high = 255;
    while (counts[low] == 0) low++;
    while (counts[high] == 0) high--;
    Table table;
    const float scale = 1.0f / static_cast<float>(high - low) * 255;  // torch divides a number by a tensor so
    for (int v = 0; v < 256; v++) table[v] = low == high ? static_cast<uint8_t>(v) : cut(static_cast<float>(v - low) * scale);
    return table;
  }

  static Table equalized(const Histogram& counts) {
    int last = 255;
    while (counts[last] == 0) last--;
    int64_t below = 0;
    for (int v = 0; v < last; v++) below += counts[v];
    const int64_t step = below / 255;
    Table table;
    int64_t sum = 0;
    for (int v = 0; v < 256; v++) {
      table[v] = static_cast<uint8_t>(step == 0 ? v : v == 0 ? 0 : std::min<int64_t>((sum + step / 2) / step, 255));
      sum += counts[v];
    }
    return table;
  }

  template <class Make>
  static void eachChannel(const Bytes& x, Make make) {
    for (int c = 0; c < x.channels; c++) {
      Histogram counts{};
      for (int64_t i = c, n = x.size(); i < n; i += x.channels) counts[x.data[i]]++;
      map(x, c, x.channels, make(counts));
    }
  }

  // The shades of a picture, a byte a pixel.
  void makeGrey(const Bytes& x) {
    copy_.resize(x.pixels());
    if (x.channels == 1) {
      memcpy(copy_.data(), x.data, x.pixels());
      return;
    }
    greys(x.data, x.pixels(), copy_.data());
  }

  const Sampling& sampling_;
  std::vector<uint8_t> copy_;
  std::vector<float> columns_, rows_;
};

void checkMagnitude(const std::string& op, double magnitude) {
  TORCH_CHECK(std::isfinite(magnitude) && std::abs(magnitude) <= maxSide, "the magnitude of ", op, " is a number, not ", magnitude);
  if (op == "brightness" || op == "color" || op == "contrast" || op == "sharpness")
    TORCH_CHECK(magnitude >= -1, "the magnitude of ", op, " is at least -1, not ", magnitude);
  if (op == "posterize")
    TORCH_CHECK(magnitude >= 0 && magnitude <= 8, "the magnitude of posterize is a number of bits, 0 to 8, not ", magnitude);
  if (op == "solarize") TORCH_CHECK(magnitude <= 255, "the magnitude of solarize is at most 255, not ", magnitude);
}

// policy: uint8 [n, 1 or 3, height, width], as many operations for each picture, one after the other, as there are names for a picture.
at::Tensor policy(const at::Tensor& pictures, std::vector<std::string> ops, at::ArrayRef<double> magnitudes, bool bilinear,
                  at::ArrayRef<double> fill, int64_t threads, int64_t team) {
  TORCH_CHECK(pictures.dim() == 4 && (pictures.size(1) == 1 || pictures.size(1) == 3) && pictures.is_cpu() &&
                  pictures.scalar_type() == at::kByte,
              "pictures is uint8 [n, 1 or 3, height, width] on the CPU");
  const int64_t n = pictures.size(0);
  const int channels = static_cast<int>(pictures.size(1));
  const auto [height, width] = sizeOf(pictures.size(2), pictures.size(3), "a picture");
  TORCH_CHECK(ops.size() == magnitudes.size() && (n == 0 ? ops.empty() : ops.size() % n == 0),
              "each picture has as many operations, and each of these a magnitude");
  for (size_t i = 0; i < ops.size(); i++) checkMagnitude(ops[i], magnitudes[i]);
  TORCH_CHECK(fill.empty() || fill.size() == 1 || static_cast<int>(fill.size()) == channels, "fill is a number, or one for each channel");
  Sampling sampling{bilinear, {}};
  for (int c = 0; c < (fill.empty() ? 0 : channels); c++) {
    const double value = fill[fill.size() == 1 ? 0 : c];
    TORCH_CHECK(value >= 0 && value <= 255, "fill is a number from 0 to 255, not ", value);
    sampling.fill.push_back(static_cast<float>(value));
  }

  const at::Tensor rows = pictures.contiguous(at::MemoryFormat::ChannelsLast);
  at::Tensor out =
      at::empty({n, channels, height, width}, at::kByte, c10::nullopt, c10::nullopt, c10::nullopt, at::MemoryFormat::ChannelsLast);
  const auto* from = rows.data_ptr<uint8_t>();
  auto* to = out.data_ptr<uint8_t>();
  const int64_t size = int64_t{channels} * height * width, each = n == 0 ? 0 : static_cast<int64_t>(ops.size()) / n;
  forEachItem(n, {threads, team}, Need::now, [&] {
    return [&, operations = std::make_shared<Operations>(sampling)](int64_t i, Turn& turn) {
      turn.take();
      const Bytes picture{to + size * i, height, width, channels};
      memcpy(picture.data, from + size * i, size);
      for (int64_t k = each * i; k < each * (i + 1); k++) operations->apply(ops[k], magnitudes[k], picture);
    };
  });
  return out;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def("policy(Tensor pictures, str[] ops, float[] magnitudes, bool bilinear, float[] fill, int threads, int team) -> Tensor", &policy);
}

}  // namespace onecycle
