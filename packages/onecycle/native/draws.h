// What is drawn at random for augmentation: the numbers of src/vision/maths, drawn in the same order.
#pragma once

#include <ATen/core/ivalue.h>

#include <array>
#include <optional>
#include <vector>

#include "random.h"

namespace onecycle {

// From positions (x, y, 1) of the output to those of the input, in [-1, 1]; row-major.
using Matrix = std::array<double, 9>;
// A change of logits: three rows [from red, from green, from blue, shift].
using LightMatrix = std::array<double, 12>;

struct Part {
  double top, left, height, width;
};

// A random change: with the chance `p` for each picture, or for all of a batch at once.
struct Change {
  // As src/vision/native/draws.ts numbers them.
  enum Kind { flip, dihedral, rotate, zoom, warp, brightness, contrast, saturation } kind;
  double p;
  bool batch;
  double low, high;  // of what it is set by; one that has a single number has it in `high`
};

// From rows [kind, p, batch, low, high]. Throws std::invalid_argument where these are none.
std::vector<Change> changesOf(at::ArrayRef<double> rows, bool ofLight);

// Maps of `n` pictures of height × width; none where one of them folds its picture over. Throws std::domain_error where corners
// define no perspective.
std::optional<std::vector<Matrix>> drawMaps(const std::vector<Change>& changes, int64_t n, int height, int width, Rng& rng);

std::vector<LightMatrix> drawLights(const std::vector<Change>& changes, int64_t n, Rng& rng);

// A part of a picture: of random area and shape, or the largest in the middle.
struct PartRange {
  double shapes[2];  // between which width / height lies
  double share;      // of the largest part, where none is drawn
  bool draws;
  double areas[2];   // shares of the picture

  // [shape from, shape to, share], and [area from, area to] behind them where it is drawn. Throws std::invalid_argument.
  static PartRange of(at::ArrayRef<double> numbers);
};

enum class Edge { left, top };

// Ten times a part is drawn, until it fits, the edge that is named first; else it is the largest.
Part drawPart(const PartRange& range, int height, int width, Edge first, Rng& rng);

}  // namespace onecycle
