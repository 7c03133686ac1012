#include "geometry.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "exact.h"

namespace onecycle {

Fit Fit::of(const std::string& name, at::ArrayRef<double> numbers, Size frame) {
  constexpr std::pair<const char*, Kind> kinds[] = {{"crop", Kind::crop},     {"pad", Kind::pad}, {"squish", Kind::squish},
                                                    {"larger", Kind::larger}, {"cut", Kind::cut}, {"part", Kind::part}};
  const auto found = std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& kind) { return name == kind.first; });
  if (found == std::end(kinds)) throw std::invalid_argument("no way to fit is called '" + name + "'");
  Fit fit(found->second, frame);
  if (fit.kind_ == Kind::part) {
    fit.range_ = PartRange::of(numbers);
  } else if (fit.kind_ == Kind::larger) {
    if (numbers.size() != 1 || !(numbers[0] >= 0 && numbers[0] <= maxSide)) throw std::invalid_argument("what is larger is so by a number of pixels");
    fit.extra_ = static_cast<int>(numbers[0]);
    sizeOf(frame.height + fit.extra_, frame.width + fit.extra_, "the resized picture");
  } else if (!numbers.empty()) {
    throw std::invalid_argument("no numbers belong to fitting by '" + name + "'");
  }
  return fit;
}

Geometry Fit::operator()(Size picture, std::optional<Rng> rng) const {
  Geometry g{0, 0, double(picture.width), double(picture.height), frame.width, frame.height, 0, 0};
  switch (kind_) {
    case Kind::squish:
      return g;
    case Kind::larger:
      g.resizedWidth += extra_, g.resizedHeight += extra_;
      g.offsetX = g.offsetY = extra_ / 2;
      return g;
    case Kind::part: {
      PartRange range = range_;
      range.draws = range.draws && rng;
      Rng own = rng.value_or(Rng({}));
      const Part part = drawPart(range, picture.height, picture.width, Edge::left, own);
      return {part.left, part.top, part.width, part.height, frame.width, frame.height, 0, 0};
    }
    case Kind::cut: {
      // Where the picture is smaller, at least one pixel is added before it.
      auto start = [&](int64_t room) { return rng ? double(room < 0 ? rng->whole(room, -1) : rng->whole(0, room)) : std::floor(room / 2.0); };
      g.left = start(picture.width - frame.width);
      g.top = start(picture.height - frame.height);
      g.width = frame.width, g.height = frame.height;
      return g;
    }
    default: {
      const double across = rng ? rng->uniform() : 0.5, down = rng ? rng->uniform() : 0.5;
      const double x = double(picture.width) / frame.width, y = double(picture.height) / frame.height;
      const double scale = kind_ == Kind::pad ? std::max(x, y) : std::min(x, y);
      // As Python truncates.
      g.width = std::trunc(scale * frame.width);
      g.height = std::trunc(scale * frame.height);
      g.left = std::trunc(across * (picture.width - g.width));
      g.top = std::trunc(down * (picture.height - g.height));
      return g;
    }
  }
}

}  // namespace onecycle
