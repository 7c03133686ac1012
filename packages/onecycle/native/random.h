// The random streams of src/data/random/rng.ts, with the same numbers.
#pragma once

#include <array>
#include <cstdint>

#include "numbers.h"

namespace onecycle {

// What a stream is a function of: two words of its key, the epoch, the index.
using StreamWords = std::array<uint32_t, 4>;

// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
class Rng {
 public:
  explicit Rng(const StreamWords& words) : words_(words) {}
  // Of four numbers from outside. Throws std::out_of_range where one has more than 32 bits.
  static Rng of(const int64_t* words) { return Rng({wordOf(words[0]), wordOf(words[1]), wordOf(words[2]), wordOf(words[3])}); }

  Rng fork(uint32_t k) const;
  // Uniform in [low, high), with 53 random bits.
  double uniform(double low = 0, double high = 1);
  // A whole number from `low` to `high`, both included.
  int64_t whole(int64_t low, int64_t high);

 private:
  uint32_t word();

  StreamWords words_, block_{};
  uint32_t blocks_ = 0;
  int used_ = 4;
};

}  // namespace onecycle
