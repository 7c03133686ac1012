// Work on pixels takes turns: at most so many threads at a time, those of the batch that is needed first before the others.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

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
// takes to wake up. Whoever has to wait for a disk gives it away before, so that it keeps nobody from computing; `away` hears of it
// (true) and of the return (false), so that another thread may come meanwhile.
class Turn {
 public:
  Turn(FairSemaphore& semaphore, int64_t order, int64_t limit, std::function<void(bool)> away)
      : semaphore_(semaphore), order_(order), limit_(limit), away_(std::move(away)) {}
  ~Turn() {
    giveAway();
    comeBack();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  void take() {
    comeBack();
    if (!taken_) semaphore_.acquire(order_, limit_);
    taken_ = true;
  }

  // Before the thread waits for a disk. It does so, too, before it looks for the next file.
  void giveAwayToWait() {
    giveAway();
    if (!isAway_) away_(true);
    isAway_ = waits_ = true;
  }
  void beginToRead() {
    if (std::exchange(waits_, false)) giveAway();
  }

  // Between two pictures: those of a batch that is needed before come first.
  void letPass() {
    if (taken_ && semaphore_.isAwaitedBefore(order_)) giveAway();
  }

 private:
  void giveAway() {
    if (std::exchange(taken_, false)) semaphore_.release();
  }
  void comeBack() {
    if (std::exchange(isAway_, false)) away_(false);
  }

  FairSemaphore& semaphore_;
  const int64_t order_, limit_;
  const std::function<void(bool)> away_;
  bool taken_ = false, isAway_ = false, waits_ = false;
};

}  // namespace onecycle
