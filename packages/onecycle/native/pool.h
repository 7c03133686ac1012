// The threads of the picture pipeline: made once, shared by all batches, and never more than were ever asked for.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>

#include "turn.h"

namespace onecycle {

// How many threads work at a time, and whose they are: the batches of a team share them, and every team has its own. A JavaScript
// environment is one.
struct Crew {
  int64_t threads, team;
};

// When a job is to be done before others.
enum class Need {
  now,   // somebody waits for it
  soon,  // it is read ahead, and may wait for a disk: in the order of the calls
};

// What the jobs of a team share.
class Team {
 public:
  // Of all pictures that are worked on.
  FairSemaphore turns;

 private:
  friend class ThreadPool;
  int64_t jobs = 0, most = 0;  // those that there are, and the most threads that one of them may have
  // Threads that read ahead, and those of them that wait for a disk; how many may, and without those that wait.
  int64_t ahead = 0, waiting = 0, mostAhead = 0, mostAtWork = 0;
};

class ThreadPool {
 public:
  // That of this process. It lives until the process ends, since threads may be at work then.
  static ThreadPool& instance();

  using Help = std::function<void(Team& team, int64_t order)>;

  // Lets up to `most` threads call `help(team, order)` at the same time, and returns when there is nothing more to do. `help` returns when
  // no item is left to begin, and must not throw. Of those of a team that read ahead no more than `crew.threads` come that do not wait for
  // a disk.
  void run(const Crew& crew, int64_t most, Need need, const Help& help);

  // Said in `help` by a thread that begins or ends to wait for a disk: another may come meanwhile.
  void waitsForDisk(Team& team, bool waits);

 private:
  struct Job {
    Team& team;
    int64_t order;
    int64_t wanted;  // threads that may still come to help
    int64_t active = 0;
    Need need;
    const Help& help;
  };

  void grow();
  void loop();
  Job* next();

  std::mutex mutex_;
  std::condition_variable work_, done_;
  std::map<int64_t, Team> teams_;  // those that have jobs
  std::list<Job*> jobs_;           // by their order
  int64_t threads_ = 0, calls_ = 0;
};

}  // namespace onecycle
