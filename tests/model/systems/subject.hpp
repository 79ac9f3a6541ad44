#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "model/systems/design.hpp"
#include "model/systems/evaluation.hpp"

namespace wallflip::test {

/// The shipped catalog, read once for all cases of a binary: nothing changes it.
inline const Catalog& shipped_catalog() {
  static const Catalog catalog = [] {
    LoadedCatalog loaded = load_catalog(WALLFLIP_SOURCE_DIR "/assets/catalog");
    REQUIRE(loaded.issues.empty());
    return std::move(loaded.catalog);
  }();
  return catalog;
}

/// One design of a system, set by name as a lesson sets it.
struct Subject {
  std::unique_ptr<System> system;
  const Catalog* catalog;
  Design design;

  explicit Subject(std::string_view id, const Catalog& rows = shipped_catalog())
      : system(make_system(id)), catalog(&rows), design(default_design(*system)) {
    for (const RowSlot& slot : system->rows) {
      if (slot.name == "gpu") set("gpu", "h100-sxm");
      if (slot.name == "llm") set("llm", "dense-8b");
    }
  }
  void set(std::string_view name, std::string_view text) {
    Issues issues;
    set_text(design, *system, *catalog, name, text, issues);
    for (const Issue& issue : issues) FAIL_CHECK(to_string(issue));
  }
  void set(std::string_view name, double value) {
    Issues issues;
    set_number(design, *system, name, value, issues);
    for (const Issue& issue : issues) FAIL_CHECK(to_string(issue));
  }
  Evaluation evaluation() const { return evaluate(*system, design.inputs); }
  /// NaN where the design does not fit.
  double at(std::string_view name) const {
    const NodeId node = system->sheet.find(name);
    REQUIRE_MESSAGE(node >= 0, name);
    return evaluation().value(system->sheet, node).value_or(std::nan(""));
  }
  std::string_view leader(std::string_view contest) const {
    const Contest* c = system->contest(contest);
    REQUIRE(c != nullptr);
    return c->of[static_cast<size_t>(standing(*c, evaluation()).leader)].label;
  }
};

inline double relative(double value, double truth) {
  return std::abs(value - truth) / std::abs(truth);
}

}  // namespace wallflip::test
