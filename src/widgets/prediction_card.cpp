#include "widgets/prediction_card.hpp"

#include <algorithm>
#include <cctype>

#include "widgets/imgui_compat.hpp"
#include "widgets/rich_text.hpp"

namespace wallflip::widgets {
namespace {

constexpr float pad = 16, option_height = 36, gap = 8, band_height = 34;

struct Option {
  std::string name, label;
  std::optional<Wall> wall;
};

std::vector<Option> options_of(const PredictionCard& card) {
  std::vector<Option> options;
  if (card.kind == PredictionKind::wall) {
    for (const Wall wall : card.walls)
      options.push_back({std::string(info(wall).name), std::string(info(wall).name), wall});
  } else if (card.kind == PredictionKind::choice) {
    for (size_t i = 0; i < card.choices.size(); ++i) {
      options.push_back(
          {std::to_string(i + 1), std::to_string(i + 1).append("  ").append(card.choices[i]), std::nullopt});
    }
  }
  return options;
}

/// Options flow side by side where they fit; long choices take a line each. Relative to the first option.
std::vector<Rect> option_places(const Ui& ui, const std::vector<Option>& options, float width) {
  std::vector<Rect> places;
  float x = 0, y = 0;
  for (const Option& option : options) {
    const float wanted = text_size(ui, Font::text, option.label).x + ui.px(option.wall ? 54 : 28);
    const float w = std::min(width, wanted);
    const float lines =
        wanted > width ? paragraph_height(ui, Font::text, width - ui.px(28), option.label) + ui.px(16) : 0;
    const float h = std::max(ui.px(option_height), lines);
    if (x > 0 && x + w > width) x = 0, y += ui.px(option_height + gap);
    places.push_back({{x, y}, {x + w, y + h}});
    x += w + ui.px(gap);
    if (lines > 0) x = 0, y += h + ui.px(gap);
  }
  return places;
}

float options_height(const Ui& ui, const PredictionCard& card, float width) {
  float height = card.kind == PredictionKind::number ? ui.px(option_height * 2 + gap) : 0;
  for (const Rect& place : option_places(ui, options_of(card), width)) height = std::max(height, place.max.y);
  if (card.kind == PredictionKind::number && !card.error.empty())
    height += text_size(ui, Font::small, "0").y + ui.px(6);
  return height;
}

float heading_height(const Ui& ui, const PredictionCard& card, float width) {
  return text_size(ui, Font::small, "0").y + ui.px(6) + runs_height(ui, bold_runs(card.ask), width) + ui.px(10);
}

bool letter_pressed(char letter) {
  const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return lower >= 'a' && lower <= 'z' && compat::key_pressed(letter_key(lower), false);
}

/// The dollar sign is Shift+4 on many keyboards; "d" is offered beside it.
bool shortcut(const Ui& ui, const Option& option, size_t index) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ui.focus == nullptr || io.WantTextInput || io.KeyCtrl || io.KeyAlt)
    return false;  // no focus: something lies above
  if (!option.wall) return index < 9 && compat::key_pressed(digit_key(static_cast<int>(index) + 1), false);
  const char letter = info(*option.wall).letter[0];
  return letter_pressed(letter == '$' ? 'd' : letter);
}

bool draw_option(Ui& ui, Rect rect, const Option& option) {
  const Hit h = hit(ui, "predict:" + option.name, rect);
  fill_rect(ui, rect, ui.color(h.hovered ? Color::line : Color::surface), ui.px(5));
  stroke_rect(ui, rect, ui.color(h.hovered ? Color::accent : Color::line), ui.px(5), ui.px(1));
  float x = rect.min.x + ui.px(14);
  if (option.wall) {
    wall_badge(ui, {rect.min.x + ui.px(8), (rect.min.y + rect.max.y) / 2 - ui.px(11)}, *option.wall, 22);
    x = rect.min.x + ui.px(40);
  }
  const float height = paragraph_height(ui, Font::text, rect.max.x - x - ui.px(6), option.label);
  draw_paragraph(ui, {x, (rect.min.y + rect.max.y - height) / 2}, rect.max.x - x - ui.px(6), option.label);
  return h.clicked;
}

