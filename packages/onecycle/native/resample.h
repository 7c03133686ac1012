// Pillow's resizing of 8-bit pictures: the same filters, fixed-point weights and rounding after each pass.
#pragma once

#include <vector>

#include "axis.h"
#include "picture.h"

namespace onecycle {

// What becomes of a picture: `box` (left, top, width, height; it may reach outside) is resized to
// resizedWidth × resizedHeight, and of that the part at (offsetX, offsetY) is kept.
struct Geometry {
  double left, top, width, height;
  int resizedWidth, resizedHeight;
  int offsetX, offsetY;
};

// A row of pixels that are made of two neighbours each: where those are, what they count, and room for their bytes.
struct PixelPairs {
  std::vector<int> places[2], weights[2];
  Buffer<uint8_t> bytes[2];
};

struct ResampleBuffers {
  Buffer<uint8_t> rows;
  AxisWeights across, down;
  AxisBuffers axis;
  PixelPairs pairs;
  std::vector<int> sums;
};

// Writes outWidth × outHeight RGB pixels. What lies outside of the picture is never made: its weights go to the pixels that are
// seen there. Of an empty box nothing is seen: the result is black, as Pillow's.
void resample(const Pixels& in, const Geometry& geometry, Filter filter, PadMode padMode, int outWidth, int outHeight,
              uint8_t* out, ResampleBuffers& buffers);

}  // namespace onecycle
