#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"

namespace wallflip::validation {

/// A table of published measurements: a header and its rows, every cell as text.
struct CsvTable {
  std::string file;  ///< as the user gave it
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header
  std::vector<int> lines;                      ///< line of each row, from 1

  /// Index of a column, or -1.
  int column(std::string_view name) const;
};

/// Comma-separated values as in RFC 4180: quoted cells may hold commas, quotes ("") and line ends. Issues, all at once:
/// no header, a column named twice, a row of another length, an unclosed quote.
CsvTable parse_csv(std::string_view text, std::string file, Issues& issues);
CsvTable read_csv(const std::filesystem::path& path, Issues& issues);

/// One cell of a table as a row's family asks for it.
class Row {
 public:
  Row(const CsvTable& table, size_t index) : table_(&table), index_(index) {}
  /// "" for an empty cell and for a column that the file does not have.
  std::string_view text(std::string_view column) const;
  /// Nothing for an empty cell and for what is not a finite number.
  std::optional<double> number(std::string_view column) const;
  double number_or(std::string_view column, double otherwise) const { return number(column).value_or(otherwise); }

 private:
  const CsvTable* table_;
  size_t index_;
};

}  // namespace wallflip::validation
