// Backward passes, grad mode, autocast, and differentiable functions whose backward is written in C#.
#include "shim.h"

#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/version.h>

using omnihelix::borrow;
using omnihelix::give;

namespace {

// grads_out[k] may be null (no gradient flows there); the callee fills grads_in with owned handles or null. Returns 0, or 1 with a message.
using backward_callback = int (*)(void* context, oh_tensor* grads_out, int32_t outputs, oh_tensor* grads_in, int32_t inputs, char* message,
                                  int32_t capacity);
using release_callback = void (*)(void* context);

struct ManagedNode : public torch::autograd::Node {
  backward_callback backward = nullptr;
  release_callback release = nullptr;
  void* context = nullptr;

  torch::autograd::variable_list apply(torch::autograd::variable_list&& grads) override {
    std::vector<oh_tensor> incoming;
    for (auto& grad : grads) incoming.push_back(give(grad));
    std::vector<oh_tensor> outgoing(num_outputs(), nullptr);
    char message[2048] = {0};
    const auto failed = backward(context, incoming.data(), static_cast<int32_t>(incoming.size()), outgoing.data(),
                                 static_cast<int32_t>(outgoing.size()), message, sizeof message);
    torch::autograd::variable_list result;
    for (auto* handle : outgoing)
      result.push_back(handle == nullptr ? at::Tensor()
                                         : at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(handle)));
    TORCH_CHECK(failed == 0, message);
    return result;
  }

  std::string name() const override { return "ManagedBackward"; }

  ~ManagedNode() override {
    if (release != nullptr) release(context);
  }
};

}  // namespace

OH_API int oh_backward(oh_tensor output, oh_tensor gradient, int retain_graph) {
  return omnihelix::guarded([&] {
    torch::autograd::variable_list gradients;
    if (gradient != nullptr) gradients.push_back(borrow(gradient));
    torch::autograd::backward({borrow(output)}, gradients, retain_graph != 0);
  });
}

// Gradients of one output with respect to `count` inputs, null where the output does not depend on the input.
OH_API int oh_grad(oh_tensor output, oh_tensor gradient, oh_tensor* inputs, int32_t count, int create_graph, oh_tensor* results) {
  return omnihelix::guarded([&] {
    torch::autograd::variable_list gradients, sources;
    if (gradient != nullptr) gradients.push_back(borrow(gradient));
    for (int32_t k = 0; k < count; ++k) sources.push_back(borrow(inputs[k]));
    auto found = torch::autograd::grad({borrow(output)}, sources, gradients, create_graph != 0, create_graph != 0, /*allow_unused=*/true);
    for (int32_t k = 0; k < count; ++k) results[k] = give(std::move(found[k]));
  });
}

// Makes `outputs` (computed without grad) the results of a function of `inputs` whose backward is `callback`.
OH_API int oh_attach_backward(oh_tensor* inputs, int32_t input_count, oh_tensor* outputs, int32_t output_count, backward_callback callback,
                              release_callback release, void* context) {
  return omnihelix::guarded([&] {
    auto node = std::shared_ptr<ManagedNode>(new ManagedNode(), torch::autograd::deleteNode);
    torch::autograd::edge_list edges;
    for (int32_t k = 0; k < input_count; ++k) {
      const auto input = borrow(inputs[k]);
      edges.push_back(input.defined() && input.requires_grad() ? torch::autograd::impl::gradient_edge(input) : torch::autograd::Edge());
    }
    node->set_next_edges(std::move(edges));
    node->backward = callback;
    node->release = release;
    node->context = context;
    for (int32_t k = 0; k < output_count; ++k) {
      auto output = borrow(outputs[k]);
      torch::autograd::create_gradient_edge(output, node);
    }
  });
}

OH_API int oh_grad_enabled() { return at::GradMode::is_enabled(); }
OH_API void oh_set_grad_enabled(int on) { at::GradMode::set_enabled(on != 0); }

// Autocast of one device type (0 = CPU, 1 = CUDA). Leaving the outermost region drops the cache of cast weights.
OH_API int oh_autocast_enter(int32_t device_type, int32_t dtype) {
  return omnihelix::guarded([&] {
    const auto type = static_cast<at::ScalarType>(dtype);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    const auto device = static_cast<at::DeviceType>(device_type);
    at::autocast::set_autocast_enabled(device, true);
    at::autocast::set_autocast_dtype(device, type);
#else
    if (device_type == 0) {
      at::autocast::set_cpu_enabled(true);
      at::autocast::set_autocast_cpu_dtype(type);
    } else {
      at::autocast::set_enabled(true);
      at::autocast::set_autocast_gpu_dtype(type);
    }
#endif
    at::autocast::increment_nesting();
  });
}

OH_API int oh_autocast_leave(int32_t device_type) {
  return omnihelix::guarded([&] {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    at::autocast::set_autocast_enabled(static_cast<at::DeviceType>(device_type), false);
#else
    if (device_type == 0) at::autocast::set_cpu_enabled(false);
    else at::autocast::set_enabled(false);
#endif
  });
}
