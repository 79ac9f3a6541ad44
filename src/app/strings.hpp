#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "model/base/issue.hpp"

namespace wallflip {

/// Every sentence and word of the shell. Words of the model (labels of quantities, names of walls) stand in the model.
enum class Str {
  app_name,
  present,
  commands,
  predicted,
  trail,
  trail_hint,
  undo,
  redo,
  mechanisms,
  mechanisms_title,
  more_knobs,
  hints,
  follow_ups,
  traps,
  notes,
  takeaway,
  close,
  show_hint,
  show_answer,
  try_it,
  pressure_title,
  gap_next,
  sole_wall,
  one_gpu,
  verdict_binds,
  verdict_next,
  verdict_misfit,
  verdict_hidden,
  goal_done,
  other_fidelity,
  predict_first,
  your_prediction,
  predicted_wall_right,
  predicted_wall_wrong,
  predicted_number,
  predicted_none,
  skipped,
  locked,
  show_ribbon,
  error_title,
  filter_lessons,
  filter_commands,
  shortcuts,
  start_title,
  start_learning,
  start_teaching,
  start_practising,
  start_text,
  moved_wall,
  relieved_other,
  worse,
  nothing,
  text_twin,
  copied,
  no_lessons,
  goal_title,
  goal_break,
  goal_meet,
  answer_none,
  own_files_title,
  calibration_note,
  calibration_title,
  calibration_none,
  calibration_what,
  calibration_said,
  calibration_result,
  calibration_of,
  calibration_unknown,
  calibration_too_sure,
  calibration_too_unsure,
  calibration_fits,
  calibration_score,
  calibration_count,
  calibration_share,
  calibration_all,
  as_picture,
  copy_csv,
  copy_markdown,
  dismiss,
  and_more,
  no_match,
  type_to_filter,
  how_sure,
  predict,
  go_on,
  skip,
  requirements,
  arithmetic,
  topology,
  bottleneck,
  iterate,
  after_prediction,
  misfit,
  no_value,
  you_are_here,
  no_map_yet,
  predict_for_map,
  no_map,
  no_curve,
  picture_quantity,
  picture_value,
  picture_note,
  picture_batch,
  picture_curve,
  picture_cost,
  picture_map,
  picture_map_axes,
  picture_memory,
  picture_roofline,
  flip_at,
  memory_reserve,
  memory_weights,
  memory_kv,
  memory_free,
  needs_has,
  ridge,
  count
};

/// The table: built in, or replaced row by row from a file { "trail": "Parcours", ... }: a translation is a file.
class Strings {
 public:
  Strings();
  const std::string& operator[](Str id) const { return text_[static_cast<size_t>(id)]; }
  /// Unknown keys and texts whose {placeholders} differ are issues; good rows are taken.
  Issues load(const std::filesystem::path& file);

 private:
  std::array<std::string, static_cast<size_t>(Str::count)> text_;
};

/// `pattern` with {0}, {1} ... replaced.
std::string filled(std::string_view pattern, std::initializer_list<std::string_view> values);

}  // namespace wallflip
