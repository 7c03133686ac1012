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

// For every output position of an axis the first input position, how many, and the weights of each, `taps` apart.
struct AxisWeights {
  std::vector<int> bounds, weights;
  int taps = 0;
};

struct ResampleBuffers {
  Buffer<uint8_t> rows;
  AxisWeights across, down;
  std::vector<double> exact;
  std::vector<int> folded, sums;
};

// Writes outWidth × outHeight RGB pixels. What lies outside of the picture is never made: its weights go to the pixels that are
// seen there. Of an empty box nothing is seen: the result is black, as Pillow's.
void resample(const Pixels& in, const Geometry& geometry, Filter filter, PadMode padMode, int outWidth, int outHeight,
              uint8_t* out, ResampleBuffers& buffers);

}  // namespace onecycle
