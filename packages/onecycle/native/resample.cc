#include "resample.h"

#include <algorithm>
#include <climits>
#include <cstring>

#include "simd.h"

namespace onecycle {

namespace {

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
    for (int k = 0; k < bounds[2 * x + 1]; k++) sum += loadInts(p + 3 * k) * w[k];
    for (int c = 0; c < 3; c++) out[3 * x + c] = toByte(sum[c]);
  }
}

// A row whose pixels are each made of two neighbours at most, as enlarging by a bilinear filter makes it: for each pixel where they
// are, in bytes, and for each of its bytes what they count.
void pairUp(const AxisWeights& axis, PixelPairs& pairs) {
  const size_t width = axis.bounds.size() / 2;
  for (std::vector<int>& places : pairs.places) places.resize(width);
  for (std::vector<int>& weights : pairs.weights) weights.resize(3 * width);
  for (size_t x = 0; x < width; x++) {
    const int from = axis.bounds[2 * x], count = axis.bounds[2 * x + 1];
    for (int k = 0; k < 2; k++) {
      pairs.places[k][x] = count == 0 ? 0 : 3 * (from + std::min(k, count - 1));
      for (size_t c = 0; c < 3; c++) pairs.weights[k][3 * x + c] = k < count ? axis.weights[x * axis.taps + k] : 0;
    }
  }
  for (Buffer<uint8_t>& bytes : pairs.bytes) bytes.reserve(3 * width);
}

// One such row. The neighbours are gathered first, so that the sums are made by vectors as long as the processor has them.
ONECYCLE_VERSIONS
void mixPairs(const uint8_t* in, uint8_t* __restrict out, int width, const PixelPairs& pairs) {
  constexpr int half = 1 << (weightBits - 1);
  for (int k = 0; k < 2; k++) {
    const int* places = pairs.places[k].data();
    uint8_t* bytes = pairs.bytes[k].data();
    for (int x = 0; x < width; x++) memcpy(bytes + 3 * x, in + places[x], 4);
  }
  const uint8_t* __restrict a = pairs.bytes[0].data();
  const uint8_t* __restrict b = pairs.bytes[1].data();
  const int* __restrict wa = pairs.weights[0].data();
  const int* __restrict wb = pairs.weights[1].data();
  for (int i = 0; i < 3 * width; i++) out[i] = toByte(half + a[i] * wa[i] + b[i] * wb[i]);
}

// All rows, by the weights in `buffers.across`.
void resampleRows(const uint8_t* in, int64_t stride, int rows, uint8_t* out, int width, ResampleBuffers& buffers) {
  const AxisWeights& across = buffers.across;
  const bool arePairs = across.most() <= 2;
  if (arePairs) pairUp(across, buffers.pairs);
  for (int row = 0; row < rows; row++, in += stride, out += int64_t{3} * width) {
    if (arePairs) mixPairs(in, out, width, buffers.pairs);
    else resampleRow(in, out, width, across.bounds.data(), across.weights.data(), across.taps);
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
  if (down) y.weigh(filter, padMode, buffers.down, buffers.axis);
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
    x.weigh(filter, padMode, buffers.across, buffers.axis);
    uint8_t* passed = buffers.rows.reserve(outStride * (lastRow - firstRow));
    resampleRows(picture + in.stride * firstRow, in.stride, lastRow - firstRow, passed, outWidth, buffers);
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
