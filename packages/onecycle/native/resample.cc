#include "resample.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "simd.h"

namespace onecycle {

namespace {

constexpr int weightBits = 32 - 8 - 2;
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

ONECYCLE_INLINE uint8_t toByte(int sum) {
  const int value = sum >> weightBits;
  return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
}

// One row of pixels: every output pixel is a weighted sum of neighbours in the row.
ONECYCLE_VERSIONS
void resampleRow(const uint8_t* in, uint8_t* out, int width, const int* bounds, const int* weights, int taps) {
  const Int4 half = Int4{} + (1 << (weightBits - 1));
  for (int x = 0; x < width; x++) {
    const uint8_t* p = in + 3 * bounds[2 * x];
    const int* w = weights + int64_t{x} * taps;
    Int4 sum = half;
    if (bounds[2 * x + 1] == 2) {
      sum += loadInts(p) * w[0] + loadInts(p + 3) * w[1];
    } else {
      for (int k = 0; k < bounds[2 * x + 1]; k++) sum += loadInts(p + 3 * k) * w[k];
    }
    for (int c = 0; c < 3; c++) out[3 * x + c] = toByte(sum[c]);
  }
}

// One output row as a weighted sum of rows of `n` bytes.
ONECYCLE_VERSIONS
void mixRows(const uint8_t* in, int64_t stride, const int* weights, int count, int* sums, uint8_t* out, int n) {
  constexpr int half = 1 << (weightBits - 1);
  if (count == 2) {
    const uint8_t* a = in;
    const uint8_t* b = in + stride;
    const int wa = weights[0], wb = weights[1];
    for (int i = 0; i < n; i++) out[i] = toByte(half + a[i] * wa + b[i] * wb);
    return;
  }
  for (int i = 0; i < n; i++) sums[i] = half;
  for (int k = 0; k < count; k++) {
    const uint8_t* row = in + stride * k;
    const int weight = weights[k];
    for (int i = 0; i < n; i++) sums[i] += row[i] * weight;
  }
  for (int i = 0; i < n; i++) out[i] = toByte(sums[i]);
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

namespace {

// One axis of a box: whole pixels `first` … `first` + `count` − 1 are cut out (the filter never sees what lies around
// them), and [start, start + length) of those become `resized` positions, of which `wanted` from `offset` on are kept.
struct Axis {
  int size;  // of the picture
  int first, count;
  double start, length;
  int resized, offset, wanted;

  Axis(int size, double from, double length, int resized, int offset, int wanted)
      : size(size),
        first(static_cast<int>(std::floor(from))),
        count(static_cast<int>(std::ceil(from + length)) - first),
        start(from - first),
        length(length),
        resized(resized),
        offset(offset),
        wanted(wanted) {}

  bool isEmpty() const { return length <= 0 || count <= 0; }
  bool isInside() const { return first >= 0 && first + count <= size; }
  // Whether positions are other than the picture's own.
  bool isScaled() const { return start != 0 || length != resized || count != resized; }
  // The picture's position to which bounds count.
  int origin() const { return isInside() ? first : 0; }

  void weigh(Filter filter, PadMode mode, AxisWeights& weights, ResampleBuffers& buffers) const {
    if (isScaled()) onecycle::weigh(count, start, start + length, resized, offset, wanted, filter, weights, buffers.exact);
    else takeOver(offset, wanted, weights);
    if (!isInside()) fold(seenAt(first, count, size, mode), weights, buffers.folded);
  }

  // The picture's positions of the nearest pixels; −1 where there is black.
  std::vector<int> nearest(PadMode mode) const {
    std::vector<int> positions;
    nearestPositions(start, length, resized, offset, wanted, count, positions);
    const std::vector<int> seen = isInside() ? std::vector<int>() : seenAt(first, count, size, mode);
    for (int& at : positions) at = seen.empty() ? first + at : seen[at];
    return positions;
  }
};

void resampleNearest(const Pixels& in, const Axis& x, const Axis& y, PadMode mode, uint8_t* out) {
  const std::vector<int> columns = x.nearest(mode), lines = y.nearest(mode);
  for (const int line : lines)
    for (const int column : columns) {
      if (line < 0 || column < 0) memset(out, 0, 3);
      else memcpy(out, in.data + in.stride * line + 3 * column, 3);
      out += 3;
    }
}

}  // namespace

void resample(const Pixels& in, const Geometry& g, Filter filter, PadMode padMode, int outWidth, int outHeight, uint8_t* out,
              ResampleBuffers& buffers) {
  const Axis x(in.width, g.left, g.width, g.resizedWidth, g.offsetX, outWidth);
  const Axis y(in.height, g.top, g.height, g.resizedHeight, g.offsetY, outHeight);
  const int64_t outStride = int64_t{3} * outWidth;
  if (x.isEmpty() || y.isEmpty()) {
    memset(out, 0, outStride * outHeight);
    return;
  }
  if (filter == Filter::nearest) return resampleNearest(in, x, y, padMode, out);

  const bool across = x.isScaled() || !x.isInside(), down = y.isScaled() || !y.isInside();
  if (down) y.weigh(filter, padMode, buffers.down, buffers);
  // Only the rows that the second pass reads, or the ones that are kept.
  const std::vector<int>& lines = buffers.down.bounds;
  int firstRow = down ? INT_MAX : g.offsetY, lastRow = down ? 0 : g.offsetY + outHeight;
  for (size_t i = 0; down && i < lines.size(); i += 2)
    if (lines[i + 1] > 0) firstRow = std::min(firstRow, lines[i]), lastRow = std::max(lastRow, lines[i] + lines[i + 1]);
  firstRow = std::min(firstRow, lastRow);

  const uint8_t* picture = in.data + in.stride * y.origin() + 3 * x.origin();
  const uint8_t* rows = picture + in.stride * firstRow + 3 * g.offsetX;
  int64_t rowStride = in.stride;
  if (across) {
    x.weigh(filter, padMode, buffers.across, buffers);
    uint8_t* passed = buffers.rows.reserve(outStride * (lastRow - firstRow));
    for (int row = firstRow; row < lastRow; row++)
      resampleRow(picture + in.stride * row, passed + outStride * (row - firstRow), outWidth, buffers.across.bounds.data(),
                  buffers.across.weights.data(), buffers.across.taps);
    rows = passed;
    rowStride = outStride;
  }
  if (!down) {
    for (int row = 0; row < outHeight; row++) memcpy(out + outStride * row, rows + rowStride * row, outStride);
    return;
  }
  buffers.sums.resize(outStride);
  for (int row = 0; row < outHeight; row++) {
    const int from = lines[size_t{2} * row], count = lines[size_t{2} * row + 1];
    mixRows(rows + rowStride * (count > 0 ? from - firstRow : 0), rowStride,
            buffers.down.weights.data() + int64_t{row} * buffers.down.taps, count, buffers.sums.data(), out + outStride * row,
            static_cast<int>(outStride));
  }
}

}  // namespace onecycle
