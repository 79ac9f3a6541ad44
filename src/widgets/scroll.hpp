#pragma once

#include <string_view>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// A clipped view on content longer than itself: the wheel moves it, a thin bar shows where one is.
/// `begin_scroll` returns the offset to subtract from content positions; text inside must say `may_clip`. `end_scroll`
/// moves `offset` for the next frame when Tab has reached an item of the content that is out of sight.
enum class Along { vertical, horizontal };
float begin_scroll(Rect view, float content_length, float& offset, Along along = Along::vertical);
void end_scroll(Ui& ui, Rect view, float content_length, float& offset, Along along = Along::vertical);
/// Moves `offset` just enough that [from, to) of the content is in view.
void scroll_into_view(float& offset, float view_length, float from, float to);

}  // namespace wallflip::widgets
