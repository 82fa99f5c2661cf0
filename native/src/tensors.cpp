// Lifetime, shape and memory of tensors.
#include "shim.h"

#include <torch/csrc/autograd/variable.h>

using omnihelix::borrow;
using omnihelix::give;

OH_API void oh_tensor_release(oh_tensor handle) {
  if (handle != nullptr) c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(handle);
}

// A second handle of the same tensor.
OH_API oh_tensor oh_tensor_share(oh_tensor handle) { return give(borrow(handle)); }

OH_API int32_t oh_tensor_dim(oh_tensor handle) { return static_cast<int32_t>(handle->dim()); }
OH_API int32_t oh_tensor_dtype(oh_tensor handle) { return static_cast<int32_t>(c10::typeMetaToScalarType(handle->dtype())); }
OH_API int64_t oh_tensor_numel(oh_tensor handle) { return handle->numel(); }
OH_API int oh_tensor_is_contiguous(oh_tensor handle) { return handle->is_contiguous(); }

OH_API void oh_tensor_sizes(oh_tensor handle, int64_t* sizes) {
  const auto all = handle->sizes();
  std::copy(all.begin(), all.end(), sizes);
}

OH_API void oh_tensor_strides(oh_tensor handle, int64_t* strides) {
  const auto all = handle->strides();
  std::copy(all.begin(), all.end(), strides);
}

OH_API void* oh_tensor_data(oh_tensor handle) { return borrow(handle).data_ptr(); }

// Device as type << 8 | index, index 255 when there is none.
OH_API int64_t oh_tensor_device(oh_tensor handle) {
  const auto device = handle->device();
  return (static_cast<int64_t>(device.type()) << 8) | (device.index() & 255);
}

// Wraps memory that the caller owns; `done(context)` is called when the last tensor over it is gone.
OH_API int oh_tensor_from_memory(void* memory, const int64_t* sizes, int32_t dim, int32_t dtype, void (*done)(void*), void* context,
                                 oh_tensor* result) {
  return omnihelix::guarded([&] {
    const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)).device(at::kCPU);
    *result = give(at::from_blob(
        memory, at::IntArrayRef(sizes, dim), [done, context](void*) { if (done != nullptr) done(context); }, options));
  });
}

OH_API int oh_tensor_requires_grad(oh_tensor handle) { return borrow(handle).requires_grad(); }

OH_API int oh_tensor_set_requires_grad(oh_tensor handle, int on) {
  return omnihelix::guarded([&] { borrow(handle).set_requires_grad(on != 0); });
}

OH_API int oh_tensor_is_leaf(oh_tensor handle) { return borrow(handle).is_leaf(); }

OH_API oh_tensor oh_tensor_grad(oh_tensor handle) { return give(borrow(handle).grad()); }

OH_API int oh_tensor_set_grad(oh_tensor handle, oh_tensor grad) {
  return omnihelix::guarded([&] { borrow(handle).mutable_grad() = borrow(grad); });
}
