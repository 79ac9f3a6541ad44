#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Where numbers come from. Every number of the catalog names a source id, and every id is a row of sources.json.

namespace wallflip {

enum class SourceKind {
  datasheet,
  paper,
  measured,
  list_price,
  config,
  secondary,
  rule_of_thumb,
  assumption,
  definition
};

/// The words of the files, in the order of the enum: roughly from what to trust most to what is chosen or true by
/// itself.
inline constexpr std::array<std::string_view, 9> source_kind_names = {
    "datasheet", "paper", "measured", "list_price", "config", "secondary", "rule_of_thumb", "assumption", "definition"};

constexpr std::string_view name_of(SourceKind kind) {
  return source_kind_names[static_cast<size_t>(kind)];
}

struct Source {
  std::string id;
  std::string title;
  std::string publisher;
  std::string where;      ///< address, paper number, or repository@commit:path
  std::string date;       ///< published; may be empty when date_read is there
  std::string date_read;  ///< empty when the source was not opened for this catalog
  SourceKind kind = SourceKind::secondary;
  std::string notes;
  std::vector<std::string> cites;  ///< addresses this source itself rests on
};

struct Sourced {
  double value = 0;    ///< SI base units
  std::string source;  ///< id of a Source
};

/// Field name -> source id, as in the file: "sources": {"default": .., "peak_dense_flop_per_s": .., ..}.
struct SourceMap {
  std::vector<std::pair<std::string, std::string>> rows;

  /// The entry of the field itself, else of what stands before its last dot, else "default", else nullptr.
  const std::pair<std::string, std::string>* find(std::string_view field) const;
  /// The source id of a field or "".
  std::string of(std::string_view field) const;
};

/// One line of the small tables (electricity, PUE, fault rates, NCCL constants): a value, a range, or both.
struct Fact {
  std::string id;
  std::string name;
  std::optional<double> value;
  std::optional<double> min;
  std::optional<double> max;
  std::string unit;  ///< as printed: "$/kWh", "1/year"; "1" for a pure number
  std::string date;
  std::string source;
  std::string note;
};

}  // namespace wallflip
