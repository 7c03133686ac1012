// Everything between the 8-bit batch and the network in one pass over each picture.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "numbers.h"
#include "picture.h"
#include "pool.h"
#include "sample.h"

namespace onecycle {

// What is done to the pictures of a batch, in this order; what is not there is not done.
struct Steps {
  std::optional<std::vector<float>> maps;  // nine numbers a picture, which is sampled along them to `mapped`
  Size mapped{};
  PadMode pad = PadMode::zeros;
  bool alignCorners = true;
  std::vector<int64_t> crop, cropSize;       // the part [top, left, height, width] of that, and what it is resized to
  std::optional<std::vector<float>> lights;  // [3, 4] a picture: changes of logits
  std::vector<double> mean, std;
};

// One picture of a batch as bytes, after whose last pixel one more is read, or as four floats a pixel.
struct Source {
  Pixels bytes;
  const float* floats;
  int width, height;
};

// A step that reads height × width positions, first shrunk to shrunkHeight × shrunkWidth where it shrinks so much
// that bilinear sampling would miss pixels.
struct Shrink {
  int shrunkHeight, shrunkWidth;
  bool needed;
};

// The steps for pictures of one size.
struct AugmentationPlan {
  Steps steps;
  // first step: the map
  Shrink first{};
  int height, width;  // of what comes out of it
  // second step: the crop, resized
  bool crops = false;
  int top = 0, left = 0, cropHeight = 0, cropWidth = 0;
  Shrink second{};
  int outHeight, outWidth;
  // the colours
  bool normalizes;
  float mean[3]{}, factor[3]{};

  // Throws std::out_of_range, or libtorch's error, where the steps make no sense for `n` pictures of this size.
  AugmentationPlan(int64_t n, Size input, Steps steps);
};

// The way of all pictures of a batch, which have the same size, to float32.
class Augmentation {
 public:
  explicit Augmentation(AugmentationPlan plan) : plan_(std::make_shared<const AugmentationPlan>(std::move(plan))) {}

  // Memory for the results of `n` pictures, [n, 3, height, width], channels last.
  at::Tensor memory(int64_t n) const;

  // What a thread of its own takes pictures with: `out` gets the result of number `i` of the batch.
  std::function<void(int64_t i, const Source& picture, float* out)> worker() const;

 private:
  class Worker;
  std::shared_ptr<const AugmentationPlan> plan_;
};

// That of pictures [n, 3, height, width] of bytes, or of floats from 0 to 1. Throws where they are none.
Size pictureSize(const at::Tensor& pictures);

// Such pictures, in the memory of the CPU, as float32 ones.
at::Tensor augment(const at::Tensor& pictures, const Augmentation& augmentation, const Crew& crew);

// The same by libtorch's operators, on any device: all numbers of the batch get there in one copy, which is not waited for.
at::Tensor augmentByOperators(const at::Tensor& pictures, const AugmentationPlan& plan);

// What is drawn for a batch and done to it. `streams` has the four words each of what maps, crop and lights draw from; `maps` and `lights` are
// rows of random changes, `crop` the range of the part that is kept. What is empty is not done: sampling along maps where `size` is.
struct DrawnPass {
  at::IntArrayRef streams;
  at::ArrayRef<double> maps;
  at::IntArrayRef size;
  const std::string& padMode;
  bool alignCorners;
  at::ArrayRef<double> crop;
  at::IntArrayRef cropSize;
  at::ArrayRef<double> lights, mean, std;

  // None where a map folds its picture over.
  std::optional<AugmentationPlan> draw(int64_t n, Size input) const;
};

}  // namespace onecycle
