// Queues of work on a device, by c10's interface to all that have some: no header of CUDA is needed, and one build serves every libtorch.
#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include "addon.h"

namespace onecycle {

namespace {

using Guard = c10::impl::VirtualGuardImpl;

c10::Stream streamAt(Call& call, size_t i) {
  const c10::IValue& object = call.addon->objectAt(call.int32(i));
  if (!object.isStream()) throw ArgumentError("expected a Stream");
  return object.toStream();
}

// The device by its name, with the number of the current one where the name has none. Throws where libtorch has none of its kind.
c10::Device deviceAt(Call& call, size_t i) {
  const c10::Device device = deviceOf(call.string(i));
  return device.has_index() ? device : Guard(device.type()).getDevice();
}

// newStream(device) → object id: one of the streams that libtorch made for whoever wants one
int32_t newStream(Call& call) {
  const c10::Device device = deviceAt(call, 0);
  return call.addon->addObject(Guard(device.type()).getStreamFromGlobalPool(device));
}

// currentStream(device) → object id
int32_t currentStream(Call& call) {
  const c10::Device device = deviceAt(call, 0);
  return call.addon->addObject(Guard(device.type()).getStream(device));
}

// enterStream(stream) → object id of the one that was current before, which leaveStream puts back and forgets
int32_t enterStream(Call& call) {
  refuseUnrepeatable(call, "it changes the stream");
  const c10::Stream stream = streamAt(call, 0);
  return call.addon->addObject(Guard(stream.device_type()).exchangeStream(stream));
}

void leaveStream(Call& call) {
  const c10::Stream before = streamAt(call, 0);
  Guard(before.device_type()).exchangeStream(before);
  call.addon->freeObject(call.int32(0));
}

// waitStream(stream, other): what `stream` gets from now on begins when `other` has done what it has now
void waitStream(Call& call) {
  const c10::Stream stream = streamAt(call, 0), other = streamAt(call, 1);
  if (stream.device_type() != other.device_type()) throw ArgumentError("streams of different kinds of devices cannot wait for each other");
  if (stream == other) return;
  c10::Event reached(other.device_type());
  reached.record(other);
  reached.block(stream);
}

// recordUse(stream, tensor): the tensor's memory is not given to others before `stream` has done what it has by the time that it is freed;
// what has no memory of its own (a sparse tensor) is left alone
void recordUse(Call& call) {
  const c10::Stream stream = streamAt(call, 0);
  const at::Tensor& tensor = call.tensor(1);
  if (tensor.device() != stream.device())
    throw ArgumentError("the tensor is on " + tensor.device().str() + ", and the stream is of " + stream.device().str());
  if (tensor.has_storage()) Guard(stream.device_type()).recordDataPtrOnStream(tensor.storage().data_ptr(), stream);
}

void synchronizeStream(Call& call) {
  refuseWhileCapturing(call, "it waits for a stream");
  const c10::Stream stream = streamAt(call, 0);
  Guard(stream.device_type()).synchronizeStream(stream);
}

bool sameStream(Call& call) { return streamAt(call, 0) == streamAt(call, 1); }

std::string deviceOfStream(Call& call) { return streamAt(call, 0).device().str(); }

}  // namespace

void defineStreams(napi_env env, napi_value exports) {
  ONECYCLE_DEFINE(newStream, currentStream, enterStream, leaveStream, waitStream, recordUse, synchronizeStream, sameStream, deviceOfStream);
}

}  // namespace onecycle
