#pragma once

#include "app/panels/picture_parts.hpp"
#include "widgets/study_status.hpp"

namespace wallflip::picture {

/// What the line above a study's picture says: what was found (`told` makes it text), else how far the run is.
template <class Run, class Told>
widgets::StudyStatus study_line(const PictureContext& c, const char* name, Str running, const Run& study, Told told) {
  if (study.current()) return {name, told(*study.result()), {}, ""};
  if (study.declined()) return {name, c.strings[Str::study_stopped], {}, c.strings[Str::study_again]};
  return {name, c.strings[running], study.progress(), c.strings[Str::study_stop]};
}

/// Draws it; its button stops the run or starts it again. What is left of the picture's place.
template <class Run>
Rect draw_study_line(const PictureContext& c, const widgets::StudyStatus& line, Run& study) {
  if (widgets::study_status(c.ui, c.rect, line)) study.declined() ? study.again() : study.cancel();
  return {{c.rect.min.x, c.rect.min.y + widgets::study_status_height(c.ui)}, c.rect.max};
}

}  // namespace wallflip::picture
