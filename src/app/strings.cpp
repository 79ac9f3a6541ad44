#include "app/strings.hpp"

#include "model/base/json_view.hpp"
#include "model/base/nearest_name.hpp"

namespace wallflip {
namespace {

struct StringRow {
  Str id;
  const char* key;
  const char* english;
};

constexpr StringRow table[] = {
    {Str::app_name, "app_name", "wallflip"},
    {Str::present, "present", "Present  F5"},
    {Str::commands, "commands", "Commands  Ctrl+K"},
    {Str::predicted, "predicted", "Predicted: {0}"},
    {Str::trail, "trail", "Trail"},
    {Str::trail_hint, "trail_hint", "move a knob or apply a mechanism"},
    {Str::undo, "undo", "Undo"},
    {Str::redo, "redo", "Redo"},
    {Str::mechanisms, "mechanisms", "Mechanisms"},
    {Str::mechanisms_title, "mechanisms_title", "Apply a mechanism to the wall that binds"},
    {Str::more_knobs, "more_knobs", "{0} more knobs"},
    {Str::hints, "hints", "Hints"},
    {Str::follow_ups, "follow_ups", "Follow-up questions"},
    {Str::traps, "traps", "Traps"},
    {Str::notes, "notes", "Notes"},
    {Str::takeaway, "takeaway", "Take away"},
    {Str::close, "close", "Close"},
    {Str::show_hint, "show_hint", "Show hint {0}"},
    {Str::show_answer, "show_answer", "Show the answer"},
    {Str::try_it, "try_it", "Try it"},
    {Str::pressure_title, "pressure_title", "Pressure: demand / supply"},
    {Str::gap_next, "gap_next", "next {0}x away"},
    {Str::sole_wall, "sole_wall", "the only wall here"},
    {Str::one_gpu, "one_gpu", "one GPU"},
    {Str::verdict_binds, "verdict_binds", "**{0} binds.**"},
    {Str::verdict_next, "verdict_next", "{0} is next, {1}x away."},
    {Str::verdict_misfit, "verdict_misfit", "**Does not fit:** {0}. No time and no price until it does."},
    {Str::verdict_hidden, "verdict_hidden", "Say what you expect first; the numbers follow."},
    {Str::goal_done, "goal_done", "**Flip found.** {0}"},
    {Str::other_fidelity, "other_fidelity", "At {0} fidelity: {1}."},
    {Str::predict_first, "predict_first", "Predict first"},
    {Str::your_prediction, "your_prediction", "Your prediction"},
    {Str::predicted_wall_right, "predicted_wall_right", "**Right:** {0}."},
    {Str::predicted_wall_wrong, "predicted_wall_wrong", "You said {0}; it is **{1}**."},
    {Str::predicted_number, "predicted_number", "You said {0}; it is **{1}**, {2}."},
    {Str::predicted_none, "predicted_none", "You said {0}; there is **no flip in range**."},
    {Str::skipped, "skipped", "Skipped."},
    {Str::locked, "locked", "predict first"},
    {Str::show_ribbon, "show_ribbon", "show the ribbon"},
    {Str::error_title, "error_title", "{0} has problems; the last good version stays on screen"},
    {Str::filter_lessons, "filter_lessons", "filter lessons"},
    {Str::filter_commands, "filter_commands", "type a command or a lesson"},
    {Str::shortcuts, "shortcuts", "Shortcuts"},
    {Str::start_title, "start_title", "What brings you here?"},
    {Str::start_learning, "start_learning", "I am learning"},
    {Str::start_teaching, "start_teaching", "I am teaching"},
    {Str::start_practising, "start_practising", "I am practising"},
    {Str::start_text, "start_text", "Turn knobs until another wall binds. Every number opens into its arithmetic."},
    {Str::moved_wall, "moved_wall", "{0}: relieved the binding wall"},
    {Str::relieved_other, "relieved_other", "{0}: relieved a wall that was not binding"},
    {Str::worse, "worse", "{0}: made it worse"},
    {Str::nothing, "nothing", "{0}: changed nothing"},
    {Str::text_twin, "text_twin", "As a table"},
    {Str::copied, "copied", "Copied"},
    {Str::no_lessons, "no_lessons", "No lesson could be read"},
    {Str::goal_title, "goal_title", "**Goal.** Turn {0} until {2} takes over from {1}."},
    {Str::goal_break, "goal_break", "**Goal.** Turn {0} until {1} breaks the requirement."},
    {Str::goal_meet, "goal_meet", "**Goal.** Turn {0} until the requirement is met."},
    {Str::answer_none, "answer_none", "no flip in range"},
    {Str::own_files_title, "own_files_title", "About the files that keep your settings and progress"},
    {Str::calibration_note, "calibration_note", "So far: you said {0} and were right {1} of {2}."},
    {Str::calibration_title, "calibration_title", "How sure, how right"},
    {Str::calibration_none, "calibration_none",
     "Nothing to score yet. Answer a question that asks for a number and say how sure you are."},
    {Str::calibration_what, "calibration_what",
     "The bar is how often you were right, within {0}x of the truth; the mark is how sure you were. First answers "
     "only."},
    {Str::calibration_said, "calibration_said", "you said"},
    {Str::calibration_result, "calibration_result", "you were right"},
    {Str::calibration_of, "calibration_of", "{0} of {1}"},
    {Str::calibration_unknown, "calibration_unknown", "{0} sure on average, right {1} of {2}: too few to judge."},
    {Str::calibration_too_sure, "calibration_too_sure", "**Too sure:** {0} on average, right {1} of {2}."},
    {Str::calibration_too_unsure, "calibration_too_unsure", "**Not sure enough:** {0} on average, right {1} of {2}."},
    {Str::calibration_fits, "calibration_fits", "**As sure as you should be:** {0} on average, right {1} of {2}."},
    {Str::calibration_score, "calibration_score", "Brier score {0}: 0 is perfect, always saying 50% gets 0.25."},
    {Str::calibration_count, "calibration_count", "answers"},
    {Str::calibration_share, "calibration_share", "share"},
    {Str::calibration_all, "calibration_all", "{0} on average"},
    {Str::as_picture, "as_picture", "As a picture"},
    {Str::copy_csv, "copy_csv", "Copy CSV"},
    {Str::copy_markdown, "copy_markdown", "Copy Markdown"},
    {Str::dismiss, "dismiss", "dismiss"},
    {Str::and_more, "and_more", "and {0} more"},
    {Str::no_match, "no_match", "nothing matches"},
    {Str::type_to_filter, "type_to_filter", "type to filter"},
    {Str::how_sure, "how_sure", "how sure"},
    {Str::predict, "predict", "Predict"},
    {Str::go_on, "go_on", "Go on"},
    {Str::skip, "skip", "skip"},
    {Str::requirements, "requirements", "Requirements"},
    {Str::arithmetic, "arithmetic", "Arithmetic"},
    {Str::topology, "topology", "Topology"},
    {Str::bottleneck, "bottleneck", "Bottleneck"},
    {Str::iterate, "iterate", "Iterate"},
    {Str::after_prediction, "after_prediction", "after your prediction"},
    {Str::misfit, "misfit", "does not fit"},
    {Str::no_value, "no_value", "no value here"},
    {Str::you_are_here, "you_are_here", "you are here"},
    {Str::no_picture_yet, "no_picture_yet",
     "The picture appears once you have found the flip, or asked to see the ribbons."},
    {Str::predict_for_picture, "predict_for_picture", "The picture appears after your prediction."},
    {Str::no_map, "no_map", "A wall map needs two knobs and a contest."},
    {Str::no_curve, "no_curve", "Nothing to draw: the lesson names no quantity or knob of this system."},
    {Str::picture_quantity, "picture_quantity", "quantity"},
    {Str::picture_value, "picture_value", "value"},
    {Str::picture_note, "picture_note", "note"},
    {Str::picture_batch, "picture_batch", "Batch"},
    {Str::picture_batching, "picture_batching", "Batching"},
    {Str::picture_breaks, "picture_breaks", "What breaks first"},
    {Str::picture_curve, "picture_curve", "Curve"},
    {Str::picture_cost, "picture_cost", "Cost"},
    {Str::picture_layouts, "picture_layouts", "Layouts"},
    {Str::picture_map, "picture_map", "Wall map"},
    {Str::picture_map_axes, "picture_map_axes", "Wall map: {0} across, {1} down"},
    {Str::picture_memory, "picture_memory", "Memory"},
    {Str::picture_roofline, "picture_roofline", "Roofline"},
    {Str::flip_at, "flip_at", "at {0}"},
    {Str::breaks_title, "breaks_title", "{0}, from {1} to ten times that"},
    {Str::breaks_already, "breaks_already", "broken already"},
    {Str::breaks_holds, "breaks_holds", "holds"},
    {Str::breaks_next, "breaks_next", "Most headroom next"},
    {Str::breaks_then, "breaks_then", "then {0}"},
    {Str::breaks_with, "breaks_with", "with {0}"},
    {Str::breaks_who, "breaks_who", "what gives way"},
    {Str::breaks_times, "breaks_times", "times today's demand"},
    {Str::no_breaks, "no_breaks", "Nothing to grow: the view names no demand above zero or no pressures."},
    {Str::study_stop, "study_stop", "Stop"},
    {Str::study_again, "study_again", "Run again"},
    {Str::study_stopped, "study_stopped", "Stopped."},
    {Str::layouts_running, "layouts_running", "Searching every layout that divides"},
    {Str::layouts_found, "layouts_found", "Of {0} layouts {1} fit, under {2}; the best of every split"},
    {Str::layouts_none_fits, "layouts_none_fits", "None of {0} layouts fits: the leanest needs {1}, there is {2}"},
    {Str::layouts_none_divides, "layouts_none_divides", "No layout divides these GPUs and this batch."},
    {Str::layouts_second, "layouts_second", "Why the second lost: {0}"},
    {Str::layouts_why, "layouts_why", "against the best"},
    {Str::layouts_micro, "layouts_micro", "micro"},
    {Str::layouts_memory, "layouts_memory", "memory"},
    {Str::layouts_chunks, "layouts_chunks", "chunks"},
    {Str::layouts_recompute, "layouts_recompute", "recompute"},
    {Str::layouts_step, "layouts_step", "step"},
    {Str::layouts_binds, "layouts_binds", "binds"},
    {Str::no_layouts, "no_layouts", "This system is no training run: there are no layouts to search."},
    {Str::batching_running, "batching_running", "Serving request after request"},
    {Str::batching_found, "batching_found", "{0} requests: goodput {1} of {2}, {3} met both targets"},
    {Str::batching_ttft, "batching_ttft", "time to the first token"},
    {Str::batching_tpot, "batching_tpot", "time per output token"},
    {Str::batching_share, "batching_share", "requests that waited no longer"},
    {Str::batching_target, "batching_target", "target {0}"},
    {Str::batching_line, "batching_line", "target"},
    {Str::no_batching, "no_batching", "This system has no serving engine to simulate."},
    {Str::memory_reserve, "memory_reserve", "reserve"},
    {Str::memory_weights, "memory_weights", "weights"},
    {Str::memory_kv, "memory_kv", "KV cache"},
    {Str::memory_free, "memory_free", "free"},
    {Str::needs_has, "needs_has", "needs {0}, has {1}"},
    {Str::ridge, "ridge", "ridge"},
};
static_assert(std::size(table) == static_cast<size_t>(Str::count), "one row per string");

std::vector<std::string> keys() {
  std::vector<std::string> all;
  for (const StringRow& row : table) all.emplace_back(row.key);
  return all;
}

bool same_placeholders(std::string_view a, std::string_view b) {
  for (const char* placeholder : {"{0}", "{1}", "{2}", "{3}"}) {
    if ((a.find(placeholder) == a.npos) != (b.find(placeholder) == b.npos)) return false;
  }
  return true;
}

}  // namespace

Strings::Strings() {
  for (const StringRow& row : table) text_[static_cast<size_t>(row.id)] = row.english;
}

Issues Strings::load(const std::filesystem::path& file) {
  Issues issues;
  const std::optional<JsonDocument> document = read_json(file, issues);
  if (!document) return issues;
  for (const JsonView& member : document->root(issues).members()) {
    const StringRow* row = nullptr;
    for (const StringRow& r : table) {
      if (member.key() == r.key) row = &r;
    }
    const std::optional<std::string> text = member.text();
    if (row == nullptr) {
      member.report("no text is called " + member.key(), did_you_mean(member.key(), keys()));
    } else if (text && !same_placeholders(*text, row->english)) {
      member.report("needs the same {placeholders} as \"" + std::string(row->english) + "\"");
    } else if (text) {
      text_[static_cast<size_t>(row->id)] = *text;
    }
  }
  return issues;
}

std::string filled(std::string_view pattern, std::initializer_list<std::string_view> values) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const bool placeholder = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                             pattern[i + 1] >= '0' && pattern[i + 1] < '0' + static_cast<int>(values.size());
    if (placeholder) {
      out += values.begin()[pattern[i + 1] - '0'];
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

}  // namespace wallflip
