// Which part of a picture is kept.
#pragma once

#include <optional>
#include <string>

#include "draws.h"
#include "numbers.h"
#include "resample.h"

namespace onecycle {

// What is kept of a picture of any size, as a frame.
class Fit {
 public:
  // Names and numbers are those of src/vision/native/geometry.ts. Throws std::invalid_argument where there is no such fit.
  static Fit of(const std::string& name, at::ArrayRef<double> numbers, Size frame);

  // The part of an upright picture; where something about it is random, it is drawn from the stream, else it is the middle.
  Geometry operator()(Size picture, std::optional<Rng> rng) const;

  const Size frame;

 private:
  enum class Kind {
    crop,    // the largest part of the frame's shape
    pad,     // the whole, with something around it
    squish,  // the whole, distorted
    larger,  // the same to a larger size, and of that the middle
    cut,     // a part of the frame's size, as it is
    part,    // a part of random area and shape, distorted
  };
  Fit(Kind kind, Size frame) : frame(frame), kind_(kind) {}

  Kind kind_;
  int extra_ = 0;  // by how much it is larger
  PartRange range_{};
};

}  // namespace onecycle
