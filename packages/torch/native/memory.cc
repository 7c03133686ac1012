// The memory of large tensors on the CPU. libtorch takes each from the C library, which asks the system for it and hands it
// back as soon as it is free: in a training step every activation is paged in, 4 kB at a time, again and again. Here large
// blocks are kept for the next tensor of about the same size, and lie on huge pages where the system has them. With
// ONECYCLE_CPU_ALLOCATOR=libtorch in the environment libtorch's own allocator stays.
#include <c10/core/CPUAllocator.h>
#include <torch/csrc/api/include/torch/version.h>

#include "addon.h"

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#endif

namespace onecycle {

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)

namespace {

constexpr size_t kLarge = size_t(1) << 20;
constexpr size_t kHugePage = size_t(2) << 20;
// A block that so many large allocations did not want goes back to the system: several training steps of a deep network.
constexpr uint64_t kPatience = 10000;
// Nor is more kept than makes this many times of what was once in use: Linux grants memory that it does not have, and ends the
// process later. Tensors of ever other sizes would get there.
constexpr size_t kMost = 2;

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
  // Null where the system has no room.
  void* take(size_t size) {
    std::lock_guard<std::mutex> guard(mutex_);
    ++clock_;
    // Of several the one that was freed last: it is the likeliest to be in the processor's caches.
    const auto after = free_.upper_bound(size);
    const bool kept = after != free_.begin() && std::prev(after)->first == size;
    Blocks::node_type node = kept ? free_.extract(std::prev(after)) : fresh(size);
    void* data = node.mapped().data;
    if (!data) return nullptr;
    if (kept) freeBytes_ -= size;
    usedBytes_ += size;
    peak_ = std::max(peak_, usedBytes_);
    node.key() = reinterpret_cast<size_t>(data);
    used_.insert(std::move(node));
    return data;
  }

  // False where the memory is not one of the blocks. The end of a tensor must not throw: the node moves, nothing is allocated.
  bool give(void* data) {
    std::lock_guard<std::mutex> guard(mutex_);
    Blocks::node_type node = used_.extract(reinterpret_cast<size_t>(data));
    if (!node) return false;
    Block& block = node.mapped();
    block.since = clock_;
    usedBytes_ -= block.size;
    freeBytes_ += block.size;
    node.key() = block.size;
    free_.insert(std::move(node));
    return true;
  }

  void releaseAll() {
    std::lock_guard<std::mutex> guard(mutex_);
    release(0);
    peak_ = usedBytes_;
  }

 private:
  struct Block {
    void* data;
    size_t size;
    uint64_t since;  // when it became free, by the clock
  };
  using Blocks = std::multimap<size_t, Block>;

  // A block from the system; null in it where there is no room. The node comes first: it may throw, and the mapping would be lost.
  Blocks::node_type fresh(size_t size) {
    Blocks one;
    Block& block = one.emplace(size, Block{nullptr, size, clock_})->second;
    release(kPatience);
    const size_t most = kMost * std::max(peak_, usedBytes_ + size);
    while (!free_.empty() && usedBytes_ + freeBytes_ + size > most) {
      const auto older = [](const auto& a, const auto& b) { return a.second.since < b.second.since; };
      drop(std::min_element(free_.begin(), free_.end(), older));
    }
    block.data = mapped(size);
    if (!block.data) {
      release(0);
      block.data = mapped(size);
    }
    return one.extract(one.begin());
  }

  void release(uint64_t patience) {
    for (auto it = free_.begin(); it != free_.end();) it = clock_ - it->second.since >= patience ? drop(it) : std::next(it);
  }

  Blocks::iterator drop(Blocks::iterator it) {
    munmap(it->second.data, it->second.size);
    freeBytes_ -= it->second.size;
    return free_.erase(it);
  }

  std::mutex mutex_;
  Blocks free_;  // by size
  Blocks used_;  // by address
  size_t freeBytes_ = 0;
  size_t usedBytes_ = 0;
  size_t peak_ = 0;     // of the bytes in use
  uint64_t clock_ = 0;  // large allocations so far
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
  // What is kept for large tensors must not be what is missing for a small one.
  static c10::DataPtr small(size_t bytes) {
    try {
      return smallBlocks().allocate(bytes);
    } catch (const c10::Error&) {
      largeBlocks().releaseAll();
      return smallBlocks().allocate(bytes);
    }
  }

  static c10::DataPtr allocated(size_t bytes) {
    void* data = bytes < kLarge || bytes > SIZE_MAX / 4 ? nullptr : largeBlocks().take(roundedUp(bytes));
    if (!data) return small(bytes);
    return {data, data, freeBlock, c10::Device(c10::DeviceType::CPU)};
  }
};

}  // namespace

void keepLargeBlocks() {
  static std::once_flag once;
  std::call_once(once, [] {
    const char* wanted = std::getenv("ONECYCLE_CPU_ALLOCATOR");
    if (!wanted || std::string(wanted) != "libtorch") c10::SetCPUAllocator(new BlockAllocator());
  });
}

void releaseLargeBlocks() { largeBlocks().releaseAll(); }

#else

void keepLargeBlocks() {}
void releaseLargeBlocks() {}

#endif

}  // namespace onecycle
