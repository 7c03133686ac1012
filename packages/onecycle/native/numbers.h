// Numbers from outside, checked before they become narrower ones.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace onecycle {

// The longest side of a picture: beyond it 32-bit floats do not tell neighbouring pixels apart.
constexpr int64_t maxSide = int64_t{1} << 24;
// The most pixels of a picture: four numbers of each can still be counted in 32 bits.
constexpr int64_t maxArea = INT32_MAX / 4;

// `value` where it lies in [low, high]. Throws std::out_of_range otherwise.
inline int narrow(int64_t value, int64_t low, int64_t high, const char* name) {
  if (value < low || value > high)
    throw std::out_of_range(std::string(name) + " is a number from " + std::to_string(low) + " to " + std::to_string(high) + ", not " +
                            std::to_string(value));
  return static_cast<int>(value);
}

// 32 bits without a sign. Throws std::out_of_range otherwise.
inline uint32_t wordOf(int64_t value) {
  if (value < 0 || value > int64_t{UINT32_MAX}) throw std::out_of_range("a random stream is told by numbers of 32 bits, not " + std::to_string(value));
  return static_cast<uint32_t>(value);
}

struct Size {
  int height, width;
};

// Height and width of a picture. Throws std::out_of_range where it has no pixels, or too many.
inline Size sizeOf(int64_t height, int64_t width, const char* name) {
  const Size size{narrow(height, 1, maxSide, name), narrow(width, 1, maxSide, name)};
  if (int64_t{size.height} * size.width > maxArea)
    throw std::out_of_range(std::string(name) + " of " + std::to_string(height) + " × " + std::to_string(width) +
                            " pixels is more than the limit of " + std::to_string(maxArea));
  return size;
}

}  // namespace onecycle
