// Pillow's resizing of 8-bit pictures: the same filters, fixed-point weights and rounding after each pass.
#pragma once

#include <string>
#include <vector>

#include "picture.h"

namespace onecycle {

enum class Filter { nearest, box, bilinear, hamming, bicubic, lanczos };
enum class PadMode { zeros, border, reflection };

// Throw std::invalid_argument for a name that there is not.
Filter filterOf(const std::string& name);
PadMode padModeOf(const std::string& name);

// What becomes of a picture: `box` (left, top, width, height; it may reach outside) is resized to
// resizedWidth × resizedHeight, and of that the part at (offsetX, offsetY) is kept.
struct Geometry {
  double left, top, width, height;
  int resizedWidth, resizedHeight;
  int offsetX, offsetY;
};

struct ResampleBuffers {
  Buffer<uint8_t> padded, rows;
  std::vector<int> bounds[2], weights[2];
  std::vector<double> exact;
  std::vector<int> sums;
};

// The picture's box with what lies outside filled in; a view where nothing does.
Pixels cutOut(const Pixels& in, int left, int top, int width, int height, PadMode mode, Buffer<uint8_t>& out);

// Writes outWidth × outHeight RGB pixels.
void resample(const Pixels& in, const Geometry& geometry, Filter filter, PadMode padMode, int outWidth, int outHeight,
              uint8_t* out, ResampleBuffers& buffers);

}  // namespace onecycle
