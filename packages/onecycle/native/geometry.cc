#include "geometry.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace onecycle {

Fit fitOf(const std::string& name) {
  if (name == "crop") return Fit::crop;
  if (name == "pad") return Fit::pad;
  if (name == "squish") return Fit::squish;
  throw std::invalid_argument("no way to fit is called '" + name + "'");
}

Geometry fitted(Size picture, Size frame, Fit fit, double across, double down) {
  Geometry g{0, 0, double(picture.width), double(picture.height), frame.width, frame.height, 0, 0};
  if (fit == Fit::squish) return g;
  const double x = double(picture.width) / frame.width, y = double(picture.height) / frame.height;
  const double scale = fit == Fit::pad ? std::max(x, y) : std::min(x, y);
  g.width = std::trunc(scale * frame.width);
  g.height = std::trunc(scale * frame.height);
  g.left = std::trunc(across * (picture.width - g.width));
  g.top = std::trunc(down * (picture.height - g.height));
  return g;
}

}  // namespace onecycle
