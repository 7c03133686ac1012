// Calls whose arguments are numbers: JavaScript writes them into memory that both sides see (src/dispatch/frame.ts), and calls with
// nothing in its hands. Each value that crosses by itself would cost a look at its type and one at what it is.
#include <cstdint>

#include "record.h"

namespace onecycle {

namespace {

constexpr size_t kFrameLength = 4096;
constexpr double kNone = -2;  // where a list has no tensor

bool isFramed(Kind kind) {
  switch (kind) {
    case Kind::Tensor: case Kind::Int: case Kind::Float: case Kind::Bool: case Kind::Scalar:
    case Kind::TensorList: case Kind::OptionalTensorList: case Kind::IntList: case Kind::FloatList: case Kind::BoolList:
    case Kind::ScalarList:
      return true;
    default:
      return false;
  }
}

// Reads the values of a frame, one after the other.
class Reader {
 public:
  Reader(const Addon& addon) : tensors_(addon.tensors), next_(addon.frame), end_(addon.frame + kFrameLength) {}

  double number() {
    if (next_ == end_) throw ArgumentError("more values than a frame holds");
    return *next_++;
  }

  // Whether there is no tensor where one may be left out.
  bool skipNone() {
    if (next_ == end_ || *next_ != kNone) return false;
    ++next_;
    return true;
  }

  c10::IValue value(Kind kind) {
    switch (kind) {
      case Kind::Tensor: return tensor();
      case Kind::Int: return intOf(number());
      case Kind::Float: return number();
      case Kind::Bool: return number() != 0;
      case Kind::Scalar: return scalarOf(number());
      case Kind::TensorList: return list(c10::List<at::Tensor>(), [&] { return tensor(); });
      case Kind::OptionalTensorList:
        return list(c10::List<c10::optional<at::Tensor>>(), [&]() -> c10::optional<at::Tensor> {
          if (skipNone()) return c10::nullopt;
          return tensor();
        });
      case Kind::IntList: return list(c10::List<int64_t>(), [&] { return intOf(number()); });
      case Kind::FloatList: return list(c10::List<double>(), [&] { return number(); });
      case Kind::BoolList: return list(c10::List<bool>(), [&] { return number() != 0; });
      case Kind::ScalarList:
        return list(c10::impl::GenericList(c10::NumberType::get()), [&] { return c10::IValue(scalarOf(number())); });
      default: throw ArgumentError("an argument that is no number");
    }
  }

 private:
  const at::Tensor& tensor() {
    const double id = number();
    if (id == kNone) throw ArgumentError("expected a tensor, and there is none");
    return tensors_.get(id >= 0 && id <= INT32_MAX ? static_cast<int32_t>(id) : -1);
  }

  template <typename List, typename Read>
  List list(List list, Read read) {
    const double length = number();
    if (!(length >= 0 && length <= end_ - next_)) throw ArgumentError("more values than a frame holds");
    list.reserve(static_cast<size_t>(length));
    for (double i = 0; i < length; ++i) list.push_back(read());
    return list;
  }

  const TensorTable& tensors_;
  const double* next_;
  const double* end_;
};

// frame() → ArrayBuffer of the frame
napi_value frame(Call& call) {
  napi_value buffer;
  void* data;
  napi_ref reference;  // as long as the environment
  check(call.env, napi_create_arraybuffer(call.env, kFrameLength * sizeof(double), &data, &buffer));
  check(call.env, napi_create_reference(call.env, buffer, 1, &reference));
  call.addon->frame = static_cast<double*>(data);
  return buffer;
}

// form(index, ['default' | 'none' | 'given', …]) → the form's number, or -1
int32_t form(Call& call) {
  const Operator& op = operatorAt(call, 0);
  const auto& schema = op.handle.schema().arguments();
  const auto marks =
      listOf<std::vector<std::string>>(call.env, call.at(1), [&](napi_value mark) { return stringOf(call.env, mark); });
  Form form{&op, {}};
  for (size_t i = 0; i < schema.size(); ++i) {
    const std::string mark = i < marks.size() ? marks[i] : "default";
    const auto& preset = schema[i].default_value();
    if (mark == "given") {
      if (!isFramed(op.kinds[i])) return -1;
      form.constants.emplace_back();
    } else if (mark == "default" && preset) {
      form.constants.push_back(*preset);
    } else {
      if (!op.optional[i]) throw ArgumentError("argument '" + schema[i].name() + "' is missing");
      form.constants.push_back(c10::IValue());
    }
  }
  call.addon->forms.push_back(std::move(form));
  return static_cast<int32_t>(call.addon->forms.size() - 1);
}

// The arguments of a call, and then its results, in the memory of the call before. One that is made within another has its own.
struct Values {
  Addon& addon;
  std::vector<c10::IValue> stack;

  explicit Values(Addon& addon) : addon(addon), stack(std::move(addon.values)) {}
  ~Values() {
    stack.clear();
    addon.values = std::move(stack);
  }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;
};

// callForm(owner?): calls the form whose number is the frame's first, with the values behind it, as call() does. The ids of several
// tensors are in the frame then.
napi_value callForm(Call& call) {
  Addon& addon = *call.addon;
  Reader reader(addon);
  const double number = reader.number();
  if (!(number >= 0 && number < addon.forms.size())) throw ArgumentError("no such form");
  const Form& form = addon.forms[static_cast<size_t>(number)];
  const Operator& op = *form.op;
  Values values(addon);
  auto& stack = values.stack;
  for (size_t i = 0; i < form.constants.size(); ++i) {
    if (form.constants[i]) {
      stack.push_back(*form.constants[i]);
      continue;
    }
    stack.push_back(named(op, i, [&] { return reader.value(op.kinds[i]); }));
  }
  runOperator(call, op, stack);
  if (!op.returnsTensors) return writeResults(addon, op, stack, call.count > 0 ? call.args[0] : nullptr);
  for (size_t i = 0; i < stack.size(); ++i) addon.frame[i] = newTensor(addon, std::move(stack[i]).toTensor());
  return undefined(call.env);
}

// callFramedAsync(index, ...texts): as callAsync, with all arguments: numbers, tensors and lists of them are in the frame, one after the
// other, texts cross by themselves
napi_value callFramedAsync(Call& call) {
  const Operator& op = operatorAt(call, 0);
  Reader reader(*call.addon);
  size_t text = 1;
  std::vector<c10::IValue> stack;
  stack.reserve(op.kinds.size());
  for (size_t i = 0; i < op.kinds.size(); ++i)
    stack.push_back(named(op, i, [&] {
      const Kind kind = op.kinds[i];
      if (!isFramed(kind)) return readArgument(*call.addon, kind, call.at(text++));
      return kind == Kind::Tensor && op.optional[i] && reader.skipNone() ? c10::IValue() : reader.value(kind);
    }));
  return queueOperator(call, op, std::move(stack));
}

}  // namespace

void defineFrame(napi_env env, napi_value exports) { ONECYCLE_DEFINE(frame, form, callForm, callFramedAsync); }

}  // namespace onecycle
