#include "axis.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <stdexcept>

namespace onecycle {

namespace {

constexpr double pi = 3.14159265358979323846;

double sinc(double x) { return x == 0 ? 1 : std::sin(x * pi) / (x * pi); }

double weightAt(Filter filter, double x) {
  switch (filter) {
    case Filter::box:
      return x > -0.5 && x <= 0.5 ? 1 : 0;
    case Filter::bilinear:
      return std::max(0.0, 1 - std::abs(x));
    case Filter::hamming: {
      x = std::abs(x);
      return x == 0 ? 1 : x >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * std::cos(x * pi));
    }
    case Filter::bicubic: {
      constexpr double a = -0.5;
      x = std::abs(x);
      if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
      if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
      return 0;
    }
    default:
      return -3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0;
  }
}

double supportOf(Filter filter) {
  switch (filter) {
    case Filter::box:
      return 0.5;
    case Filter::bicubic:
      return 2;
    case Filter::lanczos:
      return 3;
    default:
      return 1;
  }
}

// The weights of output positions first … first + count − 1, where [in0, in1) of `inSize` input positions become `outSize`.
void weigh(int inSize, double in0, double in1, int outSize, int first, int count, Filter filter, AxisWeights& axis,
           std::vector<double>& exact) {
  const double scale = (in1 - in0) / outSize;
  const double filterScale = std::max(scale, 1.0);
  const double support = supportOf(filter) * filterScale;
  const int taps = axis.taps = static_cast<int>(std::ceil(support)) * 2 + 1;
  axis.bounds.resize(size_t{2} * count);
  axis.weights.assign(size_t{1} * count * taps, 0);
  exact.resize(taps);
  for (int i = 0; i < count; i++) {
    const double center = in0 + (first + i + 0.5) * scale;
    const int from = std::max(0, static_cast<int>(center - support + 0.5));
    const int to = std::min(inSize, static_cast<int>(center + support + 0.5));
    const int n = std::max(0, to - from);
    double sum = 0;
    for (int k = 0; k < n; k++) sum += exact[k] = weightAt(filter, (k + from - center + 0.5) * (1.0 / filterScale));
    for (int k = 0; k < n; k++) {
      const double weight = (sum != 0 ? exact[k] / sum : exact[k]) * (1 << weightBits);
      axis.weights[size_t{1} * i * taps + k] = static_cast<int>(weight + (weight < 0 ? -0.5 : 0.5));
    }
    axis.bounds[size_t{2} * i] = from;
    axis.bounds[size_t{2} * i + 1] = n;
  }
}

// One input position for each output position, first … first + count − 1.
void takeOver(int first, int count, AxisWeights& axis) {
  axis.taps = 1;
  axis.bounds.resize(size_t{2} * count);
  axis.weights.assign(count, 1 << weightBits);
  for (int i = 0; i < count; i++) axis.bounds[size_t{2} * i] = first + i, axis.bounds[size_t{2} * i + 1] = 1;
}

// Gives the weights of positions that reach beyond the picture to the input positions that are seen there (−1 for black).
// Sums of integers do not depend on their order: the result is that of a picture which was padded first.
void fold(const std::vector<int>& seen, AxisWeights& axis, std::vector<int>& folded) {
  const size_t count = axis.bounds.size() / 2;
  std::vector<int> starts(count, 0), ends(count, 0);
  int most = 1;
  for (size_t i = 0; i < count; i++) {
    int low = INT_MAX, high = -1;
    for (int k = 0; k < axis.bounds[2 * i + 1]; k++) {
      const int at = seen[axis.bounds[2 * i] + k];
      if (at >= 0) low = std::min(low, at), high = std::max(high, at);
    }
    if (high >= 0) starts[i] = low, ends[i] = high + 1;
    most = std::max(most, ends[i] - starts[i]);
  }
  folded.assign(count * most, 0);
  for (size_t i = 0; i < count; i++) {
    for (int k = 0; k < axis.bounds[2 * i + 1]; k++) {
      const int at = seen[axis.bounds[2 * i] + k];
      if (at >= 0) folded[i * most + at - starts[i]] += axis.weights[i * axis.taps + k];
    }
    axis.bounds[2 * i] = starts[i];
    axis.bounds[2 * i + 1] = ends[i] - starts[i];
  }
  axis.weights.swap(folded);
  axis.taps = most;
}

// Pillow walks along the input by repeated addition, so that its rounding errors are ours too.
void nearestPositions(double start, double size, int outSize, int first, int count, int inSize, std::vector<int>& positions) {
  positions.resize(count);
  const double step = size / outSize;
  double at = start + step * 0.5;
  for (int i = 0; i < first + count; i++, at += step)
    if (i >= first) positions[i - first] = std::clamp(static_cast<int>(at), 0, inSize - 1);
}

// Reflects what [from, to) holds to both sides until `at` is full: as numpy 1.24 does it, with which torchvision pads, both
// sides in turn, each time as much as was there when the turn began. A single position has no reflection.
void reflectOutwards(std::vector<int>& at, int from, int to) {
  const int count = static_cast<int>(at.size());
  while (to - from > 1 && (from > 0 || to < count)) {
    const int most = to - from - 1, before = std::min(most, from), after = std::min(most, count - to);
    for (int k = 0; k < before; k++) at[from - 1 - k] = at[from + 1 + k];
    for (int k = 0; k < after; k++) at[to + k] = at[to - 2 - k];
    from -= before, to += after;
  }
}

// The input positions that are seen at first … first + count − 1; −1 where there is black.
std::vector<int> seenAt(int first, int count, int size, PadMode mode) {
  std::vector<int> at(count);
  for (int k = 0; k < count; k++) {
    const int nearest = std::clamp(first + k, 0, size - 1);
    at[k] = mode == PadMode::zeros && nearest != first + k ? -1 : nearest;
  }
  if (mode == PadMode::reflection) reflectOutwards(at, std::clamp(-first, 0, count), std::clamp(size - first, 0, count));
  return at;
}

}  // namespace

