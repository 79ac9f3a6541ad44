#include <algorithm>

#include "app/panels/live_text.hpp"
#include "app/panels/panel.hpp"
#include "model/sheet/format.hpp"

// Knobs of the lesson as widgets, and what the mouse and keyboard did to them back into the session.

namespace wallflip {
namespace {

// The contest whose leader a knob's ribbon shows: the goal's own on the goal's knob, else the walls.
const Contest& ribbon_contest(const PanelContext& c, const Knob& knob) {
  const Lab& lab = c.session.lab();
  if (lab.lesson.goal && lab.lesson.goal->knob == knob.name) {
    if (const Contest* contest = lab.system->contest(lab.lesson.goal->contest)) return *contest;
  }
  return lab.system->contests.front();
}

// A contestant without a wall of its own takes a colour of the pictures and its first letter.
widgets::Span span_of(const Contest& contest, const RibbonSpan& span) {
  constexpr Color spare[] = {Color::good, Color::weights, Color::kv_cache, Color::activations};
  const Contestant& who = contest.of[static_cast<size_t>(span.leader)];
  widgets::Span out{span.from, span.to, Color::good, ""};
  if (who.wall) {
    out.hue = *who.wall;
  } else {
    out.hue = spare[static_cast<size_t>(span.leader) % std::size(spare)];
    out.letter = who.label == "met" ? "ok" : who.label.substr(0, 1);
  }
  return out;
}

// What stands below the track: counts without their noun, which the value above carries already.
std::string mark_text(const Knob& knob, double position) {
  const Unit& unit = knob.unit;
  const bool count = unit == sequence || unit == token || unit == gpu_count || unit == token / sequence;
  if (!count) return position_text(knob, position);
  return format_parts(position, unit, knob.display, {.digits = 4, .keep_zeros = false}).number;
}

widgets::Knob describe(PanelContext& c, const Knob& knob) {
  const double value = position_in(knob, c.session.design().inputs);
  const FormattedValue shown = format_parts(value, knob.unit, knob.display);
  widgets::Knob k;
  k.name = "knob " + knob.name;
  k.label = knob.label;
  k.value_text = shown.number;
  k.unit = shown.unit;
  k.value = value;
  k.min = knob.min;
  k.max = knob.max;
  k.initial = position_in(knob, c.session.lab().start.inputs);
  k.log = knob.log;
  k.snap = knob.kind == KnobKind::integer ? widgets::Snap::integer : widgets::Snap::none;
  k.min_text = mark_text(knob, knob.min);
  k.max_text = mark_text(knob, knob.max);
  k.locked = c.session.locked(knob);
  k.locked_note = c.strings[Str::locked];
  k.ask_ribbon = c.strings[c.session.values_hidden() ? Str::locked : Str::show_ribbon];
  k.ribbon_state = c.session.ribbons_shown() ? widgets::RibbonState::shown : widgets::RibbonState::hidden;
  if (!c.session.ribbons_shown()) return k;
  const Contest& contest = ribbon_contest(c, knob);
  const FlipSearch& search = c.state.derived.flips(contest, knob);
  for (const RibbonSpan& span : ribbon(search, knob)) k.ribbon.push_back(span_of(contest, span));
  for (const Flip& flip : search.flips) k.flips.push_back({flip.value, mark_text(knob, flip.value)});
  return k;
}

std::string change_text(const PanelContext& c, const Knob& knob) {
  const Session& s = c.session;
  const double before = position_in(knob, s.trail()[s.at()].design.inputs);
  const double after = position_in(knob, s.design().inputs);
  const std::string from = before < 0 ? "" : position_text(knob, before) + " \u2192 ";
  return knob.label + " " + from + position_text(knob, after);
}

void draw_slider(PanelContext& c, Rect rect, const Knob& knob) {
  widgets::KnobState& state = c.state.knobs[knob.name];
  const widgets::KnobResult result = widgets::ribbon_slider(c.ui, rect, describe(c, knob), state);
  if (result.value) {
    state.error.clear();
    c.session.move(knob, *result.value);
  }
  if (result.typed) {
    const Issues issues = c.session.type(knob, *result.typed);
    state.error = issues.empty() ? "" : issues.front().what;
  }
  if (result.committed) c.session.commit(change_text(c, knob));
  if (result.asked_ribbon && !c.session.values_hidden()) c.session.show_ribbons();
}

// What a catalog row is, beside its id in the list.
std::string row_note(const PanelContext& c, const Knob& knob, const std::string& id) {
  if (knob.input >= 0) return "";
  const Catalog& catalog = c.session.lab().library->catalog;
  if (const Accelerator* gpu = find_row(catalog.accelerators, id)) {
    std::string bytes = format_value(gpu->mem_bytes.value, byte, "", {.digits = 3, .keep_zeros = false});
    if (!gpu->mem_bytes_per_s) return bytes;
    return bytes + ", " + format_value(gpu->mem_bytes_per_s->value, byte / second);
  }
  return "";
}

void draw_choices(PanelContext& c, Rect rect, const Knob& knob) {
  widgets::ChoiceKnob k;
  k.name = "knob " + knob.name;
  k.label = knob.label;
  k.selected = static_cast<int>(position_in(knob, c.session.design().inputs));
  k.locked = c.session.locked(knob);
  k.filter_hint = c.strings[Str::type_to_filter];
  k.no_match = c.strings[Str::no_match];
  for (const KnobChoice& choice : knob.choices)
    k.choices.push_back({choice.label, row_note(c, knob, choice.label), {}, ""});
  if (c.session.ribbons_shown()) {
    const Contest& contest = ribbon_contest(c, knob);
    const FlipSearch& search = c.state.derived.flips(contest, knob);
    for (size_t i = 0; i < k.choices.size(); ++i) {
      const auto leader = static_cast<size_t>(search.leader_at(static_cast<double>(i)));
      if (const std::optional<Wall> wall = contest.of[leader].wall) k.choices[i].hue = *wall;
    }
  }
  const std::optional<int> chosen = widgets::choice_knob(c.ui, rect, k, c.state.choices[knob.name]);
  if (!chosen) return;
  c.session.move(knob, *chosen);
  c.session.commit(change_text(c, knob));
}

std::vector<const Knob*> primary_knobs(const PanelContext& c) {
  std::vector<const Knob*> knobs;
  for (const Knob& knob : c.session.lab().knobs) {
    if (knob.primary && knobs.size() < 3) knobs.push_back(&knob);
  }
  return knobs;
}

}  // namespace

float knob_height(const PanelContext& c, const Knob& knob) {
  if (knob.kind == KnobKind::choice) return widgets::choice_knob_height(c.ui);
  widgets::Knob k;
  k.ribbon_state = widgets::RibbonState::hidden;
  return widgets::knob_height(c.ui, k);
}

void draw_knob(PanelContext& c, Rect rect, const Knob& knob) {
  if (knob.kind == KnobKind::choice) {
    draw_choices(c, rect, knob);
  } else {
    draw_slider(c, rect, knob);
  }
}

float knob_bar_height(const PanelContext& c, float) {
  float tallest = 0;
  for (const Knob* knob : primary_knobs(c)) tallest = std::max(tallest, knob_height(c, *knob));
  return tallest + c.ui.px(30);
}

void draw_knob_bar(PanelContext& c, Rect rect) {
  const std::vector<const Knob*> knobs = primary_knobs(c);
  const float gap = c.ui.px(26);
  const auto count = static_cast<float>(std::max<size_t>(knobs.size(), 1));
  const float width = (rect.width() - gap * (count - 1)) / count;
  for (size_t i = 0; i < knobs.size(); ++i) {
    const float x = rect.min.x + static_cast<float>(i) * (width + gap);
    draw_knob(c, {{x, rect.min.y}, {x + width, rect.min.y + knob_height(c, *knobs[i])}}, *knobs[i]);
  }
  const size_t more = c.session.lab().knobs.size() - knobs.size();
  const float height = c.ui.px(24);
  float x = rect.min.x;
  const auto link = [&](const char* name, const std::string& label, SheetKind kind) {
    const float w = text_size(c.ui, Font::small, label).x + c.ui.px(20);
    const Rect at{{x, rect.max.y - height}, {x + w, rect.max.y}};
    const Hit h = hit(c.ui, name, at);
    if (h.hovered || c.state.sheet == kind) fill_rect(c.ui, at, c.ui.color(Color::raised), c.ui.px(4));
    draw_text(c.ui, {x + c.ui.px(10), at.min.y + c.ui.px(4)}, label,
              {.font = Font::small, .color = c.ui.color(Color::mid)});
    if (h.clicked) {
      c.state.sheet = c.state.sheet == kind ? SheetKind::closed : kind;
      c.state.sheet_scroll = 0;
    }
    x += w + c.ui.px(8);
  };
  if (more > 0) link("open knobs", filled(c.strings[Str::more_knobs], {std::to_string(more)}), SheetKind::knobs);
  link("open notes", c.strings[Str::notes], SheetKind::notes);
  link("open mechanisms", c.strings[Str::mechanisms], SheetKind::mechanisms);
  link("open twin", c.strings[Str::text_twin], SheetKind::twin);
}

}  // namespace wallflip
