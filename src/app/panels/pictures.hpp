#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/panels/derived.hpp"
#include "app/strings.hpp"
#include "model/lesson/session.hpp"
#include "widgets/text_twin.hpp"
#include "widgets/ui.hpp"

namespace wallflip {

/// What a picture needs: where to draw, the live session, what the lesson's file says of this view, cached sweeps.
struct PictureContext {
  Ui& ui;
  Rect rect;
  Session& session;
  const LessonView& view;
  Derived& derived;
  const Strings& strings;
  int index = 0;  ///< of the view in the lesson: part of every id below it
};

/// A picture may move knobs of the session by itself (drag the operating point); it asks for an explanation by name.
struct PictureResult {
  std::string explain;
};

/// One row per kind of picture: the word in lesson files, how it is drawn, and the same content as a table of words.
struct PictureRow {
  std::string_view widget;
  PictureResult (*draw)(const PictureContext&);
  widgets::TextTable (*twin)(const PictureContext&);
};
std::vector<PictureRow> picture_table();
const PictureRow* picture_named(std::string_view widget);

}  // namespace wallflip
