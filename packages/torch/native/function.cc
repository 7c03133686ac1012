// Functions with a backward written in JavaScript. Gradient checkpointing is one of them.
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>

#include "addon.h"

namespace onecycle {

namespace {

struct JsBackward : torch::autograd::Node {
  std::shared_ptr<Callbacks::Handle> function;
  std::vector<at::Tensor> saved;  // lives as long as the graph does

  torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
    for (size_t i = 0; i < gradients.size(); ++i)
      if (!gradients[i].defined()) gradients[i] = input_metadata(i).zeros_like();
    gradients.insert(gradients.end(), saved.begin(), saved.end());
    auto results = (*function)(gradients);
    TORCH_CHECK(results.size() == num_outputs(), "backward returned ", results.size(), " gradients for ", num_outputs(),
                " inputs");
    return results;
  }
  void release_variables() override { saved.clear(); }
  std::string name() const override { return "JavaScriptFunctionBackward"; }
};

// References to nodes are counted by std::shared_ptr in older versions of libtorch, by the node itself in newer ones.
template <class T>
auto makeNode() {
  if constexpr (std::is_same_v<decltype(torch::autograd::Edge::function), std::shared_ptr<torch::autograd::Node>>) {
    return std::shared_ptr<T>(new T(), [](auto* node) { deleteNode(node); });
  } else {
    return c10::make_intrusive<T>();
  }
}

// attachBackward(outputs, inputs, saved, backward): makes the outputs, which have no history, depend on the inputs, with the
// gradients that backward(...gradients of the outputs, ...saved) returns
void attachBackward(Call& call) {
  const auto outputs = call.tensors(0);
  const auto inputs = call.tensors(1);
  refuseUnrepeatable(call, "it has a gradient written in JavaScript");
  if (!torch::autograd::compute_requires_grad(inputs)) return;
  auto node = makeNode<JsBackward>();
  node->function = call.addon->callbacks->hold(call.at(3));
  node->saved = call.tensors(2);
  node->set_next_edges(torch::autograd::collect_next_edges(inputs));
  for (at::Tensor output : outputs) torch::autograd::set_history(output, node);
}

}  // namespace

void defineFunction(napi_env env, napi_value exports) { ONECYCLE_DEFINE(attachBackward); }

}  // namespace onecycle
