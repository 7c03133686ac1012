#include "sample.h"

#include <cmath>

#include "simd.h"

namespace onecycle {

namespace {

// Mirrors a coordinate at the edges of [low, low + span] until it lies inside.
ONECYCLE_INLINE float reflect(float v, float low, float span) {
  const float distance = __builtin_fabsf(v - low);
  const float flips = __builtin_floorf(distance / span);
  const float rest = distance - flips * span;
  const bool odd = flips - 2 * __builtin_floorf(flips * 0.5f) != 0;
  return (odd ? span - rest : rest) + low;
}

ONECYCLE_INLINE float clip(float v, float high) { return v > 0 ? (v < high ? v : high) : 0; }  // NaN becomes 0

ONECYCLE_INLINE void fold(float* v, int n, int size, PadMode pad, bool alignCorners) {
  const float scale = alignCorners ? 0.5f * (size - 1) : 0.5f * size;
  const float shift = alignCorners ? scale : scale - 0.5f;
  const float high = static_cast<float>(size - 1);
  for (int i = 0; i < n; i++) v[i] = v[i] * scale + shift;
  if (pad == PadMode::reflection) {
    const float low = alignCorners ? 0 : -0.5f, span = alignCorners ? high : static_cast<float>(size);
    if (span > 0) {
      for (int i = 0; i < n; i++) v[i] = clip(reflect(v[i], low, span), high);
    } else {
      for (int i = 0; i < n; i++) v[i] = 0;
    }
  }
  if (pad == PadMode::border)
    for (int i = 0; i < n; i++) v[i] = clip(v[i], high);
}

// The taps of n positions in a picture whose pixels are `pixel` elements apart and its rows `stride`.
ONECYCLE_INLINE void prepare(int width, int height, int pixel, int stride, int n, bool outsideIsZero, float gain, Row& row) {
  const float maxX = static_cast<float>(width - 1), maxY = static_cast<float>(height - 1);
  row.taps.resize(n);
  const float* xs = row.x.data();
  const float* ys = row.y.data();
  Tap* taps = row.taps.data();
  for (int i = 0; i < n; i++) {
    const float x = clip(xs[i], maxX), y = clip(ys[i], maxY);
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const float wx = x - x0, wy = y - y0;
    taps[i] = {y0 * stride + x0 * pixel, x0 < width - 1 ? pixel : 0, y0 < height - 1 ? stride : 0,
               1 - wx,                   wx,                          (1 - wy) * gain,             wy * gain};
  }
  if (!outsideIsZero) return;
  // Beside the picture there is black: at most one of the two columns (rows) counts, and further away neither.
  for (int i = 0; i < n; i++) {
    const float x = xs[i], y = ys[i];
    if (!(x > -1 && x < width && y > -1 && y < height)) {
      taps[i].left = taps[i].next = taps[i].upper = taps[i].lower = 0;
      continue;
    }
    if (x < 0) taps[i].left = x + 1, taps[i].next = 0;
    if (x > maxX) taps[i].left = 1 - (x - maxX), taps[i].next = 0;
    if (y < 0) taps[i].upper *= y + 1, taps[i].lower = 0;
    if (y > maxY) taps[i].upper *= 1 - (y - maxY), taps[i].lower = 0;
  }
}

template <class T>
ONECYCLE_INLINE void gather(const T* in, const Tap* taps, int n, float* out) {
  for (int i = 0; i < n; i++) {
    const Tap& tap = taps[i];
    const T* a = in + tap.at;
    const T* b = a + tap.below;
    const Float4 top = loadFloats(a) * tap.left + loadFloats(a + tap.right) * tap.next;
    const Float4 bottom = loadFloats(b) * tap.left + loadFloats(b + tap.right) * tap.next;
    store(out + 4 * i, top * tap.upper + bottom * tap.lower);
  }
}

}  // namespace

double gridAt(double i, int n, bool alignCorners) {
  if (n <= 1) return 0;
  const double at = -1 + 2 * i / (n - 1);
  return alignCorners ? at : at * (n - 1) / n;
}

ONECYCLE_VERSIONS
void locate(const Map& map, const float* gx, float gy, int n, Row& row) {
  row.x.resize(n);
  row.y.resize(n);
  float* x = row.x.data();
  float* y = row.y.data();
  const float* m = map.matrix;
  const float mx = m[0], my = m[3], mz = m[6];
  const float cx = m[1] * gy + m[2], cy = m[4] * gy + m[5], cz = m[7] * gy + m[8];
  if (mz == 0 && m[7] == 0) {
    for (int i = 0; i < n; i++) x[i] = (mx * gx[i] + cx) / cz, y[i] = (my * gx[i] + cy) / cz;
  } else {
    for (int i = 0; i < n; i++) {
      const float z = 1 / (mz * gx[i] + cz);
      x[i] = (mx * gx[i] + cx) * z;
      y[i] = (my * gx[i] + cy) * z;
    }
  }
  fold(x, n, map.width, map.pad, map.alignCorners);
  fold(y, n, map.height, map.pad, map.alignCorners);
}

void reflectInto(int size, std::vector<float>& positions) {
  const float high = static_cast<float>(size - 1);
  for (float& v : positions) v = size > 1 ? clip(reflect(v, 0, high), high) : 0;
}

ONECYCLE_VERSIONS
void sampleRow(const Pixels& in, Row& row, int n, bool outsideIsZero, float* out) {
  prepare(in.width, in.height, 3, static_cast<int>(in.stride), n, outsideIsZero, 1.0f / 255, row);
  gather(in.data, row.taps.data(), n, out);
}

ONECYCLE_VERSIONS
void sampleRow(const float* in, int width, int height, Row& row, int n, bool outsideIsZero, float* out) {
  prepare(width, height, 4, 4 * width, n, outsideIsZero, 1, row);
  gather(in, row.taps.data(), n, out);
}

}  // namespace onecycle
