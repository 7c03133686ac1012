// The threads of the picture pipeline: made once, shared by all batches, and never more than were ever asked for.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>

namespace onecycle {

// When a job is to be done before others.
enum class Need {
  now,   // somebody waits for it
  soon,  // it is read ahead, and may wait for a disk: in the order of the calls
};

class ThreadPool {
 public:
  // That of this process. It lives until the process ends, since threads may be at work then.
  static ThreadPool& instance();

  // Lets up to `most` threads call `help(order)` at the same time, and returns when there is nothing more to do. `help` returns when no
  // item is left to begin, and must not throw. Of those that read ahead no more than `threads` come that do not wait for a disk.
  void run(int64_t threads, int64_t most, Need need, const std::function<void(int64_t order)>& help);

  // Said in `help` by a thread that begins or ends to wait for a disk: another may come meanwhile.
  void waitsForDisk(bool waits);

 private:
  struct Job {
    int64_t order;
    int64_t wanted;  // threads that may still come to help
    int64_t active = 0;
    Need need;
    const std::function<void(int64_t)>& help;
  };

  void grow(int64_t threads);
  void loop();
  Job* next();

  std::mutex mutex_;
  std::condition_variable work_, done_;
  std::list<Job*> jobs_;  // by their order
  int64_t threads_ = 0, calls_ = 0;
  // Threads that read ahead, and those of them that wait for a disk; how many may, and without those that wait.
  int64_t ahead_ = 0, waiting_ = 0, mostAhead_ = 0, mostAtWork_ = 0;
};

}  // namespace onecycle
