// A convolution as matrix products, with what follows it (bias, shortcut, ReLU) done while the results are at hand.
//
// Results are computed in units: a pixel, or a tile of 4×4 pixels. What a unit needs of the input is read into rows of a matrix A, once
// for some dozens of units, so that it lies in the cache; A is multiplied by panels of filters, some vectors wide; each product is
// finished and written. Pictures are [n, height, width, channels] everywhere (channels_last).
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "simd.h"

namespace onecycle {

// Values of a row of A that lie together, so that rows of a group are at distances that the compiler knows.
constexpr int kGroup = 16;

// Floats that stay in the second-level cache of a core beside what else passes through it.
constexpr int64_t kSmall = 128 * 1024;

struct Extent {
  int64_t height, width, channels;
};

struct Convolution {
  const float* input;
  const float* filters;   // [panels, places, depth, panel]
  const float* bias;      // a number for each filter of all panels
  const float* shortcut;  // of the output's shape: is added; or null
  float* output;
  const float* zeros;  // as many as the input has channels
  Extent in, out;
  int64_t kernel[2], stride[2], padding[2];
  int64_t depth;  // of A: values that a product sums up, a multiple of kGroup
  bool relu;
};

// The units and panels of one job, and the memory it works in.
struct Job {
  int64_t unit, units, panel, panels;
  float* rows;      // A: [places, depth / kGroup, units, kGroup]
  float* products;  // [places, units, panel]
  float* line;      // [depth]

  int64_t groupStep() const { return units * kGroup; }
};

template <int Lanes>
struct Simd {
  typedef float Vector __attribute__((vector_size(4 * Lanes)));
};

// By reference: a vector that the processor may not have cannot be an argument or a result.
template <class Vector>
ONECYCLE_INLINE void load(const float* p, Vector& v) { memcpy(&v, p, sizeof v); }
template <class Vector>
ONECYCLE_INLINE void store(float* p, const Vector& v) { memcpy(p, &v, sizeof v); }

// Writes the results of a pixel for the filters from `first` on.
template <int Lanes, int Vectors>
ONECYCLE_INLINE void finish(const Convolution& c, int64_t pixel, int64_t first, const typename Simd<Lanes>::Vector* values) {
  const int64_t place = pixel * c.out.channels + first, left = c.out.channels - first;
  for (int v = 0; v < Vectors; v++) {
    typename Simd<Lanes>::Vector value, shortcut{};
    const int64_t count = left - v * Lanes, step = v * Lanes;
    load(c.bias + first + step, value);
    value += values[v];
    if (count >= Lanes) {
      if (c.shortcut) load(c.shortcut + place + step, shortcut);
      value += shortcut;
      if (c.relu) value = value < 0 ? typename Simd<Lanes>::Vector{} : value;
      store(c.output + place + step, value);
    } else {
      for (int64_t k = 0; k < count; k++) {
        const float sum = c.shortcut ? value[k] + c.shortcut[place + step + k] : value[k];
        c.output[place + step + k] = c.relu && sum < 0 ? 0 : sum;
      }
    }
  }
}

// Copies a run of floats, sixteen at a time: the last ones may be copied twice.
ONECYCLE_INLINE void copyRun(const float* from, int64_t count, float* to) {
  if (count < kGroup) {
    for (int64_t i = 0; i < count; i++) to[i] = from[i];
    return;
  }
  for (int64_t i = 0; i + kGroup < count; i += kGroup) memcpy(to + i, from + i, 4 * kGroup);
  memcpy(to + count - kGroup, from + count - kGroup, 4 * kGroup);
}

// Units are pixels: a row of A is what the kernel covers, [kernel height, kernel width, channels].
template <int Lanes>
struct Direct {
  static constexpr int places = 1;

  static int64_t units(const Convolution& c) { return c.out.height * c.out.width; }

  static ONECYCLE_INLINE void read(const Convolution& c, const Job& job, int64_t unit, float* row) {
    const int64_t pixel = unit % units(c), n = unit / units(c), channels = c.in.channels;
    const int64_t y = pixel / c.out.width * c.stride[0] - c.padding[0], x = pixel % c.out.width * c.stride[1] - c.padding[1];
    const bool whole = channels % kGroup == 0;
    float* line = job.line;
    for (int64_t i = y; i < y + c.kernel[0]; i++) {
      // Pixels beside each other are one run in memory.
      const int64_t from = std::max<int64_t>(x, 0), to = std::min(x + c.kernel[1], c.in.width);
      const bool inside = i >= 0 && i < c.in.height && from == x && to == x + c.kernel[1];
      const float* start = c.input + ((n * c.in.height + i) * c.in.width + x) * channels;
      const auto put = [&](const float* run, int64_t count) __attribute__((always_inline)) {
        if (whole) {
          for (int64_t k = 0; k < count; k += kGroup, row += job.groupStep()) memcpy(row, run + k, 4 * kGroup);
        } else {
          copyRun(run, count, line);
          line += count;
        }
      };
      if (inside) {
        put(start, c.kernel[1] * channels);
        continue;
      }
      for (int64_t j = 0; j < c.kernel[1]; j++) {
        const bool padded = i < 0 || i >= c.in.height || x + j < 0 || x + j >= c.in.width;
        put(padded ? c.zeros : start + j * channels, channels);
      }
    }
    if (whole) return;
    for (int64_t k = line - job.line; k < c.depth; k++) job.line[k] = 0;
    for (int64_t k = 0; k < c.depth; k += kGroup, row += job.groupStep()) memcpy(row, job.line + k, 4 * kGroup);
  }

