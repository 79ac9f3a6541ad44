#include "model/validation/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "model/base/file_io.hpp"

namespace wallflip::validation {
namespace {

constexpr size_t most_bytes = 64u << 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Reads one record a call; a quoted cell may hold anything, a doubled quote in it is one quote.
struct RecordReader {
  std::string_view text;
  size_t at = 0;
  int line = 1;
  int unclosed = 0;  ///< line where a quoted cell opens that never ends

  bool more() const { return at < text.size(); }

  std::string quoted_cell() {
    std::string cell;
    const int opened = line;
    for (++at; at < text.size(); ++at) {
      if (text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"') {
        ++at;
      } else if (text[at] == '"') {
        ++at;
        return cell;
      }
      if (text[at] == '\n') ++line;
      cell += text[at];
    }
    unclosed = opened;
    return cell;
  }

  std::string cell() {
    std::string cell;
    if (more() && text[at] == '"') cell = quoted_cell();
    while (more() && text[at] != ',' && text[at] != '\n') {
      if (text[at] != '\r') cell += text[at];
      ++at;
    }
    return cell;
  }

  std::vector<std::string> record() {
    std::vector<std::string> cells = {cell()};
    while (more() && text[at] == ',') {
      ++at;
      cells.push_back(cell());
    }
    if (more()) ++at;  // the line end
    ++line;
    return cells;
  }
};

void check_header(const CsvTable& table, Issues& issues) {
  if (table.header.size() < 2) {
    issues.push_back({.file = table.file, .line = 1, .what = "expected a header of column names, separated by commas"});
  }
  for (size_t i = 0; i < table.header.size(); ++i) {
    if (table.column(table.header[i]) != static_cast<int>(i)) {
      issues.push_back({.file = table.file, .line = 1, .what = "two columns are called " + table.header[i]});
    }
  }
}

}  // namespace

int CsvTable::column(std::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

CsvTable parse_csv(std::string_view text, std::string file, Issues& issues) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  CsvTable table{std::move(file), {}, {}, {}};
  RecordReader reader{text};
  if (reader.more()) table.header = reader.record();
  check_header(table, issues);
  while (reader.more()) {
    const int line = reader.line;
    std::vector<std::string> cells = reader.record();
    if (cells.size() == 1 && cells[0].empty()) continue;  // an empty line
    if (cells.size() != table.header.size()) {
      issues.push_back({.file = table.file,
                        .line = line,
                        .what = "the row has " + std::to_string(cells.size()) + " cells, the header " +
                                std::to_string(table.header.size())});
      continue;
    }
    table.rows.push_back(std::move(cells));
    table.lines.push_back(line);
  }
  if (reader.unclosed > 0)
    issues.push_back({.file = table.file, .line = reader.unclosed, .what = "a quoted cell never ends"});
  return table;
}

CsvTable read_csv(const std::filesystem::path& path, Issues& issues) {
  const std::optional<std::string> text = read_file(path, most_bytes, issues);
  return text ? parse_csv(*text, path.string(), issues) : CsvTable{path.string(), {}, {}, {}};
}

std::string_view Row::text(std::string_view column) const {
  const int c = table_->column(column);
  return c < 0 ? std::string_view{} : std::string_view{table_->rows[index_][static_cast<size_t>(c)]};
}

std::optional<double> Row::number(std::string_view column) const {
  const std::string_view cell = text(column);
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace wallflip::validation
