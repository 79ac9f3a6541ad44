#include "app/panels/picture_parts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "model/sheet/format.hpp"
#include "model/sheet/unit_scale.hpp"

namespace wallflip::picture {
namespace {

constexpr FormatOptions brief = {.digits = 3, .keep_zeros = false};

std::string last_word(std::string_view name) {
  std::string word(name.substr(name.rfind('.') + 1));
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

// Does the unit take the prefix (25 ms, 25 s), so that a number alone would be ambiguous?
bool unit_changes(const Unit& unit, std::string_view display) {
  const FormattedValue small = format_parts(1e-3, unit, display), large = format_parts(2e3, unit, display);
  return large.unit.starts_with('%') || small.unit != large.unit;
}

double rounded_to_three(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double step = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
  return std::round(value / step) * step;
}

std::string axis_title(const std::string& label, const Unit& unit, std::string_view display) {
  if (unit_changes(unit, display)) return label;
  const std::string word = format_parts(2e3, unit, display).unit;
  return word.empty() || label.find(word) != std::string::npos ? label : label + ", " + word;
}

}  // namespace

IdScope::IdScope(const PictureContext& c) {
  ImGui::PushID(c.index);
}
IdScope::~IdScope() {
  ImGui::PopID();
}

// ---- quantities

Named named(const PictureContext& c, std::string_view name) {
  const Sheet& sheet = c.session.lab().sheet();
  const NodeId node = sheet.find(name);
  if (node < 0) return {};
  if (const Input* input = sheet.input_at(node)) {
    return {node, input->name, input->label, input->display, input->unit, true};
  }
  const Let* let = sheet.let_at(node);
  return let != nullptr ? Named{node, let->name, let->label, let->display, let->unit, false} : Named{};
}

Named first_named(const PictureContext& c, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (Named q = named(c, name)) return q;
  }
  return {};
}

std::optional<double> value_of(const PictureContext& c, const Named& q) {
  return q ? c.session.evaluation().value(c.session.lab().sheet(), q.node) : std::nullopt;
}

std::optional<double> value_of(const PictureContext& c, std::string_view name) {
  return value_of(c, named(c, name));
}

std::string text_of(const Named& q, double value) {
  return format_value(value, q.unit, q.display);
}

std::string live_value(const PictureContext& c, const Named& q) {
  if (c.session.values_hidden() && !q.is_input) return words::hidden;
  const std::optional<double> value = value_of(c, q);
  return value ? text_of(q, *value) : words::blank;
}

std::vector<std::string> twin_row(const PictureContext& c, const Named& q) {
  return {q.label, live_value(c, q)};
}

// ---- contests

const Contest* contest_of(const PictureContext& c, const Knob* knob) {
  const Lab& lab = c.session.lab();
  if (!c.view.contest.empty()) return lab.system->contest(c.view.contest);
  const std::optional<Goal>& goal = lab.lesson.goal;
  if (goal && knob != nullptr && goal->knob == knob->name) return lab.system->contest(goal->contest);
  return lab.system->contests.empty() ? nullptr : &lab.system->contests.front();
}

Look look_of(const Contest& contest, size_t index) {
  constexpr std::array spare = {Color::good, Color::weights, Color::kv_cache, Color::activations};
  const Contestant& who = contest.of[index];
  if (who.wall) return {*who.wall, std::string(info(*who.wall).letter)};
  return {spare[index % spare.size()], who.label == "met" ? "ok" : who.label.substr(0, 1)};
}

const std::string* reason_to_wait(const PictureContext& c, const Contest& contest,
                                  std::initializer_list<std::string_view> knobs) {
  if (c.session.values_hidden()) return &c.strings[Str::predict_for_picture];
  const std::optional<Goal>& goal = c.session.lab().lesson.goal;
  const bool reveals =
      goal && goal->contest == contest.id && std::find(knobs.begin(), knobs.end(), goal->knob) != knobs.end();
  return reveals && !c.session.ribbons_shown() ? &c.strings[Str::no_picture_yet] : nullptr;
}

// ---- axes

double display_scale(std::string_view display) {
  const std::optional<UnitScale> scale = display.empty() ? std::nullopt : parse_unit_scale(display);
  return scale ? scale->factor() : 1;
}

namespace {

std::string tick_text(double base_value, const Unit& unit, std::string_view display, bool with_unit) {
  if (base_value == 0) return "0";
  if (with_unit) return format_value(base_value, unit, display, brief);
  return format_parts(base_value, unit, display, brief).number;
}

// The ticks of an axis: whether they need their unit is asked once.
std::function<std::string(double)> tick_texts(const Unit& unit, const std::string& display, double scale) {
  return
      [=, with_unit = unit_changes(unit, display)](double v) { return tick_text(v * scale, unit, display, with_unit); };
}

}  // namespace

std::string short_text(double base_value, const Unit& unit, std::string_view display) {
  return tick_text(base_value, unit, display, unit_changes(unit, display));
}

std::string short_position(const Knob& knob, double position) {
  if (knob.kind == KnobKind::choice) return position < 0 ? words::blank : position_text(knob, position);
  return short_text(position, knob.unit, knob.display);
}

widgets::Axis axis_of(const Knob& knob) {
  using widgets::Scale;
  if (knob.kind == KnobKind::choice) {
    const auto text = [labels = knob.choices](double v) {
      const double i = std::round(v);
      const bool one = std::abs(v - i) < 1e-6 && i >= 0 && i < static_cast<double>(labels.size());
      return one ? labels[static_cast<size_t>(i)].label : std::string();
    };
    return {0, knob.last(), Scale::linear, knob.label, text, {}};
  }
  const double unit = display_scale(knob.display);
  const Scale scale = !knob.log ? Scale::linear : knob.kind == KnobKind::integer ? Scale::log2 : Scale::log10;
  return {knob.min / unit,
          knob.max / unit,
          scale,
          axis_title(knob.label, knob.unit, knob.display),
          tick_texts(knob.unit, knob.display, unit),
          {}};
}

double to_axis(const Knob& knob, double position) {
  if (knob.kind == KnobKind::choice) return position < 0 ? std::nan("") : position;
  return position / display_scale(knob.display);
}

double from_axis(const Knob& knob, double axis_value) {
  return knob.kind == KnobKind::choice ? axis_value : axis_value * display_scale(knob.display);
}

widgets::Axis axis_of(const Named& q, const std::vector<double>& values) {
  const double unit = display_scale(q.display);
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double v : values) {
    if (!std::isfinite(v)) continue;
    low = std::min(low, v / unit);
    high = std::max(high, v / unit);
  }
  widgets::Axis axis = widgets::axis_from_zero(high * 1.1, axis_title(q.label, q.unit, q.display));
  constexpr double many_decades = 100;
  if (low > 0 && high > low * many_decades) {
    axis.scale = widgets::Scale::log10;
    axis.min = std::pow(10, std::floor(std::log10(low)));
    axis.max = std::pow(10, std::ceil(std::log10(high) + 0.05));
  } else if (low < 0 && std::isfinite(low)) {
    const double margin = (high - low) * 0.1 + std::abs(low) * 1e-3;
    axis.min = low - margin;
    axis.max = std::max(high + margin, 0.0);
  }
  axis.text = tick_texts(q.unit, q.display, unit);
  return axis;
}

