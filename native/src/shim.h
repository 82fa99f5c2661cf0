// The C ABI between OmniHelix.Torch and libtorch.
//
// A tensor handle is an owned reference to a TensorImpl; null is the undefined tensor. Every function that can fail returns 0 on success
// and leaves the reason in oh_error() of the calling thread.
#pragma once
#include <ATen/ATen.h>
#include <cstdint>
#include <string>

#define OH_API extern "C" __attribute__((visibility("default")))

using oh_tensor = at::TensorImpl*;

enum oh_tag : int32_t {
  OH_NONE = 0,
  OH_TENSOR = 1,
  OH_INT = 2,
  OH_DOUBLE = 3,
  OH_BOOL = 4,
  OH_INT_LIST = 5,
  OH_DOUBLE_LIST = 6,
  OH_TENSOR_LIST = 7,
  OH_OPTIONAL_TENSOR_LIST = 8,
  OH_STRING = 9,
  OH_DEVICE = 10,  // i = type << 8 | (index & 255)
  OH_DEFAULT = 11  // take the schema's default
};

struct oh_value {
  int32_t tag;
  int32_t count;  // elements behind p
  union {
    int64_t i;
    double d;
    void* p;
  };
};

namespace omnihelix {


inline at::Tensor borrow(oh_tensor handle) {
  if (handle == nullptr) return {};
  c10::raw::intrusive_ptr::incref(handle);
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(handle));
}

inline oh_tensor give(at::Tensor tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

std::string& last_error();

// Runs the body and turns every exception into an error text without a C++ backtrace.
template <typename Body>
int guarded(Body body) {
  try {
    body();
    return 0;
  } catch (const c10::Error& e) {
    last_error() = e.what_without_backtrace();
  } catch (const std::exception& e) {
    last_error() = e.what();
  } catch (...) {
    last_error() = "unknown native failure";
  }
  return 1;
}

}  // namespace omnihelix
