// Everything between the 8-bit batch and the network in one pass over each picture.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

namespace onecycle {

using OptionalTensor = c10::optional<at::Tensor>;

// Pictures [n, 3, height, width] of bytes, or of floats from 0 to 1, as float32 ones. Maps [n, 3, 3] are sampled along to `size`; of that the
// crop [top, left, height, width] is resized to `cropSize`; lights [n, 3, 4] change logits; what is left out is not done.
at::Tensor augment(const at::Tensor& pictures, const OptionalTensor& maps, at::IntArrayRef size, std::string padMode, bool alignCorners,
                   at::IntArrayRef crop, at::IntArrayRef cropSize, const OptionalTensor& lights, at::ArrayRef<double> mean,
                   at::ArrayRef<double> std, int64_t threads);

}  // namespace onecycle
