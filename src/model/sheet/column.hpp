#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace wallflip {

/// Memory that begins on a cache line: there a vector register is written to one line. In the middle of one it takes
/// two, and a program 15% longer.
template <class T>
struct CacheLineAllocator {
  using value_type = T;
  static constexpr std::align_val_t line{64};

  CacheLineAllocator() = default;
  template <class U>
  CacheLineAllocator(const CacheLineAllocator<U>&) {}
  T* allocate(size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), line)); }
  void deallocate(T* memory, size_t) { ::operator delete(memory, line); }
  template <class U>
  bool operator==(const CacheLineAllocator<U>&) const {
    return true;
  }
};

/// One quantity over many designs.
using Column = std::vector<double, CacheLineAllocator<double>>;

}  // namespace wallflip
