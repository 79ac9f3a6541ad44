#pragma once

#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

struct OutputRow {
  std::string name;  ///< quantity that a click asks about
  std::string label;
  std::string value;  ///< empty: an em dash, with `reason` below the label
  std::string unit;
  std::string reason;  ///< "needs 146.1 GB, has 76 GB"
};

struct OutputTable {
  std::vector<OutputRow> rows;
};

struct OutputResult {
  std::string clicked;
};

float output_table_height(const Ui& ui, const OutputTable& table);
OutputResult output_table(Ui& ui, Rect rect, const OutputTable& table);

}  // namespace wallflip::widgets
