// An 8-bit RGB picture in memory and the buffers that a thread uses again for one picture after another.
#pragma once

#include <cstdint>
#include <memory>

namespace onecycle {

// Memory that grows when needed and is never cleared. It has a few bytes more than asked for, so that the last
// three-byte pixel may be read as four bytes.
template <class T>
class Buffer {
 public:
  T* reserve(size_t size) {
    if (size > size_) {
      data_.reset();
      data_.reset(new T[size + slack]);
      size_ = size;
    }
    return data_.get();
  }
  T* data() const { return data_.get(); }

 private:
  static constexpr size_t slack = 16;
  std::unique_ptr<T[]> data_;
  size_t size_ = 0;
};

// Rows of interleaved RGB bytes, `stride` bytes apart.
struct Pixels {
  const uint8_t* data;
  int width;
  int height;
  int64_t stride;
};

}  // namespace onecycle
