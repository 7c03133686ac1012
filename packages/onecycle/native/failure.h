// What goes wrong with single pictures.
#pragma once

#include <new>
#include <stdexcept>
#include <string>

#include "jpeg.h"

namespace onecycle {

// What went wrong with one item, as text; nothing where nothing did. What the machine was short of begins with a mark.
template <class Work>
std::string failureOf(Work work) {
  const std::string shortage = "shortage: ";
  try {
    work();
    return "";
  } catch (const ShortageError& e) {
    return shortage + e.what();
  } catch (const PictureError& e) {
    return e.what();
  } catch (const std::out_of_range& e) {
    return e.what();
  } catch (const std::bad_alloc&) {
    return shortage + "there is not enough memory";
  }
}

}  // namespace onecycle