Filter filterOf(const std::string& name) {
  if (name == "nearest") return Filter::nearest;
  if (name == "box") return Filter::box;
  if (name == "bilinear") return Filter::bilinear;
  if (name == "hamming") return Filter::hamming;
  if (name == "bicubic") return Filter::bicubic;
  if (name == "lanczos") return Filter::lanczos;
  throw std::invalid_argument("no filter is called '" + name + "': there are nearest, box, bilinear, hamming, bicubic, lanczos");
}

PadMode padModeOf(const std::string& name) {
  if (name == "zeros") return PadMode::zeros;
  if (name == "border") return PadMode::border;
  if (name == "reflection") return PadMode::reflection;
  throw std::invalid_argument("no pad mode is called '" + name + "': there are zeros, border, reflection");
}

int AxisWeights::most() const {
  int most = 0;
  for (size_t i = 1; i < bounds.size(); i += 2) most = std::max(most, bounds[i]);
  return most;
}

Axis::Axis(int size, double from, double length, int resized, int offset, int wanted)
    : size(size),
      first(static_cast<int>(std::floor(from))),
      count(static_cast<int>(std::ceil(from + length)) - first),
      start(from - first),
      length(length),
      resized(resized),
      offset(offset),
      wanted(wanted) {}

void Axis::weigh(Filter filter, PadMode mode, AxisWeights& weights, AxisBuffers& buffers) const {
  if (isScaled()) onecycle::weigh(count, start, start + length, resized, offset, wanted, filter, weights, buffers.exact);
  else takeOver(offset, wanted, weights);
  if (!isInside()) fold(seenAt(first, count, size, mode), weights, buffers.folded);
}

std::vector<int> Axis::nearest(PadMode mode) const {
  std::vector<int> positions;
  nearestPositions(start, length, resized, offset, wanted, count, positions);
  const std::vector<int> seen = isInside() ? std::vector<int>() : seenAt(first, count, size, mode);
  for (int& at : positions) at = seen.empty() ? first + at : seen[at];
  return positions;
}

}  // namespace onecycle
