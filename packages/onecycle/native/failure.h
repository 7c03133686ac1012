// What goes wrong with single pictures.
#pragma once

#include <new>
#include <stdexcept>
#include <string>

#include "jpeg.h"

namespace onecycle {

// What is asked of a picture has no sense, and another picture would not change that.
class SettingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What went wrong with one item, as text; nothing where nothing did. It begins with a mark where the machine was short of something, and
// where what was asked is at fault.
template <class Work>
std::string failureOf(Work work) {
  const std::string shortage = "shortage: ";
  try {
    work();
    return "";
  } catch (const ShortageError& e) {
    return shortage + e.what();
  } catch (const SettingError& e) {
    return std::string("setting: ") + e.what();
  } catch (const PictureError& e) {
    return e.what();
  } catch (const std::out_of_range& e) {
    return e.what();
  } catch (const std::bad_alloc&) {
    return shortage + "there is not enough memory";
  }
}

}  // namespace onecycle
