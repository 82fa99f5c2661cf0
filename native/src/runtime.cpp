// Process-wide settings: allocator, threads, random numbers, devices, versions.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <dlfcn.h>
#include <malloc.h>
#include <torch/version.h>

#include <climits>
#include <cstring>

namespace omnihelix {

std::string& last_error() {
  thread_local std::string text;
  return text;
}

}  // namespace omnihelix

using omnihelix::borrow;
using omnihelix::give;

OH_API const char* oh_error() { return omnihelix::last_error().c_str(); }

namespace {

// Keeps large activations in the process instead of handing them back to the kernel after every operator, which would fault the same pages in
// again: worth a third of the time of a training step. One arena, because only the first one can grow beyond 64 MiB blocks.
bool tune_allocator() {
  return mallopt(M_ARENA_MAX, 1) != 0 && mallopt(M_MMAP_THRESHOLD, 1 << 30) != 0 && mallopt(M_TRIM_THRESHOLD, INT_MAX) != 0 &&
         mallopt(M_TOP_PAD, 64 << 20) != 0;
}

std::string torch_path() {
  Dl_info info;
  return dladdr(reinterpret_cast<void*>(&at::show_config), &info) != 0 ? info.dli_fname : "";
}

}  // namespace

// Sets the process up before the first tensor. Returns 1 when the C library took every allocator setting.
OH_API int32_t oh_start(int32_t threads) {
  const auto tuned = tune_allocator();
  // The CUDA kernels register themselves when their library is loaded; it lies beside the CPU one.
  const auto path = torch_path();
  dlopen((path.substr(0, path.rfind('/') + 1) + "libtorch_cuda.so").c_str(), RTLD_NOW | RTLD_GLOBAL);
  at::set_num_threads(threads);
  return tuned;
}

// Gives pages that no tensor uses back to the kernel. Batches of ever new sizes leave holes in the heap, which would otherwise only grow.
OH_API void oh_release_free_memory() { malloc_trim(0); }

OH_API const char* oh_torch_version() { return TORCH_VERSION; }

// Where libtorch_cpu was loaded from; the caller frees it.
OH_API char* oh_torch_path() { return strdup(torch_path().c_str()); }

// Build configuration and threading report; the caller frees it.
OH_API char* oh_torch_config() { return strdup((at::show_config() + "\n" + at::get_parallel_info()).c_str()); }

OH_API void oh_set_threads(int32_t count) { at::set_num_threads(count); }
OH_API int32_t oh_threads() { return at::get_num_threads(); }

OH_API int32_t oh_device_count(int32_t device_type) {
  int32_t count = 0;
  omnihelix::guarded([&] {
    const auto type = static_cast<c10::DeviceType>(device_type);
    if (c10::impl::hasDeviceGuardImpl(type)) count = c10::impl::getDeviceGuardImpl(type)->deviceCount();
  });
  return count;
}

OH_API int oh_manual_seed(int64_t seed) {
  return omnihelix::guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

// State of the CPU generator as a byte tensor.
OH_API int oh_random_state(oh_tensor* result) {
  return omnihelix::guarded([&] {
    auto generator = at::detail::getDefaultCPUGenerator();
    std::lock_guard<std::mutex> lock(generator.mutex());
    *result = give(generator.get_state());
  });
}

OH_API int oh_set_random_state(oh_tensor state) {
  return omnihelix::guarded([&] {
    auto generator = at::detail::getDefaultCPUGenerator();
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(borrow(state));
  });
}