void ask_options(Ui& ui, ImVec2 at, float width, const PredictionCard& card, PredictionResult& result) {
  const std::vector<Option> options = options_of(card);
  const std::vector<Rect> places = option_places(ui, options, width);
  for (size_t i = 0; i < options.size(); ++i) {
    const Rect& p = places[i];
    const Rect rect{{at.x + p.min.x, at.y + p.min.y}, {at.x + p.max.x, at.y + p.max.y}};
    const bool taken = draw_option(ui, rect, options[i]) || shortcut(ui, options[i], i);
    if (taken && options[i].wall) result.wall = options[i].wall;
    if (taken && !options[i].wall) result.choice = static_cast<int>(i);
  }
}

void draw_confidences(Ui& ui, ImVec2 at, const PredictionCard& card, PredictionState& state) {
  const float height = ui.px(option_height);
  const Rect word = draw_text(ui, {at.x, at.y + (height - text_size(ui, Font::text, "0").y) / 2}, card.sure,
                              {Font::text, ui.color(Color::mid)});
  float x = word.max.x + ui.px(10);
  for (size_t i = 0; i < card.confidences.size(); ++i) {
    const std::string label = std::to_string(card.confidences[i]).append("%");
    const float width = text_size(ui, Font::strong, label).x + ui.px(18);
    const Rect cell{{x, at.y + ui.px(2)}, {x + width, at.y + height - ui.px(2)}};
    const bool selected = static_cast<int>(i) == state.confidence;
    const Hit h = hit(ui, "predict:confidence:" + label, cell);
    if (h.clicked) state.confidence = static_cast<int>(i);
    fill_rect(ui, cell, ui.color(selected ? Color::accent : h.hovered ? Color::line : Color::surface), ui.px(5));
    if (!selected) stroke_rect(ui, cell, ui.color(Color::line), ui.px(5), ui.px(1));
    const Font font = selected ? Font::strong : Font::text;
    draw_text(ui, {(cell.min.x + cell.max.x) / 2, (cell.min.y + cell.max.y - text_size(ui, font, "0").y) / 2}, label,
              {font, ui.color(selected ? Color::on_accent : Color::text), Align::center});
    x = cell.max.x + ui.px(4);
  }
}

void ask_number(Ui& ui, ImVec2 at, float width, const PredictionCard& card, PredictionState& state,
                PredictionResult& result) {
  const float height = ui.px(option_height), submit = text_size(ui, Font::strong, card.submit).x + ui.px(28);
  const Rect box{at, {at.x + width - submit - ui.px(gap), at.y + height}};
  const TextFieldResult typed =
      text_field(ui, "predict:number", box, state.number, {card.unit_hint, Font::text, !card.error.empty()});
  const bool enter =
      typed.submitted && (compat::key_pressed(Key::enter, false) || compat::key_pressed(Key::keypad_enter, false));
  const bool pressed =
      button(ui, "predict:submit", card.submit, {{box.max.x + ui.px(gap), at.y}, {at.x + width, at.y + height}}, true);
  draw_confidences(ui, {at.x, at.y + height + ui.px(gap)}, card, state);
  if (!card.error.empty()) {
    draw_text(ui, {at.x, at.y + 2 * height + ui.px(gap + 6)}, card.error,
              {Font::small, ui.color(Color::bad), Align::left, width});
  }
  if ((!enter && !pressed) || state.number.text[0] == '\0' || card.confidences.empty()) return;
  result.number = state.number.text.data();
  const int last = static_cast<int>(card.confidences.size()) - 1;
  result.confidence = card.confidences[static_cast<size_t>(std::clamp(state.confidence, 0, last))];
}

