// Work on pixels takes turns: at most so many threads at a time, those of the batch that is needed first before the others.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>

namespace onecycle {

// At most `limit` threads work at a time, those of the lowest `order` first.
class FairSemaphore {
 public:
  void acquire(int64_t order, int64_t limit) {
    std::unique_lock lock(mutex_);
    const auto mine = waiting_.insert(order);
    changed_.wait(lock, [&] { return running_ < limit && *waiting_.begin() == order; });
    waiting_.erase(mine);
    running_++;
    changed_.notify_all();
  }

  void release() {
    {
      std::lock_guard lock(mutex_);
      running_--;
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multiset<int64_t> waiting_;
  int64_t running_ = 0;
};

// The turn of a thread to compute. It begins with `take`, so that what waits for a disk before keeps nobody from it, and ends with
// the block.
class Turn {
 public:
  Turn(FairSemaphore& semaphore, int64_t order, int64_t limit) : semaphore_(semaphore), order_(order), limit_(limit) {}
  ~Turn() {
    if (taken_) semaphore_.release();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  void take() {
    if (!taken_) semaphore_.acquire(order_, limit_);
    taken_ = true;
  }

 private:
  FairSemaphore& semaphore_;
  const int64_t order_, limit_;
  bool taken_ = false;
};

}  // namespace onecycle
