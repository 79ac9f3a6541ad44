#pragma once

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "model/sheet/sheet.hpp"

namespace wallflip::test {

/// A sheet that a test builds of the parts it looks at, every input set by name.
struct ByHand {
  Sheet sheet;
  std::vector<double> inputs{};  ///< empty: the defaults, until one is set

  void set(std::string_view name, double value) {
    const NodeId node = sheet.find(name);
    REQUIRE_MESSAGE(node >= 0, name);
    if (inputs.empty()) inputs = sheet.defaults();
    inputs[static_cast<size_t>(sheet.node(node).index)] = value;
  }
  double at(Quantity q) const {
    return evaluate_nodes(sheet, inputs.empty() ? sheet.defaults() : inputs)[static_cast<size_t>(q.node)];
  }
};

/// A function of the sheet, for one column.
inline double call(const Function& f, const std::vector<double>& arguments) {
  std::vector<const double*> columns;
  for (const double& a : arguments) columns.push_back(&a);
  double result = 0;
  f.run(columns.data(), &result, 1);
  return result;
}

}  // namespace wallflip::test