/// How near the guess was: the bands from exact to far, the one reached is filled.
void draw_bands(Ui& ui, ImVec2 at, float width, const PredictionCard& card) {
  const float gap_px = ui.px(3), count = static_cast<float>(card.band_labels.size());
  const float cell = (width - gap_px * (count - 1)) / count;
  for (size_t i = 0; i < card.band_labels.size(); ++i) {
    const float left = at.x + static_cast<float>(i) * (cell + gap_px);
    const bool reached = static_cast<int>(i) == card.band;
    const Rect bar{{left, at.y}, {left + cell, at.y + ui.px(8)}};
    fill_rect(ui, bar,
              ui.color(reached ? (i < 2   ? Color::good
                                  : i < 3 ? Color::warning
                                          : Color::bad)
                               : Color::line),
              ui.px(2));
    draw_text(ui, {left + cell / 2, at.y + ui.px(11)}, card.band_labels[i],
              {Font::small, ui.color(reached ? Color::text : Color::mid), Align::center, cell});
  }
}

float note_height(const Ui& ui, const PredictionCard& card, float width) {
  return card.note.empty() ? 0 : paragraph_height(ui, Font::small, width, card.note) + ui.px(8);
}

float answer_height(const Ui& ui, const PredictionCard& card, float width) {
  const bool bands = card.kind == PredictionKind::number;
  return runs_height(ui, bold_runs(card.verdict), width) + ui.px(10) + (bands ? ui.px(band_height) : 0) +
         note_height(ui, card, width) + ui.px(option_height + 4);
}

void draw_answer(Ui& ui, ImVec2 at, float width, const PredictionCard& card, PredictionResult& result) {
  draw_runs(ui, "predict:verdict", at, width, bold_runs(card.verdict));
  float y = at.y + runs_height(ui, bold_runs(card.verdict), width) + ui.px(10);
  if (card.kind == PredictionKind::number) {
    draw_bands(ui, {at.x, y}, width, card);
    y += ui.px(band_height);
  }
  draw_paragraph(ui, {at.x, y}, width, card.note, {Font::small, ui.color(Color::mid)});
  y += note_height(ui, card, width);
  result.next =
      button(ui, "predict:next", card.next, {{at.x, y + ui.px(4)}, {at.x, y + ui.px(4 + option_height)}}, true);
}

}  // namespace

float prediction_height(const Ui& ui, const PredictionCard& card, float width) {
  const float inside = width - ui.px(2 * pad);
  const float body = card.revealed
                         ? answer_height(ui, card, inside)
                         : options_height(ui, card, inside) + ui.px(8) + text_size(ui, Font::small, "0").y + ui.px(6);
  return ui.px(2 * pad) + heading_height(ui, card, inside) + body;
}

PredictionResult prediction_card(Ui& ui, Rect rect, const PredictionCard& card, PredictionState& state) {
  PredictionResult result;
  fill_rect(ui, rect, ui.color(Color::raised), ui.px(6));
  const bool judged = card.revealed && card.kind != PredictionKind::number;
  const Color edge = judged ? (card.right ? Color::good : Color::bad) : Color::accent;
  fill_rect(ui, {rect.min, {rect.min.x + ui.px(4), rect.max.y}}, ui.color(edge));
  const float width = rect.width() - ui.px(2 * pad), x = rect.min.x + ui.px(pad);
  float y = rect.min.y + ui.px(pad);
  draw_text(ui, {x, y}, card.heading, {Font::small, ui.color(Color::mid), Align::left, width});
  draw_runs(ui, "predict:ask", {x, y + text_size(ui, Font::small, "0").y + ui.px(6)}, width, bold_runs(card.ask));
  y += heading_height(ui, card, width);
  if (card.revealed) {
    draw_answer(ui, {x, y}, width, card, result);
    return result;
  }
  if (card.kind == PredictionKind::number)
    ask_number(ui, {x, y}, width, card, state, result);
  else
    ask_options(ui, {x, y}, width, card, result);
  y += options_height(ui, card, width) + ui.px(8);
  const Rect skip = draw_text(ui, {x + width, y}, card.skip, {Font::small, ui.color(Color::mid), Align::right});
  const Hit h = hit(ui, "predict:skip",
                    {{skip.min.x - ui.px(6), skip.min.y - ui.px(3)}, {skip.max.x + ui.px(6), skip.max.y + ui.px(3)}});
  draw_line(ui, {skip.min.x, skip.max.y}, skip.max, ui.color(h.hovered ? Color::accent : Color::line), ui.px(1));
  result.skip = h.clicked;
  return result;
}

}  // namespace wallflip::widgets
