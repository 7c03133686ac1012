#include "light.h"

#include <cmath>
#include <cstdint>
#include <cstring>

#include "simd.h"

namespace onecycle {

namespace {

ONECYCLE_INLINE uint32_t bitsOf(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return bits;
}
ONECYCLE_INLINE float floatOf(uint32_t bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}

// Natural logarithm of a positive normal number, relative error 1e-7: Cephes' polynomial, without branches, so that
// loops over it become vector code.
ONECYCLE_INLINE float logOf(float x) {
  uint32_t bits = bitsOf(x);
  // The mantissa is taken from [√½, √2).
  bits += 0x3f800000 - 0x3f3504f3;
  const float e = static_cast<float>(static_cast<int32_t>(bits >> 23) - 127);
  const float m = floatOf((bits & 0x007fffff) + 0x3f3504f3) - 1;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  const float z = m * m;
  return m + (p * m * z - 0.5f * z + e * -2.12194440e-4f) + e * 0.693359375f;
}

// e to the power of x, which is cut to ±87; what is no number counts as −87.
ONECYCLE_INLINE float expOf(float x) {
  x = x > -87 ? (x < 87 ? x : 87) : -87;
  const float n = __builtin_floorf(x * 1.44269504088896341f + 0.5f);
  const float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  return floatOf(bitsOf(p) + (static_cast<uint32_t>(static_cast<int32_t>(n)) << 23));
}

// fastai clamps in 32 bits, where 1 − 1e-7 is 0.99999988: black has the logit −16.118, white 15.942.
ONECYCLE_INLINE float logit(float x) {
  constexpr float low = 1e-7f, high = 1 - 1e-7f;
  const float inside = x < low ? low : x > high ? high : x;
  const float value = logOf(inside / (1 - inside));
  return x == x ? value : x;  // what is no number stays none
}

ONECYCLE_INLINE float sigmoid(float x) {
  const float value = 1 / (1 + expOf(-x));
  return x == x ? value : x;
}

ONECYCLE_VERSIONS
void lightEvenly(float scale, float shift, float* v, int n) {
  for (int i = 0; i < n; i++) v[i] = sigmoid(logit(v[i]) * scale + shift);
}

ONECYCLE_VERSIONS
void toLogits(float* v, int n) {
  for (int i = 0; i < n; i++) v[i] = logit(v[i]);
}

ONECYCLE_VERSIONS
void toPixels(float* v, int n) {
  for (int i = 0; i < n; i++) v[i] = sigmoid(v[i]);
}

}  // namespace

void light(const Light& change, float* pixels, int n) {
  if (change.none) return;
  if (!change.mixes) return lightEvenly(change.mix[0][0], change.shift[0], pixels, 3 * n);
  toLogits(pixels, 3 * n);
  for (int i = 0; i < n; i++) {
    float* p = pixels + 3 * i;
    float mixed[3];
    for (int c = 0; c < 3; c++)
      mixed[c] = change.mix[c][0] * p[0] + change.mix[c][1] * p[1] + change.mix[c][2] * p[2] + change.shift[c];
    memcpy(p, mixed, sizeof mixed);
  }
  toPixels(pixels, 3 * n);
}

ONECYCLE_VERSIONS
void normalize(const float mean[3], const float factor[3], float* pixels, int n) {
  for (int i = 0; i < n; i++)
    for (int c = 0; c < 3; c++) pixels[3 * i + c] = (pixels[3 * i + c] - mean[c]) * factor[c];
}

}  // namespace onecycle
