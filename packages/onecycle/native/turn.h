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

  // Whether somebody of a lower order waits.
  bool isAwaitedBefore(int64_t order) {
    std::lock_guard lock(mutex_);
    return !waiting_.empty() && *waiting_.begin() < order;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multiset<int64_t> waiting_;
  int64_t running_ = 0;
};

// The turn of a thread to compute. It begins with `take`, and is kept from one picture to the next: to hand it on costs as much as a thread
// takes to wake up. Whoever has to wait for a disk gives it away before, so that it keeps nobody from computing.
class Turn {
 public:
  Turn(FairSemaphore& semaphore, int64_t order, int64_t limit) : semaphore_(semaphore), order_(order), limit_(limit) {}
  ~Turn() { giveAway(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  void take() {
    if (!taken_) semaphore_.acquire(order_, limit_);
    taken_ = true;
  }

  void giveAway() {
    if (taken_) semaphore_.release();
    taken_ = false;
  }

  // The same before the thread waits for a disk, and before it looks for the next file while the disk makes it wait.
  void giveAwayToWait() {
    giveAway();
    waits_ = true;
  }
  void beginToRead() {
    if (waits_) giveAway();
    waits_ = false;
  }

  // Between two pictures: those of a batch that is needed before come first.
  void letPass() {
    if (taken_ && semaphore_.isAwaitedBefore(order_)) giveAway();
  }

 private:
  FairSemaphore& semaphore_;
  const int64_t order_, limit_;
  bool taken_ = false, waits_ = false;
};

}  // namespace onecycle
