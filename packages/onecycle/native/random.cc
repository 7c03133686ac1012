#include "random.h"

#include <cmath>

#include "exact.h"

namespace onecycle {

namespace {

// The counter word that blocks of a stream never reach; forks draw their keys there.
constexpr uint32_t forkBlock = 0xffffffff;

StreamWords philox(StreamWords counter, uint32_t key0, uint32_t key1) {
  for (int round = 0; round < 10; round++, key0 += 0x9e3779b9, key1 += 0xbb67ae85) {
    const uint64_t a = uint64_t{0xd2511f53} * counter[0], b = uint64_t{0xcd9e8d57} * counter[2];
    counter = {static_cast<uint32_t>(b >> 32) ^ counter[1] ^ key0, static_cast<uint32_t>(b),
               static_cast<uint32_t>(a >> 32) ^ counter[3] ^ key1, static_cast<uint32_t>(a)};
  }
  return counter;
}

}  // namespace

Rng Rng::fork(uint32_t k) const { return Rng(philox({words_[2], words_[3], k, forkBlock}, words_[0], words_[1])); }

uint32_t Rng::word() {
  if (used_ == 4) {
    block_ = philox({words_[2], words_[3], 0, blocks_++}, words_[0], words_[1]);
    used_ = 0;
  }
  return block_[used_++];
}

double Rng::uniform(double low, double high) {
  const double upper = (word() >> 5) * 67108864.0, fraction = (upper + (word() >> 6)) / 9007199254740992.0;
  return low + fraction * (high - low);
}

int64_t Rng::whole(int64_t low, int64_t high) { return low + static_cast<int64_t>(std::floor(uniform() * double(high - low + 1))); }

}  // namespace onecycle
