// What c10d's ProcessGroupGloo.hpp names of Gloo: its classes, whose insides only libtorch needs. PyTorch's wheels and Debian's
// libtorch have Gloo in them and come without its headers; where those are installed, the compiler finds them first.
#pragma once

#include <chrono>

namespace gloo {

class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};

}  // namespace gloo
