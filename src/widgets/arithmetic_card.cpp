#include "widgets/arithmetic_card.hpp"

#include <algorithm>
#include <array>

#include "widgets/scroll.hpp"

namespace wallflip::widgets {
namespace {

constexpr float pad = 14, row_height = 28;

struct KindRow {
  SourceKind kind;
  const char* word;
  Color color;
};

/// Firm ground first; an assumption warns.
constexpr std::array<KindRow, 7> kind_table = {{
    {SourceKind::datasheet, "datasheet", Color::good},
    {SourceKind::paper, "paper", Color::accent},
    {SourceKind::measured, "measured", Color::good},
    {SourceKind::list_price, "list price", Color::accent},
    {SourceKind::rule_of_thumb, "rule of thumb", Color::warning},
    {SourceKind::assumption, "assumption", Color::warning},
    {SourceKind::definition, "definition", Color::mid},
}};

std::vector<Run> runs_of(const Ui& ui, const std::vector<FormulaToken>& tokens, const char* before) {
  std::vector<Run> runs;
  if (*before) runs.push_back({before, Font::mono, ui.color(Color::mid), {}, false});
  for (const FormulaToken& t : tokens) {
    const Color color = t.not_taken || t.quantity.empty() ? Color::mid : Color::text;
    runs.push_back({t.text, Font::mono, ui.color(color), t.quantity, t.not_taken});
  }
  return runs;
}

/// Walks down the card: with `paint` it draws, without it only measures. One walk, so both always agree.
struct Walk {
  Ui& ui;
  const ArithmeticCard& card;
  float x, y, width;
  bool paint;
  ArithmeticResult result;
};

constexpr bool scrolling = true;

void breadcrumb(Walk& w) {
  float x = w.x;
  for (size_t i = 0; i < w.card.path.size(); ++i) {
    const bool last = i + 1 == w.card.path.size();
    const ImVec2 size = text_size(w.ui, Font::small, w.card.path[i]);
    if (x > w.x && x + size.x > w.x + w.width - w.ui.px(24)) {
      x = w.x;
      w.y += size.y + w.ui.px(4);
    }
    if (w.paint) {
      const Rect rect =
          draw_text(w.ui, {x, w.y}, w.card.path[i],
                    {Font::small, w.ui.color(last ? Color::text : Color::accent), Align::left, w.width, scrolling});
      if (!last && hit(w.ui, "crumb:" + std::to_string(i) + ":" + w.card.path[i], rect).clicked)
        w.result.back_to = static_cast<int>(i);
      if (!last)
        draw_text(w.ui, {x + size.x + w.ui.px(6), w.y}, "/",
                  {Font::small, w.ui.color(Color::mid), Align::left, 0, scrolling});
    }
    x += size.x + w.ui.px(18);
  }
  w.y += text_size(w.ui, Font::small, "0").y + w.ui.px(12);
}

void paragraph(Walk& w, std::string_view id, const std::vector<Run>& runs, bool code, float after) {
  if (runs.empty()) return;
  const RichStyle style{code, scrolling};
  if (w.paint) {
    const std::string link = draw_runs(w.ui, id, {w.x, w.y}, w.width, runs, style);
    if (!link.empty()) w.result.open = link;
  }
  w.y += runs_height(w.ui, runs, w.width, style) + w.ui.px(after);
}

void heading(Walk& w) {
  const ArithmeticLevel& level = w.card.level;
  paragraph(w, "label", {{level.label, Font::strong, w.ui.color(Color::text), {}, false}}, false, 2);
  std::vector<Run> value = {{level.value, Font::knob_value, w.ui.color(Color::text), {}, false}};
  if (!level.unit.empty()) value.push_back({" " + level.unit, Font::text, w.ui.color(Color::mid), {}, false});
  paragraph(w, "value", value, false, 8);
}

void source_line(Walk& w) {
  const SourceBadge& source = w.card.level.source;
  const float line = text_size(w.ui, Font::small, "0").y + w.ui.px(6);
  float left = w.x + text_size(w.ui, Font::small, kind_table[static_cast<size_t>(source.kind)].word).x + w.ui.px(24);
  if (w.paint) left = source_chip(w.ui, {w.x, w.y}, source.kind).max.x + w.ui.px(8);
  std::string text = source.title;
  if (!source.where.empty()) text.append(", ").append(source.where);
  const float room = w.x + w.width - left;
  const float height = paragraph_height(w.ui, Font::small, room, text);
  if (w.paint)
    draw_paragraph(w.ui, {left, w.y + w.ui.px(3)}, room, text,
                   {Font::small, w.ui.color(Color::mid), Align::left, 0, scrolling});
  w.y += std::max(line, height) + w.ui.px(12);
}

void draw_part(Walk& w, const std::string& id, const ArithmeticLevel::Part& part) {
  Ui& ui = w.ui;
  const Rect row{{w.x, w.y}, {w.x + w.width, w.y + ui.px(row_height)}};
  const Hit h = hit(ui, id + part.name, row);
  if (h.hovered) fill_rect(ui, row, faded(ui.color(Color::accent), 0.12F), ui.px(4));
  const ImU32 ink = ui.color(part.not_taken ? Color::mid : Color::text);
  const float y = w.y + (ui.px(row_height) - text_size(ui, Font::small, "0").y) / 2;
  float right = row.max.x;
  if (!part.unit.empty()) {
    right =
        draw_text(ui, {right, y}, part.unit, {Font::small, ui.color(Color::mid), Align::right, 0, scrolling}).min.x -
        ui.px(4);
  }
  right = draw_text(ui, {right, y}, part.value, {Font::small, ink, Align::right, 0, scrolling}).min.x - ui.px(10);
  const std::string label = part.not_taken ? part.label + " (not taken)" : part.label;
  draw_text(ui, {row.min.x, y}, label,
            {Font::small, part.not_taken ? ink : ui.color(Color::mid), Align::left, right - row.min.x, scrolling});
  draw_line(ui, {row.min.x, row.max.y}, row.max, ui.color(Color::grid), ui.px(1));
  if (h.clicked) w.result.open = part.name;
}

void part_list(Walk& w, const std::string& id, const std::vector<ArithmeticLevel::Part>& parts) {
  for (const ArithmeticLevel::Part& part : parts) {
    if (w.paint) draw_part(w, id, part);
    w.y += w.ui.px(row_height);
  }
}

void user_list(Walk& w) {
  const ArithmeticLevel& level = w.card.level;
  if (level.users.empty()) return;
  w.y += w.ui.px(14);
  const ImU32 ink = w.ui.color(Color::mid);
  paragraph(w, "users", {{"Goes into", Font::small, ink, {}, false}}, false, 2);
  part_list(w, "user:", level.users);
  if (level.more_users == 0) return;
  w.y += w.ui.px(6);
  paragraph(w, "more users", {{"and " + std::to_string(level.more_users) + " more", Font::small, ink, {}, false}},
            false, 0);
}

void walk(Walk& w) {
  const ArithmeticLevel& level = w.card.level;
  breadcrumb(w);
  heading(w);
  paragraph(w, "formula", runs_of(w.ui, level.formula, ""), true, 6);
  if (!level.numbers.empty()) paragraph(w, "numbers", runs_of(w.ui, level.numbers, "= "), true, 8);
  if (!level.method.empty())
    paragraph(w, "method", bold_runs(level.method, Font::text, Font::strong, w.ui.color(Color::mid)), false, 8);
  source_line(w);
  part_list(w, "part:", level.parts);
  user_list(w);
}

float content_height(const Ui& ui, const ArithmeticCard& card, float width) {
  Ui quiet = ui;
  Walk w{quiet, card, 0, 0, width, false, {}};
  walk(w);
  return w.y;
}

}  // namespace

Rect source_chip(Ui& ui, ImVec2 at, SourceKind kind) {
  const KindRow& row = kind_table[static_cast<size_t>(kind)];
  const ImVec2 size = text_size(ui, Font::small, row.word);
  const Rect chip{at, {at.x + size.x + ui.px(14), at.y + size.y + ui.px(6)}};
  const ImU32 color = ui.color(row.color);
  fill_rect(ui, chip, faded(color, 0.12F), ui.px(4));
  stroke_rect(ui, chip, color, ui.px(4), ui.px(1));
  draw_text(ui, {at.x + ui.px(7), at.y + ui.px(3)}, row.word,
            {Font::small, ui.color(Color::text), Align::left, 0, scrolling});
  return chip;
}

float arithmetic_height(const Ui& ui, const ArithmeticCard& card, float width) {
  return content_height(ui, card, width - 2 * ui.px(pad)) + 2 * ui.px(pad);
}

ArithmeticResult arithmetic_card(Ui& ui, Rect rect, const ArithmeticCard& card, ArithmeticState& state) {
  fill_rect(ui, rect, ui.color(Color::raised), ui.px(5));
  const float inset = ui.px(pad), close = ui.px(20);
  // The bar of the view stands in the margin, beside the numbers.
  const Rect view{{rect.min.x + inset, rect.min.y + inset}, {rect.max.x - ui.px(4), rect.max.y - inset}};
  const float width = rect.width() - 2 * inset, cross_right = rect.max.x - ui.px(8);
  const Rect cross{{cross_right - close, rect.min.y + ui.px(8)}, {cross_right, rect.min.y + ui.px(8) + close}};
  const Hit h = hit(ui, "arithmetic:close", cross);
  const ImVec2 m = {(cross.min.x + cross.max.x) / 2, (cross.min.y + cross.max.y) / 2};
  const float arm = ui.px(4.5F);
  const ImU32 ink = ui.color(h.hovered ? Color::text : Color::mid);
  draw_line(ui, {m.x - arm, m.y - arm}, {m.x + arm, m.y + arm}, ink, ui.px(1.6F));
  draw_line(ui, {m.x - arm, m.y + arm}, {m.x + arm, m.y - arm}, ink, ui.px(1.6F));

  const float content = content_height(ui, card, width);
  const float offset = begin_scroll(view, content, state.scroll);
  Walk w{ui, card, view.min.x, view.min.y - offset, width, true, {}};
  walk(w);
  end_scroll(ui, view, content, state.scroll);
  w.result.close = h.clicked;
  return w.result;
}

}  // namespace wallflip::widgets
