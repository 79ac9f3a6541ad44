#pragma once

#include <cassert>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/systems/design.hpp"

namespace wallflip::validation {

/// A system as a row of measurements sets it: inputs by name, then quantities by name. Names are the code's own: one
/// that the system does not have is a mistake in it and throws std::out_of_range, in every build.
class SystemRun {
 public:
  explicit SystemRun(void (*build)(System&)) {
    build(system_);
    assert(system_.sheet.issues().empty());
    reset();
  }

  /// Every input at its default.
  void reset() {
    inputs_ = system_.sheet.defaults();
    nodes_.clear();
  }
  void set(std::string_view name, double value) {
    inputs_[row(name)] = value;
    nodes_.clear();
  }
  double input(std::string_view name) const { return inputs_[row(name)]; }
  /// The inputs that a catalog row decides; false, and nothing set, when the row lacks a number.
  bool set_row(const RowSlot& slot, const Catalog& catalog, std::string_view id) {
    Issues issues;
    for (const RowValue& v : row_values(system_, slot, catalog, id, issues)) {
      inputs_[static_cast<size_t>(v.input)] = v.value;
    }
    nodes_.clear();
    return issues.empty();
  }
  /// With gates ignored: a row that was measured did fit.
  double value(std::string_view name) const { return value(found(system_.sheet.find(name), name)); }
  double value(NodeId node) const {
    if (nodes_.empty()) nodes_ = evaluate_nodes(system_.sheet, inputs_);
    return nodes_[static_cast<size_t>(node)];
  }
  const System& system() const { return system_; }
  const std::vector<double>& inputs() const { return inputs_; }

 private:
  size_t row(std::string_view name) const { return static_cast<size_t>(found(input_row(system_.sheet, name), name)); }
  static int found(int index, std::string_view name) {
    if (index < 0) throw std::out_of_range("the system has no \"" + std::string(name) + "\"");
    return index;
  }

  System system_;
  std::vector<double> inputs_;
  mutable std::vector<double> nodes_;  ///< of these inputs, once a value was asked for
};

}  // namespace wallflip::validation
