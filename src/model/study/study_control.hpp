#pragma once

#include <atomic>
#include <cstddef>

namespace wallflip {

/// Shared by a study and whoever waits for it on another thread.
struct StudyControl {
  std::atomic<size_t> done{0}, all{0};  ///< of what the study counts: splits searched, requests finished
  std::atomic<bool> cancel{false};

  /// 0 to 1.
  double progress() const {
    const size_t of = all.load(std::memory_order_relaxed);
    return of == 0 ? 0 : static_cast<double>(done.load(std::memory_order_relaxed)) / static_cast<double>(of);
  }
};

}  // namespace wallflip
