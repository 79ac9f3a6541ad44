#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/journal.hpp"
#include "app/panels/derived.hpp"
#include "app/strings.hpp"
#include "model/lesson/session.hpp"
#include "widgets/arithmetic_card.hpp"
#include "widgets/banner.hpp"
#include "widgets/choice_knob.hpp"
#include "widgets/knob.hpp"
#include "widgets/prediction_card.hpp"
#include "widgets/text_twin.hpp"
#include "widgets/trail.hpp"

namespace wallflip {

/// What covers the middle of the panel for a moment.
enum class SheetKind { closed, knobs, notes, mechanisms, twin };

/// What one lesson's panel remembers between frames: text being typed, scroll positions, what is open.
struct PanelState {
  explicit PanelState(const Session& session) : derived(session) {}

  Derived derived;
  std::map<std::string, widgets::KnobState> knobs;
  std::map<std::string, widgets::ChoiceState> choices;
  widgets::TrailState trail;
  widgets::PredictionState prediction;
  widgets::ArithmeticState arithmetic;
  widgets::TextTwinState twin;
  std::vector<std::string> arithmetic_path;  ///< names, outermost first; empty: closed
  int revealed = -1;                         ///< the prediction just answered, shown until "next"
  std::string prediction_error;
  SheetKind sheet = SheetKind::closed;
  float sheet_scroll = 0, sheet_height = 0;
  float side_scroll = 0, side_height = 0;
  size_t hints_shown = 0;
  std::vector<bool> answers_shown;  ///< of follow-ups
  int twin_view = 0;
  std::optional<widgets::Toast> toast;
  double toast_until = 0;  ///< ImGui::GetTime
};

/// What every part of a panel gets.
struct PanelContext {
  Ui& ui;
  Session& session;
  PanelState& state;
  const Strings& strings;
  const Journal& journal;
};

/// Escape leaves one thing at a time: first a text being typed, then what lies over everything, then a part of the
/// panel.
bool escape_pressed(const Ui& ui);
void open_arithmetic(PanelContext& c, const std::string& quantity);
void show_toast(PanelContext& c, std::string text, widgets::ToastKind kind);

/// The whole panel of a lesson: header, pictures, knobs, ladder, verdict, outputs, trail.
void draw_panel(PanelContext& c, Rect rect);

// The parts, each in a file of its own.
float draw_header(PanelContext& c, Rect rect);  ///< returns the height used
float knob_bar_height(const PanelContext& c, float width);
void draw_knob_bar(PanelContext& c, Rect rect);
void draw_knob(PanelContext& c, Rect rect, const Knob& knob);
float knob_height(const PanelContext& c, const Knob& knob);
void draw_pictures(PanelContext& c, Rect rect);
void draw_side_column(PanelContext& c, Rect rect);
void draw_arithmetic(PanelContext& c, Rect rect);
float draw_prediction(PanelContext& c, Rect rect);  ///< returns the height used
void draw_trail_bar(PanelContext& c, Rect rect);
void draw_sheet(PanelContext& c, Rect rect);
/// "bandwidth, 5.0k (1.1x)": what was predicted, for the top bar; "" while nothing is.
std::string prediction_summary(const PanelContext& c);

}  // namespace wallflip
