// One axis of a resized picture: of which input positions each output position is made, and what they count. Pillow's filters and its
// fixed-point weights.
#pragma once

#include <string>
#include <vector>

namespace onecycle {

enum class Filter { nearest, box, bilinear, hamming, bicubic, lanczos };
enum class PadMode { zeros, border, reflection };

// Throw std::invalid_argument for a name that there is not.
Filter filterOf(const std::string& name);
PadMode padModeOf(const std::string& name);

// Weights are integers: of 32 bits eight are those of a byte, and two are left for sums and for negative lobes.
constexpr int weightBits = 32 - 8 - 2;

// For every output position of an axis the first input position, how many, and the weights of each, `taps` apart.
struct AxisWeights {
  std::vector<int> bounds, weights;
  int taps = 0;

  // The most input positions that an output position is made of.
  int most() const;
};

struct AxisBuffers {
  std::vector<double> exact;
  std::vector<int> folded;
};

// One axis of a box: whole pixels `first` … `first` + `count` − 1 are cut out (the filter never sees what lies around
// them), and [start, start + length) of those become `resized` positions, of which `wanted` from `offset` on are kept.
struct Axis {
  int size;  // of the picture
  int first, count;
  double start, length;
  int resized, offset, wanted;

  Axis(int size, double from, double length, int resized, int offset, int wanted);

  bool isEmpty() const { return length <= 0 || count <= 0; }
  bool isInside() const { return first >= 0 && first + count <= size; }
  // Whether positions are other than the picture's own.
  bool isScaled() const { return start != 0 || length != resized || count != resized; }
  // The picture's position to which bounds count.
  int origin() const { return isInside() ? first : 0; }

  // What lies outside of the picture gives its weights to the positions that are seen there.
  void weigh(Filter filter, PadMode mode, AxisWeights& weights, AxisBuffers& buffers) const;
  // The picture's positions of the nearest pixels; −1 where there is black.
  std::vector<int> nearest(PadMode mode) const;
};

}  // namespace onecycle
