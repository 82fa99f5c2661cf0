// Looks operators up in the dispatcher and calls them boxed: no function per operator is needed.
#include "shim.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <optional>
#include <sstream>

namespace {

using omnihelix::borrow;
using omnihelix::give;

#if TORCH_VERSION_MAJOR > 1
using OptionalTensor = std::optional<at::Tensor>;
#else
using OptionalTensor = c10::optional<at::Tensor>;
#endif

c10::Device unpack_device(int64_t code) {
  const auto index = static_cast<int8_t>(code & 255);
  return c10::Device(static_cast<c10::DeviceType>(code >> 8), index == -1 ? static_cast<c10::DeviceIndex>(-1) : index);
}

template <typename T>
c10::List<T> list_of(const oh_value& value) {
  c10::List<T> list;
  list.reserve(value.count);
  const auto* items = static_cast<const T*>(value.p);
  for (int32_t k = 0; k < value.count; ++k) list.push_back(items[k]);
  return list;
}

c10::IValue to_ivalue(const oh_value& value, const c10::Argument& argument) {
  switch (value.tag) {
    case OH_NONE: return {};
    case OH_TENSOR: return borrow(static_cast<oh_tensor>(value.p));
    case OH_INT: return value.i;
    case OH_DOUBLE: return value.d;
    case OH_BOOL: return value.i != 0;
    case OH_INT_LIST: return list_of<int64_t>(value);
    case OH_DOUBLE_LIST: return list_of<double>(value);
    case OH_STRING: return std::string(static_cast<const char*>(value.p), value.count);
    case OH_DEVICE: return unpack_device(value.i);
    case OH_TENSOR_LIST: {
      c10::List<at::Tensor> list;
      auto* handles = static_cast<oh_tensor*>(value.p);
      for (int32_t k = 0; k < value.count; ++k) list.push_back(borrow(handles[k]));
      return list;
    }
    case OH_OPTIONAL_TENSOR_LIST: {
      c10::List<OptionalTensor> list;
      auto* handles = static_cast<oh_tensor*>(value.p);
      for (int32_t k = 0; k < value.count; ++k) {
        if (handles[k] == nullptr) list.push_back(OptionalTensor());
        else list.push_back(OptionalTensor(borrow(handles[k])));
      }
      return list;
    }
    default:
      TORCH_CHECK(argument.default_value().has_value(), "argument '", argument.name(), "' has no default");
      return *argument.default_value();
  }
}

void to_value(c10::IValue&& result, oh_value& out) {
  out.count = 0;
  if (result.isTensor()) {
    out.tag = OH_TENSOR;
    out.p = give(std::move(result).toTensor());
  } else if (result.isInt()) {
    out.tag = OH_INT;
    out.i = result.toInt();
  } else if (result.isDouble()) {
    out.tag = OH_DOUBLE;
    out.d = result.toDouble();
  } else if (result.isBool()) {
    out.tag = OH_BOOL;
    out.i = result.toBool();
  } else if (result.isNone()) {
    out.tag = OH_NONE;
    out.p = nullptr;
  } else if (result.isTensorList()) {
    auto tensors = result.toTensorVector();
    auto* handles = static_cast<oh_tensor*>(std::malloc(sizeof(oh_tensor) * (tensors.size() + 1)));
    for (size_t k = 0; k < tensors.size(); ++k) handles[k] = give(std::move(tensors[k]));
    out.tag = OH_TENSOR_LIST;
    out.count = static_cast<int32_t>(tensors.size());
    out.p = handles;
  } else {
    TORCH_CHECK(false, "result of kind ", result.tagKind(), " has no place in the C interface");
  }
}

void describe(std::ostream& text, const oh_value& value) {
  switch (value.tag) {
    case OH_NONE: text << "none"; break;
    case OH_TENSOR: {
      const auto tensor = borrow(static_cast<oh_tensor>(value.p));
      if (tensor.defined()) text << tensor.dtype().name() << tensor.sizes() << (tensor.is_cuda() ? " on cuda" : "");
      else text << "undefined";
      break;
    }
    case OH_INT: text << value.i; break;
    case OH_DOUBLE: text << value.d; break;
    case OH_BOOL: text << (value.i != 0 ? "true" : "false"); break;
    case OH_INT_LIST: text << c10::IntArrayRef(static_cast<int64_t*>(value.p), value.count); break;
    case OH_STRING: text << std::string(static_cast<const char*>(value.p), value.count); break;
    case OH_TENSOR_LIST:
    case OH_OPTIONAL_TENSOR_LIST: {
      auto* handles = static_cast<oh_tensor*>(value.p);
      text << '[';
      for (int32_t k = 0; k < value.count && k < 4; ++k) {
        if (k > 0) text << ", ";
        const auto tensor = borrow(handles[k]);
        if (tensor.defined()) text << tensor.dtype().name() << tensor.sizes();
        else text << "none";
      }
      text << (value.count > 4 ? ", …]" : "]");
      break;
    }
    default: text << "…";
  }
}

}  // namespace

// Finds an operator such as ("aten::add", "Tensor"); null when this libtorch lacks it.
OH_API void* oh_operator(const char* name, const char* overload) {
  auto found = c10::Dispatcher::singleton().findSchema({name, overload});
  return found.has_value() ? new c10::OperatorHandle(*found) : nullptr;
}

// Calls an operator with `argument_count` leading arguments; the rest take their defaults. On success `results` holds `*result_count` values.
OH_API int oh_call(void* handle, const oh_value* arguments, int32_t argument_count, oh_value* results, int32_t capacity, int32_t* result_count) {
  auto& op = *static_cast<c10::OperatorHandle*>(handle);
  const auto failed = omnihelix::guarded([&] {
    const auto& declared = op.schema().arguments();
    TORCH_CHECK(static_cast<size_t>(argument_count) <= declared.size(), "takes ", declared.size(), " arguments, not ", argument_count);
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    static const oh_value missing{OH_DEFAULT, 0, {0}};
    for (size_t k = 0; k < declared.size(); ++k)
      stack.push_back(to_ivalue(k < static_cast<size_t>(argument_count) ? arguments[k] : missing, declared[k]));
    op.callBoxed(stack);
    TORCH_CHECK(stack.size() <= static_cast<size_t>(capacity), "more results than there is room for");
    for (size_t k = 0; k < stack.size(); ++k) to_value(std::move(stack[k]), results[k]);
    *result_count = static_cast<int32_t>(stack.size());
  });
  if (failed == 0) return 0;
  std::ostringstream text;
  text << op.schema().name() << '(';
  const auto& declared = op.schema().arguments();
  for (int32_t k = 0; k < argument_count && static_cast<size_t>(k) < declared.size(); ++k) {
    if (arguments[k].tag == OH_DEFAULT) continue;
    text << (k > 0 ? ", " : "") << declared[k].name() << ": ";
    describe(text, arguments[k]);
  }
  text << "): " << omnihelix::last_error();
  omnihelix::last_error() = text.str();
  return 1;
}

// The schema in text form; the caller frees it.
OH_API char* oh_operator_schema(void* handle) {
  std::ostringstream text;
  text << static_cast<c10::OperatorHandle*>(handle)->schema();
  return strdup(text.str().c_str());
}

OH_API void oh_free(void* memory) { std::free(memory); }
