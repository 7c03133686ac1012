// Which part of a picture is kept.
#pragma once

#include <string>

#include "numbers.h"
#include "resample.h"

namespace onecycle {

// How pictures get a frame's shape: the largest part of that shape, the whole with something around it, or the whole distorted.
enum class Fit { crop, pad, squish };

// Throws std::invalid_argument for a name that there is not.
Fit fitOf(const std::string& name);

// The part of a picture that becomes the frame; `across` and `down` say where it lies, 0 (left, top) … 1. As Python truncates.
Geometry fitted(Size picture, Size frame, Fit fit, double across, double down);

}  // namespace onecycle
