// The memory of large tensors on the CPU. libtorch takes each from the C library, which asks the system for it and hands it
// back as soon as it is free: in a training step every activation is paged in, 4 kB at a time, again and again. Here large
// blocks are kept for the next tensor of about the same size, and lie on huge pages where the system has them.
#include <c10/core/CPUAllocator.h>
#include <torch/csrc/api/include/torch/version.h>

#include "addon.h"

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#include <sys/mman.h>

#include <map>
#include <mutex>
#include <unordered_map>
#endif

namespace onecycle {

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)

namespace {

constexpr size_t kLarge = size_t(1) << 20;
constexpr size_t kHugePage = size_t(2) << 20;
// A block that so many large allocations did not want goes back to the system: several training steps of a deep network.
constexpr uint64_t kPatience = 10000;

// Eight sizes to each power of two: a block is at most an eighth larger than what was asked for.
size_t roundedUp(size_t bytes) {
  const size_t step = (size_t(1) << (63 - __builtin_clzll(bytes))) / 8;
  return (bytes + step - 1) / step * step;
}

// Begins at a huge page; null where the system has no room.
void* mapped(size_t size) {
  const size_t wide = size + kHugePage;
  void* raw = mmap(nullptr, wide, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) return nullptr;
  char* begin = static_cast<char*>(raw);
  const size_t before = (kHugePage - reinterpret_cast<uintptr_t>(begin) % kHugePage) % kHugePage;
  if (before > 0) munmap(begin, before);
  if (before < kHugePage) munmap(begin + before + size, kHugePage - before);
  madvise(begin + before, size, MADV_HUGEPAGE);
  return begin + before;
}

class LargeBlocks {
 public:
  void* take(size_t size) {
    std::lock_guard<std::mutex> guard(mutex_);
    ++clock_;
    void* data = nullptr;
    if (auto found = free_.find(size); found != free_.end()) {
      // Of several the one that was freed last: it is the likeliest to be in the processor's caches.
      auto last = std::prev(free_.upper_bound(size));
      data = last->second.data;
      free_.erase(last);
    } else {
      release(kPatience);
      data = mapped(size);
      if (!data) {
        release(0);
        data = mapped(size);
      }
    }
    if (data) sizes_.emplace(data, size);
    return data;
  }

  // False where the memory is not one of the blocks.
  bool give(void* data) {
    std::lock_guard<std::mutex> guard(mutex_);
    const auto found = sizes_.find(data);
    if (found == sizes_.end()) return false;
    free_.emplace(found->second, Free{data, clock_});
    sizes_.erase(found);
    return true;
  }

  void releaseAll() {
    std::lock_guard<std::mutex> guard(mutex_);
    release(0);
  }

 private:
  struct Free {
    void* data;
    uint64_t since;
  };

  void release(uint64_t patience) {
    for (auto it = free_.begin(); it != free_.end();) {
      if (clock_ - it->second.since >= patience) {
        munmap(it->second.data, it->first);
        it = free_.erase(it);
      } else {
        ++it;
      }
    }
  }

  std::mutex mutex_;
  std::multimap<size_t, Free> free_;
  std::unordered_map<void*, size_t> sizes_;  // of the blocks in use
  uint64_t clock_ = 0;                       // large allocations so far
};

// Never destroyed: tensors of other threads may outlive every place where it could be.
LargeBlocks& largeBlocks() {
  static auto* blocks = new LargeBlocks();
  return *blocks;
}

// libtorch's own allocator, for everything that is not large; it also says in its words that there is no memory.
c10::Allocator& smallBlocks() {
  static auto* allocator = c10::GetDefaultCPUAllocator();
  return *allocator;
}

// oneDNN hands in no more than the address, so that one function frees both kinds.
void freeBlock(void* data) {
  const bool mayBeLarge = reinterpret_cast<uintptr_t>(data) % kHugePage == 0;
  if (!(mayBeLarge && data && largeBlocks().give(data))) smallBlocks().raw_deallocate(data);
}

class BlockAllocator final : public c10::Allocator {
 public:
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
  c10::DataPtr allocate(size_t bytes) override { return allocated(bytes); }
#else
  c10::DataPtr allocate(size_t bytes) const override { return allocated(bytes); }
#endif
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 2)
  void copy_data(void* to, const void* from, size_t bytes) const override { default_copy_data(to, from, bytes); }
#endif
  c10::DeleterFnPtr raw_deleter() const override { return freeBlock; }

 private:
  static c10::DataPtr allocated(size_t bytes) {
    void* data = bytes < kLarge || bytes > SIZE_MAX / 4 ? nullptr : largeBlocks().take(roundedUp(bytes));
    if (!data) data = smallBlocks().raw_allocate(bytes);
    return {data, data, freeBlock, c10::Device(c10::DeviceType::CPU)};
  }
};

}  // namespace

void keepLargeBlocks() {
  static std::once_flag once;
  std::call_once(once, [] { c10::SetCPUAllocator(new BlockAllocator()); });
}

void releaseLargeBlocks() { largeBlocks().releaseAll(); }

#else

void keepLargeBlocks() {}
void releaseLargeBlocks() {}

#endif

}  // namespace onecycle