  template <int Vectors>
  static ONECYCLE_INLINE void write(const Convolution& c, const Job&, int64_t unit, int64_t first, const float* products) {
    typename Simd<Lanes>::Vector values[Vectors];
    for (int v = 0; v < Vectors; v++) load(products + v * Lanes, values[v]);
    finish<Lanes, Vectors>(c, unit, first, values);
  }
};

// [Rows, depth] × [depth, panel].
template <int Lanes, int Vectors, int Rows>
ONECYCLE_INLINE void multiply(const float* rows, int64_t groupStep, const float* filters, int64_t depth, float* products) {
  typedef typename Simd<Lanes>::Vector Vector;
  Vector sums[Rows][Vectors];
  for (int r = 0; r < Rows; r++)
    for (int v = 0; v < Vectors; v++) sums[r][v] = Vector{};
  for (int64_t group = 0; group < depth; group += kGroup, rows += groupStep) {
    for (int k = 0; k < kGroup; k++, filters += Lanes * Vectors) {
      Vector filter[Vectors];
      for (int v = 0; v < Vectors; v++) load(filters + v * Lanes, filter[v]);
      for (int r = 0; r < Rows; r++)
        for (int v = 0; v < Vectors; v++) sums[r][v] += rows[kGroup * r + k] * filter[v];
    }
  }
  for (int r = 0; r < Rows; r++)
    for (int v = 0; v < Vectors; v++) store(products + (r * Vectors + v) * Lanes, sums[r][v]);
}

using Multiply = void (*)(const float* rows, int64_t groupStep, const float* filters, int64_t depth, float* products);

// One job. `multiplies` has the function for each number of rows up to `most`.
template <class Method, int Lanes, int Vectors>
ONECYCLE_INLINE void work(const Convolution& c, const Job& job, int most, const Multiply* multiplies) {
  constexpr int panel = Lanes * Vectors;
  const int64_t placeStep = c.depth / kGroup * job.groupStep(), parts = (job.units + most - 1) / most, end = job.panel + job.panels;
  const auto start = [&](int64_t part) { return job.units * part / parts; };
  const auto product = [&](int64_t p, int place, int64_t part) {
    multiplies[start(part + 1) - start(part) - 1](job.rows + place * placeStep + start(part) * kGroup, job.groupStep(),
                                                  c.filters + (p * Method::places + place) * c.depth * panel, c.depth,
                                                  job.products + (place * job.units + start(part)) * panel);
  };
  const auto write = [&](int64_t p, int64_t from, int64_t to) __attribute__((always_inline)) {
    for (int64_t u = from; u < to; u++)
      Method::template write<Vectors>(c, job, job.unit + u, p * panel, job.products + u * panel);
  };
  // What is written right after a product is on its way to the cache meanwhile.
  const auto productAndWrite = [&](int64_t p, int64_t part) __attribute__((always_inline)) {
    for (int64_t u = start(part); u < start(part + 1); u++)
      for (int k = 0; k < panel; k += kGroup) __builtin_prefetch(c.output + (job.unit + u) * c.out.channels + p * panel + k, 1);
    product(p, 0, part);
    write(p, start(part), start(part + 1));
  };

  for (int64_t u = 0; u < job.units; u++) Method::read(c, job, job.unit + u, job.rows + u * kGroup);
  if (Method::places > 1) {
    // The filters of a place are used for all units while they are in the first-level cache.
    for (int64_t p = job.panel; p < end; p++) {
      for (int place = 0; place < Method::places; place++)
        for (int64_t part = 0; part < parts; part++) product(p, place, part);
      write(p, 0, job.units);
    }
  } else if (job.panels * panel * c.depth <= kSmall) {
    for (int64_t part = 0; part < parts; part++)
      for (int64_t p = job.panel; p < end; p++) productAndWrite(p, part);
  } else {
    for (int64_t p = job.panel; p < end; p++)
      for (int64_t part = 0; part < parts; part++) productAndWrite(p, part);
  }
}

}  // namespace onecycle
