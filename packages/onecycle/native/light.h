// Brightness, contrast and saturation, which work on the logits of pixels, and the normalization that follows.
#pragma once

namespace onecycle {

// On logits: out[c] = Σ mix[c][k] · in[k] + shift. Without `mixes`, only the diagonal counts (one number for all).
struct Light {
  float mix[3][3];
  float shift[3];
  bool none;   // leaves the picture as it is
  bool mixes;  // the channels depend on each other
};

// In place, on n pixels of three floats.
void light(const Light& change, float* pixels, int n);

// (pixel − mean) · factor, in place.
void normalize(const float mean[3], const float factor[3], float* pixels, int n);

}  // namespace onecycle
