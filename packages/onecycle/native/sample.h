// Sampling a picture along a map: what torch's grid_sample gives, but only for the rows that are asked for, and
// straight from 8-bit pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "picture.h"
#include "resample.h"

namespace onecycle {

// Coordinates in [-1, 1] of `n` positions along an axis, as affine_grid has them.
double gridAt(double i, int n, bool alignCorners);

// One bilinear sample: the first of its four pixels, the steps to the others, and the weights of columns and rows.
struct Tap {
  int32_t at, right, below;
  float left, next, upper, lower;
};

// Where the colours of one output row come from, in pixels.
struct Row {
  std::vector<float> x, y;
  std::vector<Tap> taps;
};

// A projective map of grid coordinates (row-major 3 × 3), and the frame of width × height pixels into which the
// result is folded by `pad`.
struct Map {
  float matrix[9];
  int width, height;
  PadMode pad;
  bool alignCorners;
};

// Fills row.x and row.y for grid row coordinate `gy` and the grid columns gx[0 … n-1].
void locate(const Map& map, const float* gx, float gy, int n, Row& row);

// Mirrors at both ends of 0 … size − 1, as often as needed.
void reflectInto(int size, std::vector<float>& positions);

// Bilinear samples of RGB bytes (0 … 255 become 0 … 1), four floats a pixel. One byte after the last pixel must be
// readable. Where `outsideIsZero`, what lies outside counts as black.
void sampleRow(const Pixels& in, Row& row, int n, bool outsideIsZero, float* out);

// The same from pixels of four floats, taken as they are.
void sampleRow(const float* in, int width, int height, Row& row, int n, bool outsideIsZero, float* out);

}  // namespace onecycle
