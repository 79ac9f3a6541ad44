#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/catalog/catalog.hpp"
#include "model/systems/system.hpp"

namespace wallflip {

/// Where the value of an input comes from: the input's own source, a catalog row's, or the person who typed it.
struct Origin {
  std::string source;  ///< id of a Source
  std::string note;    ///< "H200 SXM5 141GB", "set by you"
};

/// One complete design: a value with its origin for every input of a system, and the catalog rows picked.
struct Design {
  std::vector<double> inputs;                             ///< in the order of Sheet::inputs()
  std::vector<Origin> origins;                            ///< likewise
  std::vector<std::pair<std::string, std::string>> rows;  ///< slot -> id: {"gpu", "h100-sxm"}

  std::string_view row(std::string_view slot) const;  ///< "" when none is picked
};

/// Source id of a value that a person set.
inline constexpr const char* set_by_hand = "set_by_hand";

Design default_design(const System& system);

/// Ids of the catalog rows that can fill a slot, in catalog order: those with every number that the system needs.
std::vector<std::string> rows_for(const RowSlot& slot, const Catalog& catalog);

/// (row of Sheet::inputs, value and source) that a catalog row sets.
struct RowValue {
  int input;
  double value;
  std::string source;
};
/// Empty, with an issue, for an unknown id or a row that lacks a number.
std::vector<RowValue> row_values(const System& system, const RowSlot& slot, const Catalog& catalog, std::string_view id,
                                 Issues& issues);

/// `name` is a row slot ("gpu") or an input ("load.batch"); `text` a row id, the name of a choice or a value with a
/// unit. Issues have what and hint; file and pointer are the caller's to fill. Nothing changes on an issue.
void set_text(Design& design, const System& system, const Catalog& catalog, std::string_view name,
              std::string_view text, Issues& issues);
/// An input by its value in base units.
void set_number(Design& design, const System& system, std::string_view name, double value, Issues& issues);

/// Index of an input by name, or -1.
int input_row(const Sheet& sheet, std::string_view name);
/// All names that may be set: row slots, then inputs.
std::vector<std::string> settable_names(const System& system);

}  // namespace wallflip