// ---- moving knobs

const Knob* free_knob(const PictureContext& c, std::string_view name) {
  const Knob* knob = c.session.lab().knob(name);
  return knob != nullptr && !c.session.locked(*knob) ? knob : nullptr;
}

void move_to_value(const PictureContext& c, const Knob& knob, double value) {
  if (!std::isfinite(value)) return;
  if (knob.kind != KnobKind::choice) return move_to_position(c, knob, value);
  if (!knob.numeric_choice) return;
  const auto distance = [&](const KnobChoice& choice) { return std::abs(choice.number - value); };
  const auto nearest = std::min_element(knob.choices.begin(), knob.choices.end(),
                                        [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
  c.session.move(knob, static_cast<double>(nearest - knob.choices.begin()));
}

void move_to_position(const PictureContext& c, const Knob& knob, double position) {
  if (!std::isfinite(position)) return;
  const double step = knob.kind == KnobKind::real ? rounded_to_three(position) : std::round(position);
  c.session.move(knob, std::clamp(step, knob.first(), knob.last()));
}

namespace {

// "batch 64 → 158 sequences", "tpot 25 → 32.4 ms", "gpu h100-sxm → h200-sxm"
std::string change_text(const Knob& knob, double before, double after) {
  const std::string name = last_word(knob.name) + " ";
  if (knob.kind == KnobKind::choice) {
    return name + (before < 0 ? "" : position_text(knob, before) + " \u2192 ") + position_text(knob, after);
  }
  const FormattedValue from = format_parts(before, knob.unit, knob.display, brief);
  const FormattedValue to = format_parts(after, knob.unit, knob.display, brief);
  const std::string start = from.unit == to.unit ? from.number : format_value(before, knob.unit, knob.display, brief);
  return name + start + " \u2192 " + format_value(after, knob.unit, knob.display, brief);
}

}  // namespace

void commit_moves(const PictureContext& c, std::initializer_list<const Knob*> knobs) {
  const std::vector<double>& old = c.session.trail()[c.session.at()].design.inputs;
  std::string action;
  for (const Knob* knob : knobs) {
    if (knob == nullptr) continue;
    const double before = position_in(*knob, old), after = position_in(*knob, c.session.design().inputs);
    if (before == after || after < 0) continue;
    action += (action.empty() ? "" : ", ") + change_text(*knob, before, after);
  }
  if (!action.empty()) c.session.commit(action);
}

std::optional<Knob> batch_axis(const PictureContext& c) {
  const Named batch = named(c, "load.batch");
  if (!batch || !batch.is_input) return std::nullopt;
  double last = 1024;
  if (const Knob* given = c.session.lab().knob(batch.name)) {
    last = given->max;
    for (const KnobChoice& choice : given->choices) last = std::max(last, choice.number);
  }
  Knob axis;
  axis.name = "load.batch of a picture";
  axis.label = batch.label;
  axis.unit = batch.unit;
  axis.kind = KnobKind::integer;
  axis.min = 1;
  axis.max = std::max({2.0, last, value_of(c, batch).value_or(1)});
  axis.log = true;
  axis.input = input_row(c.session.lab().sheet(), batch.name);
  return axis;
}

void draw_sentence(const PictureContext& c, std::string_view text) {
  const float width = std::min(c.rect.width(), c.ui.px(320));
  const float height = paragraph_height(c.ui, Font::text, width, text);
  const ImVec2 at = {(c.rect.min.x + c.rect.max.x - width) / 2, (c.rect.min.y + c.rect.max.y - height) / 2};
  draw_paragraph(c.ui, at, width, text, {.font = Font::text, .color = c.ui.color(Color::mid)});
}

widgets::TextTable sentence_table(const PictureContext& c, std::string title, std::string_view text) {
  return {std::move(title), {c.strings[Str::picture_note]}, {{std::string(text)}}};
}

}  // namespace wallflip::picture
