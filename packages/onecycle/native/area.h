// Shrinking by area (torch's adaptive average pooling), row by row.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace onecycle {

// The input positions whose mean is output position i of `out`, when `in` positions become `out`.
inline std::pair<int, int> window(int i, int in, int out) {
  const int64_t from = int64_t{i} * in / out, to = (int64_t{i + 1} * in + out - 1) / out;
  return {static_cast<int>(from), static_cast<int>(to)};
}

// The last few rows of four floats a pixel that were computed.
class RowCache {
 public:
  void reset(int width) {
    rows_.resize(kept * size_t{4} * width);
    width_ = width;
    tags_.fill(-1);
  }
  // Row y, made by `make(y, row)` unless it is still there.
  template <class Make>
  const float* get(int y, Make make) {
    const int slot = y % kept;
    float* row = rows_.data() + slot * size_t{4} * width_;
    if (tags_[slot] != y) {
      make(y, row);
      tags_[slot] = y;
    }
    return row;
  }

 private:
  static constexpr int kept = 4;
  std::vector<float> rows_;
  std::array<int, kept> tags_{};
  int width_ = 0;
};

// Sums of rows of `width` pixels, then means over windows of columns.
class AreaRow {
 public:
  // `row(y)` gives the input rows.
  template <class GetRow>
  void make(int y, int inHeight, int outHeight, int inWidth, int outWidth, GetRow row, float* out) {
    const auto [from, to] = window(y, inHeight, outHeight);
    sums_.assign(size_t{4} * inWidth, 0);
    for (int r = from; r < to; r++) {
      const float* values = row(r);
      for (int i = 0; i < 4 * inWidth; i++) sums_[i] += values[i];
    }
    for (int x = 0; x < outWidth; x++) {
      const auto [left, right] = window(x, inWidth, outWidth);
      float mean[4] = {};
      for (int k = left; k < right; k++)
        for (int c = 0; c < 4; c++) mean[c] += sums_[4 * k + c];
      const float share = 1.0f / ((to - from) * (right - left));
      for (int c = 0; c < 4; c++) out[4 * x + c] = mean[c] * share;
    }
  }

 private:
  std::vector<float> sums_;
};

}  // namespace onecycle
