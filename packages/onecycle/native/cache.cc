// onecycle::cache_…: makes, empties, describes and frees the caches that the loading operators are told of.
#include "cache.h"

#include <torch/library.h>

#include <cstring>
#include <map>
#include <new>
#include <stdexcept>
#include <string>

namespace onecycle {

namespace {

int64_t bytesOf(const KeptPicture& kept) { return kept.pixels.stride * kept.pixels.height; }

struct Registry {
  std::mutex mutex;
  std::map<int64_t, std::shared_ptr<PictureCache>> caches;
  int64_t made = 0;
};

Registry& registry() {
  static Registry& all = *new Registry;  // threads may be at work when the process ends
  return all;
}

}  // namespace

std::optional<KeptPicture> PictureCache::find(int64_t key) const {
  std::lock_guard lock(mutex_);
  const auto found = pictures_.find(key);
  if (found == pictures_.end()) return std::nullopt;
  return found->second;
}

void PictureCache::keep(int64_t key, const Pixels& pixels, Size size, int eighths, int orientation) {
  const int64_t row = int64_t{3} * pixels.width, bytes = row * pixels.height;
  {
    std::lock_guard lock(mutex_);
    if (pictures_.count(key)) return;
    if (bytes_ + bytes > budget_) {
      refused_++;
      return;
    }
    bytes_ += bytes;
  }
  KeptPicture kept{nullptr, {nullptr, pixels.width, pixels.height, row}, size, eighths, orientation};
  try {
    std::shared_ptr<uint8_t[]> copy(new uint8_t[bytes + 16]);  // the last pixel may be read as four bytes
    for (int y = 0; y < pixels.height; y++) memcpy(copy.get() + row * y, pixels.data + pixels.stride * y, row);
    kept.pixels.data = copy.get();
    kept.bytes = std::move(copy);
  } catch (const std::bad_alloc&) {  // then it is decoded again the next time
    std::lock_guard lock(mutex_);
    bytes_ -= bytes;
    refused_++;
    return;
  }
  std::lock_guard lock(mutex_);
  if (!pictures_.emplace(key, std::move(kept)).second) bytes_ -= bytes;
}

void PictureCache::drop(int64_t space) {
  std::lock_guard lock(mutex_);
  for (auto it = pictures_.begin(); it != pictures_.end();) {
    if (it->first >> 32 != space) {
      ++it;
      continue;
    }
    bytes_ -= bytesOf(it->second);
    it = pictures_.erase(it);
  }
}

PictureCache::State PictureCache::state() const {
  std::lock_guard lock(mutex_);
  return {bytes_, static_cast<int64_t>(pictures_.size()), refused_};
}

int64_t PictureCache::make(int64_t budget) {
  std::lock_guard lock(registry().mutex);
  registry().caches[++registry().made] = std::make_shared<PictureCache>(budget);
  return registry().made;
}

std::shared_ptr<PictureCache> PictureCache::at(int64_t number) {
  std::lock_guard lock(registry().mutex);
  const auto found = registry().caches.find(number);
  if (found == registry().caches.end()) throw std::out_of_range("there is no cache " + std::to_string(number));
  return found->second;
}

void PictureCache::free(int64_t number) {
  std::shared_ptr<PictureCache> last;  // goes after the lock, which is short
  std::lock_guard lock(registry().mutex);
  const auto found = registry().caches.find(number);
  if (found == registry().caches.end()) return;
  last = std::move(found->second);
  registry().caches.erase(found);
}

TORCH_LIBRARY_FRAGMENT(onecycle, m) {
  m.def("cache_make(int budget) -> int", [](int64_t budget) { return PictureCache::make(budget); });
  m.def("cache_free(int cache) -> ()", [](int64_t cache) { PictureCache::free(cache); });
  m.def("cache_drop(int cache, int space) -> ()", [](int64_t cache, int64_t space) { PictureCache::at(cache)->drop(space); });
  m.def("cache_state(int cache) -> (int bytes, int pictures, int refused)", [](int64_t cache) {
    const auto [bytes, pictures, refused] = PictureCache::at(cache)->state();
    return std::make_tuple(bytes, pictures, refused);
  });
}

}  // namespace onecycle
