// 3×3 convolutions by Winograd's F(4×4, 3×3): a tile of 4×4 results needs 6×6 values of the input, and both, as well as the filter, are
// transformed so that the tile becomes 36 products, a quarter of the multiplications.
//
// The points 0, ±5/8, ±3/2, ∞ have rounding errors some four times those of a direct sum; with 0, ±1, ±2, ∞ they are twice as large.
// Source: Lavin and Gray, "Fast algorithms for convolutional neural networks", 2015; Barabasz and others, "Error analysis and improving
// the accuracy of Winograd convolution for deep neural networks", 2018.
#pragma once

#include "convolve.h"

namespace onecycle {

constexpr int kTile = 4, kPatch = 6;
constexpr float kA = 0.625f, kB = 1.5f, kA2 = kA * kA, kB2 = kB * kB;  // all exact

// Six values of the input as they are multiplied.
template <class V>
ONECYCLE_INLINE void transformInput(const V* d, V* r, int step) {
  const V evenA = d[4] - kB2 * d[2], oddA = kA * d[3] - kA * kB2 * d[1];
  const V evenB = d[4] - kA2 * d[2], oddB = kB * d[3] - kA2 * kB * d[1];
  r[0] = kA2 * kB2 * d[0] + (d[4] - (kA2 + kB2) * d[2]);
  r[step] = evenA + oddA;
  r[2 * step] = evenA - oddA;
  r[3 * step] = evenB + oddB;
  r[4 * step] = evenB - oddB;
  r[5 * step] = kA2 * kB2 * d[1] + (d[5] - (kA2 + kB2) * d[3]);
}

// Six products as four results.
template <class V>
ONECYCLE_INLINE void transformOutput(const V* m, V* y, int step) {
  const V sumA = m[1] + m[2], differenceA = m[1] - m[2], sumB = m[3] + m[4], differenceB = m[3] - m[4];
  y[0] = m[0] + sumA + sumB;
  y[step] = kA * differenceA + kB * differenceB;
  y[2 * step] = kA2 * sumA + kB2 * sumB;
  y[3 * step] = kA2 * kA * differenceA + kB2 * kB * differenceB + m[5];
}

// Three weights as they are multiplied.
inline void transformFilter(double w0, double w1, double w2, double* r, int step) {
  const double a = kA, b = kB, a2 = kA2, b2 = kB2, forA = 2 * a2 * (a2 - b2), forB = 2 * b2 * (b2 - a2);
  r[0] = w0 / (a2 * b2);
  r[step] = (w0 + a * w1 + a2 * w2) / forA;
  r[2 * step] = (w0 - a * w1 + a2 * w2) / forA;
  r[3 * step] = (w0 + b * w1 + b2 * w2) / forB;
  r[4 * step] = (w0 - b * w1 + b2 * w2) / forB;
  r[5 * step] = w2;
}

// Units are tiles; A has a matrix for each of the 36 places.
template <int Lanes>
struct Winograd {
  static constexpr int places = kPatch * kPatch;
  typedef typename Simd<Lanes>::Vector Vector;

  struct Tile {
    int64_t n, y, x;
  };

  static int64_t down(const Convolution& c) { return (c.out.height + kTile - 1) / kTile; }
  static int64_t across(const Convolution& c) { return (c.out.width + kTile - 1) / kTile; }
  static int64_t units(const Convolution& c) { return down(c) * across(c); }

  static ONECYCLE_INLINE Tile tileOf(const Convolution& c, int64_t unit) {
    const int64_t place = unit % units(c);
    return {unit / units(c), place / across(c) * kTile, place % across(c) * kTile};
  }

  static ONECYCLE_INLINE void read(const Convolution& c, const Job& job, int64_t unit, float* row) {
    const Tile tile = tileOf(c, unit);
    const float* from[places];
    for (int i = 0; i < kPatch; i++)
      for (int j = 0; j < kPatch; j++) {
        const int64_t y = tile.y - c.padding[0] + i, x = tile.x - c.padding[1] + j;
        const bool inside = y >= 0 && y < c.in.height && x >= 0 && x < c.in.width;
        from[kPatch * i + j] = inside ? c.input + ((tile.n * c.in.height + y) * c.in.width + x) * c.in.channels : c.zeros;
      }
    const int64_t placeStep = c.depth / kGroup * job.groupStep();
    for (int64_t k = 0; k < c.in.channels; k += Lanes) {
      Vector columns[places], patch[places];
      for (int j = 0; j < kPatch; j++) {
        Vector d[kPatch];
        for (int i = 0; i < kPatch; i++) load(from[kPatch * i + j] + k, d[i]);
        transformInput(d, columns + j, kPatch);
      }
      for (int i = 0; i < kPatch; i++) transformInput(columns + kPatch * i, patch + kPatch * i, 1);
      float* to = row + k / kGroup * job.groupStep() + k % kGroup;
      for (int place = 0; place < places; place++) store(to + place * placeStep, patch[place]);
    }
  }

  template <int Vectors>
  static ONECYCLE_INLINE void write(const Convolution& c, const Job& job, int64_t unit, int64_t first, const float* products) {
    const Tile tile = tileOf(c, unit);
    const int64_t placeStep = job.units * Lanes * Vectors;
    Vector results[kTile * kTile][Vectors];
    for (int v = 0; v < Vectors; v++) {
      Vector columns[kTile * kPatch];
      for (int j = 0; j < kPatch; j++) {
        Vector m[kPatch];
        for (int i = 0; i < kPatch; i++) load(products + (kPatch * i + j) * placeStep + v * Lanes, m[i]);
        transformOutput(m, columns + j, kPatch);
      }
      for (int i = 0; i < kTile; i++) transformOutput(columns + kPatch * i, &results[kTile * i][v], Vectors);
    }
    const int64_t rows = std::min<int64_t>(kTile, c.out.height - tile.y), columns = std::min<int64_t>(kTile, c.out.width - tile.x);
    for (int64_t i = 0; i < rows; i++)
      for (int64_t j = 0; j < columns; j++)
        finish<Lanes, Vectors>(c, (tile.n * c.out.height + tile.y + i) * c.out.width + tile.x + j, first, results[kTile * i + j]);
  }
};

}  // namespace onecycle
