#pragma once

#include <string_view>
#include <vector>

#include "model/systems/evaluation.hpp"

namespace wallflip::validation {

/// A system as a row of measurements sets it: inputs by name, then quantities by name. Names are the code's own, so
/// each must exist.
class SystemRun {
 public:
  explicit SystemRun(void (*build)(System&)) {
    build(system_);
    inputs_ = system_.sheet.defaults();
  }

  /// Every input at its default.
  void reset() { inputs_ = system_.sheet.defaults(); }
  void set(std::string_view name, double value) {
    inputs_[static_cast<size_t>(system_.sheet.node(system_.sheet.find(name)).index)] = value;
  }
  /// With gates ignored: a row that was measured did fit.
  double value(std::string_view name) const {
    return evaluate(system_, inputs_).nodes[static_cast<size_t>(system_.sheet.find(name))];
  }
  const System& system() const { return system_; }

 private:
  System system_;
  std::vector<double> inputs_;
};

}  // namespace wallflip::validation
