#include "widgets/text_twin.hpp"

#include <algorithm>
#include <cctype>
#include <tuple>

#include "widgets/scroll.hpp"

namespace wallflip::widgets {
namespace {

constexpr float button_height = 30, row_height = 28, gap = 24;

const std::string& cell(const TextTable& table, size_t row, size_t column) {
  static const std::string none;
  return column < table.rows[row].size() ? table.rows[row][column] : none;
}

std::string markdown_cell(std::string text) {
  for (size_t at = 0; (at = text.find_first_of("|\n", at)) != std::string::npos; at += 2) {
    if (text[at] == '\n')
      text.replace(at, 1, "  ");
    else
      text.insert(at, "\\");
  }
  return text;
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted.append("\"");
}

bool looks_numeric(const std::string& text) {
  return !text.empty() &&
         (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '$' || text[0] == '-' || text[0] == '+');
}

/// Columns as wide as their widest cell, squeezed alike where the table is wider than the place.
std::vector<float> column_widths(const Ui& ui, const TextTable& table, float room) {
  std::vector<float> widths;
  float sum = 0;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    float width = text_size(ui, Font::small, table.columns[c]).x;
    for (size_t r = 0; r < table.rows.size(); ++r)
      width = std::max(width, text_size(ui, Font::text, cell(table, r, c)).x);
    widths.push_back(width + ui.px(gap));
    sum += widths.back();
  }
  for (float& width : widths) width *= sum > room ? room / sum : 1;
  return widths;
}

/// Numbers stand right aligned so that their digits line up.
void draw_cell(Ui& ui, float x, float y, float width, const std::string& text, bool numeric, const TextStyle& style) {
  TextStyle aligned = style;
  aligned.max_width = width - ui.px(gap) + ui.px(1);
  aligned.align = numeric ? Align::right : Align::left;
  draw_text(ui, {numeric ? x + width - ui.px(gap) : x, y}, text, aligned);
}

}  // namespace

std::string to_markdown(const TextTable& table) {
  std::string out;
  const auto row = [&](const auto& cell_at) {
    out += "|";
    for (size_t c = 0; c < table.columns.size(); ++c) out.append(" ").append(markdown_cell(cell_at(c))).append(" |");
    out += "\n";
  };
  if (!table.title.empty()) out.append("**").append(table.title).append("**\n\n");
  row([&](size_t c) { return table.columns[c]; });
  row([](size_t) { return std::string("---"); });
  for (size_t r = 0; r < table.rows.size(); ++r) row([&](size_t c) { return cell(table, r, c); });
  return out;
}

std::string to_csv(const TextTable& table) {
  std::string out;
  const auto row = [&](const auto& cell_at) {
    for (size_t c = 0; c < table.columns.size(); ++c) out.append(c ? "," : "").append(csv_cell(cell_at(c)));
    out += "\r\n";
  };
  row([&](size_t c) { return table.columns[c]; });
  for (size_t r = 0; r < table.rows.size(); ++r) row([&](size_t c) { return cell(table, r, c); });
  return out;
}

TextTwinResult text_twin(Ui& ui, Rect rect, const TextTable& table, TextTwinState& state) {
  TextTwinResult result;
  float right = rect.max.x;
  for (const auto& [name, label, write] :
       {std::tuple{"twin:csv", table.copy_csv, &to_csv}, {"twin:markdown", table.copy_markdown, &to_markdown}}) {
    const float width = text_size(ui, Font::text, label).x + ui.px(24);
    if (button(ui, name, label, {{right - width, rect.min.y}, {right, rect.min.y + ui.px(button_height)}}))
      result.copied = write(table);
    right -= width + ui.px(8);
  }
  draw_text(ui, {rect.min.x, rect.min.y + (ui.px(button_height) - text_size(ui, Font::strong, "0").y) / 2}, table.title,
            {Font::strong, 0, Align::left, right - rect.min.x});
  const Rect view{{rect.min.x, rect.min.y + ui.px(button_height + 10)}, rect.max};
  const float content = ui.px(row_height) * static_cast<float>(table.rows.size() + 1);
  const std::vector<float> widths = column_widths(ui, table, view.width());
  const float offset = begin_scroll(view, content, state.scroll);
  const float text_drop = (ui.px(row_height) - text_size(ui, Font::text, "0").y) / 2;
  for (size_t r = 0; r <= table.rows.size(); ++r) {
    const float y = view.min.y + ui.px(row_height) * static_cast<float>(r) - offset;
    if (y + ui.px(row_height) < view.min.y || y > view.max.y) continue;
    float x = view.min.x;
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const bool numeric = !table.rows.empty() && looks_numeric(cell(table, 0, c));
      if (r == 0)
        draw_cell(ui, x, y + text_drop, widths[c], table.columns[c], numeric,
                  {Font::small, ui.color(Color::mid), Align::left, 0, true});
      else
        draw_cell(ui, x, y + text_drop, widths[c], cell(table, r - 1, c), numeric,
                  {Font::text, ui.color(Color::text), Align::left, 0, true});
      x += widths[c];
    }
    draw_line(ui, {view.min.x, y + ui.px(row_height)}, {view.max.x, y + ui.px(row_height)},
              ui.color(r == 0 ? Color::line : Color::grid), ui.px(1));
  }
  end_scroll(ui, view, content, state.scroll);
  return result;
}

}  // namespace wallflip::widgets
