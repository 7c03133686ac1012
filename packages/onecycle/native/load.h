// The way of every picture of a batch: read, decode, turn upright, hand on.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>
#include <vector>

#include "picture.h"
#include "resample.h"

namespace onecycle {

struct LoadOptions {
  double density;  // how many pixels are wanted for each resized one: larger pictures are decoded smaller; 0: never
  bool truncated;  // accept files that end too early
  bool strict;     // refuse files that libjpeg warns of
  int64_t maxPixels;
  int64_t threads;
};

// left, top, width, height of the box; resized width, height; offset x, y; width and height of the upright picture;
// the EXIF orientation to apply (1 for none).
constexpr int64_t geometryColumns = 11;

// The smallest size, in eighths, at which the box still has at least `density` pixels for each resized one.
int eighthsFor(const Geometry& geometry, double density);

using PictureWork = std::function<void(int64_t, const Pixels&, const Geometry&)>;

// Calls a thread's own work with every picture that can be decoded; `pictures[i]`, where it is not empty, is used
// instead of the file. The result says for each file what is wrong with it, or nothing.
std::vector<std::string> forEachPicture(const std::vector<std::string>& files, at::TensorList pictures, const at::Tensor& geometry,
                                        const LoadOptions& options, const std::function<PictureWork()>& makeWorker);

}  // namespace onecycle
