#include "resample.h"

#include <algorithm>
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

// For every output position first … first + count − 1: the first input position, how many, and their weights.
// [in0, in1) of `inSize` input positions become `outSize`. Returns the number of weights kept for each.
int weightsFor(int inSize, double in0, double in1, int outSize, int first, int count, Filter filter,
               std::vector<int>& bounds, std::vector<int>& weights, std::vector<double>& exact) {
  const double scale = (in1 - in0) / outSize;
  const double filterScale = std::max(scale, 1.0);
  const double support = supportOf(filter) * filterScale;
  const int taps = static_cast<int>(std::ceil(support)) * 2 + 1;
  bounds.resize(size_t{2} * count);
  weights.assign(size_t{1} * count * taps, 0);
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
      weights[size_t{1} * i * taps + k] = static_cast<int>(weight + (weight < 0 ? -0.5 : 0.5));
    }
    bounds[2 * i] = from;
    bounds[2 * i + 1] = n;
  }
  return taps;
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

Pixels cutOut(const Pixels& in, int left, int top, int width, int height, PadMode mode, Buffer<uint8_t>& out) {
  if (left >= 0 && top >= 0 && left + width <= in.width && top + height <= in.height)
    return {in.data + in.stride * top + 3 * left, width, height, in.stride};
  const int64_t stride = int64_t{3} * width;
  uint8_t* pixels = out.reserve(stride * height);
  const std::vector<int> columns = seenAt(left, width, in.width, mode), lines = seenAt(top, height, in.height, mode);
  for (int y = 0; y < height; y++) {
    uint8_t* row = pixels + stride * y;
    const int from = lines[y];
    if (from < 0) {
      memset(row, 0, stride);
      continue;
    }
    for (int x = 0; x < width; x++) {
      if (columns[x] < 0) memset(row + 3 * x, 0, 3);
      else memcpy(row + 3 * x, in.data + in.stride * from + 3 * columns[x], 3);
    }
  }
  return {pixels, width, height, stride};
}

void resample(const Pixels& in, const Geometry& g, Filter filter, PadMode padMode, int outWidth, int outHeight, uint8_t* out,
              ResampleBuffers& buffers) {
  // The box is cut out first, as whole pixels: the filter never sees what lies around it.
  const int left = static_cast<int>(std::floor(g.left)), top = static_cast<int>(std::floor(g.top));
  const Pixels box = cutOut(in, left, top, static_cast<int>(std::ceil(g.left + g.width)) - left,
                            static_cast<int>(std::ceil(g.top + g.height)) - top, padMode, buffers.padded);
  const double x0 = g.left - left, y0 = g.top - top;
  const int64_t outStride = int64_t{3} * outWidth;

  if (filter == Filter::nearest) {
    nearestPositions(x0, g.width, g.resizedWidth, g.offsetX, outWidth, box.width, buffers.bounds[0]);
    nearestPositions(y0, g.height, g.resizedHeight, g.offsetY, outHeight, box.height, buffers.bounds[1]);
    for (int y = 0; y < outHeight; y++)
      for (int x = 0; x < outWidth; x++)
        memcpy(out + outStride * y + 3 * x, box.data + box.stride * buffers.bounds[1][y] + 3 * buffers.bounds[0][x], 3);
    return;
  }

  const bool across = x0 != 0 || g.width != g.resizedWidth || box.width != g.resizedWidth;
  const bool down = y0 != 0 || g.height != g.resizedHeight || box.height != g.resizedHeight;
  const int downTaps = down ? weightsFor(box.height, y0, y0 + g.height, g.resizedHeight, g.offsetY, outHeight, filter,
                                         buffers.bounds[1], buffers.weights[1], buffers.exact)
                            : 0;
  // Only the rows that the second pass reads, or the ones that are kept.
  const int* yb = buffers.bounds[1].data();
  const int firstRow = down ? yb[0] : g.offsetY;
  const int lastRow = down ? yb[2 * outHeight - 2] + yb[2 * outHeight - 1] : g.offsetY + outHeight;

  const uint8_t* rows = box.data + box.stride * firstRow + 3 * g.offsetX;
  int64_t rowStride = box.stride;
  if (across) {
    const int taps = weightsFor(box.width, x0, x0 + g.width, g.resizedWidth, g.offsetX, outWidth, filter, buffers.bounds[0],
                                buffers.weights[0], buffers.exact);
    uint8_t* passed = buffers.rows.reserve(outStride * (lastRow - firstRow));
    for (int y = firstRow; y < lastRow; y++)
      resampleRow(box.data + box.stride * y, passed + outStride * (y - firstRow), outWidth, buffers.bounds[0].data(),
                  buffers.weights[0].data(), taps);
    rows = passed;
    rowStride = outStride;
  }
  if (!down) {
    for (int y = 0; y < outHeight; y++) memcpy(out + outStride * y, rows + rowStride * y, outStride);
    return;
  }
  buffers.sums.resize(outStride);
  for (int y = 0; y < outHeight; y++)
    mixRows(rows + rowStride * (yb[2 * y] - firstRow), rowStride, buffers.weights[1].data() + int64_t{y} * downTaps,
            yb[2 * y + 1], buffers.sums.data(), out + outStride * y, static_cast<int>(outStride));
}

}  // namespace onecycle
