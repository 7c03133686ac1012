// Where pictures go that are read.
#include <algorithm>
#include <utility>

#include "host_memory.h"
#include "load.h"

namespace onecycle {

namespace {

// What is drawn for a batch takes memory before there is a picture.
constexpr int64_t kMostPictures = 1 << 24;

}  // namespace

std::optional<Output> Output::of(int64_t files, Size size, bool pinned, const Next& next) {
  const auto& [n, places, pass] = next;
  if (pass.streams.empty()) {
    at::Tensor bytes = hostMemory({files, 3, size.height, size.width}, at::kByte, pinned, at::MemoryFormat::ChannelsLast);
    return Output(size, std::move(bytes), std::nullopt, {});
  }
  TORCH_CHECK(places.empty() ? n == files : static_cast<int64_t>(places.size()) == files, "every file has a place in the batch");
  TORCH_CHECK(n >= files && n <= kMostPictures, "a batch has from ", files, ", which are read, to ", kMostPictures, " pictures, not ", n);
  for (const int64_t place : places) narrow(place, 0, n - 1, "a place in the batch");
  auto plan = pass.draw(n, size);
  if (!plan) return std::nullopt;
  Augmentation augmentation(std::move(*plan));
  at::Tensor batch = augmentation.memory(files);
  return Output(size, std::move(batch), std::move(augmentation), places);
}

Output::Output(Size size, at::Tensor batch, std::optional<Augmentation> next, at::IntArrayRef places)
    : size(size), batch(std::move(batch)), next_(std::move(next)), places_(places), step_(this->batch.size(0) == 0 ? 0 : this->batch.numel() / this->batch.size(0)) {}

Output::Way Output::way() const {
  if (!next_)
    return [step = step_, rows = batch.data_ptr<uint8_t>()](int64_t i, const auto& load) { load(rows + step * i); };
  return [this, worker = next_->worker(), own = std::make_shared<Buffer<uint8_t>>()](int64_t i, const auto& load) {
    uint8_t* picture = own->reserve(size_t{3} * size.height * size.width);
    load(picture);
    const Pixels pixels{picture, size.width, size.height, int64_t{3} * size.width};
    worker(places_.empty() ? i : places_[i], {pixels, nullptr, size.width, size.height}, batch.data_ptr<float>() + step_ * i);
  };
}

}  // namespace onecycle
