// Pictures that are kept from one epoch to the next: decoded ones, or what became of them.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "numbers.h"
#include "picture.h"

namespace onecycle {

// A picture, upright; its size, of which it may have been decoded at fewer eighths; and the EXIF orientation that was applied.
struct KeptPicture {
  static constexpr int given = 0;  // eighths of what was not decoded here, and comes in one scale only

  std::shared_ptr<const uint8_t[]> bytes;
  Pixels pixels;
  Size size;
  int eighths, orientation;
};

// Holds pictures by a key until their bytes have reached the budget, and takes no more then: every epoch asks for all, so that throwing
// out an old one for a new one would gain nothing.
class PictureCache {
 public:
  explicit PictureCache(int64_t budget) : budget_(budget) {}

  std::optional<KeptPicture> find(int64_t key) const;
  void keep(int64_t key, const Pixels& pixels, Size size, int eighths, int orientation);
  // Of one key space, the upper 32 bits of its keys.
  void drop(int64_t space);

  struct State {
    int64_t bytes, pictures, refused;
  };
  State state() const;

  // The caches of this process, by a number, so that an operator can be told which one.
  static int64_t make(int64_t budget);
  static std::shared_ptr<PictureCache> at(int64_t number);  // throws std::out_of_range
  static void free(int64_t number);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<int64_t, KeptPicture> pictures_;
  const int64_t budget_;
  int64_t bytes_ = 0, refused_ = 0;
};

}  // namespace onecycle
