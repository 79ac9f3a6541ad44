#include "widgets/course_rail.hpp"

#include <algorithm>
#include <cctype>

#include "widgets/scroll.hpp"

namespace wallflip::widgets {
namespace {

constexpr float pad = 16, id_width = 38, part_height = 30, line_height = 20, row_pad = 8, mark = 16;

bool contains(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// A part's title or one lesson, where it stands in the list.
struct Row {
  const RailPart* part = nullptr;
  const RailLesson* lesson = nullptr;
  float top, height;
};

float title_width(const Ui& ui, float width) {
  return width - ui.px(2 * pad + id_width + mark);
}

std::vector<Row> rows_of(const Ui& ui, const CourseRail& rail, std::string_view filter, float width) {
  std::vector<Row> rows;
  float y = 0;
  for (const RailPart& part : rail.parts) {
    const size_t before = rows.size();
    rows.push_back({&part, nullptr, y, ui.px(part_height)});
    y += ui.px(part_height);
    for (const RailLesson& lesson : part.lessons) {
      if (!contains(lesson.id, filter) && !contains(lesson.title, filter)) continue;
      const Font font = lesson.id == rail.current ? Font::strong : Font::text;
      const float height =
          std::max(ui.px(line_height), paragraph_height(ui, font, title_width(ui, width), lesson.title)) +
          ui.px(row_pad);
      rows.push_back({nullptr, &lesson, y, height});
      y += height;
    }
    if (rows.size() == before + 1) {  // nothing of this part matches
      rows.pop_back();
      y -= ui.px(part_height);
    }
  }
  return rows;
}

void draw_mark(Ui& ui, ImVec2 center, Progress progress) {
  const float s = ui.px(4);
  if (progress == Progress::started) {
    ImGui::GetWindowDrawList()->AddCircle(center, s * 0.9F, ui.color(Color::mid), 0, ui.px(1.5F));
  } else if (progress == Progress::predicted) {
    ImGui::GetWindowDrawList()->AddCircleFilled(center, s * 0.9F, ui.color(Color::mid));
  } else if (progress == Progress::done) {
    const ImU32 color = ui.color(Color::good);
    draw_line(ui, {center.x - s, center.y}, {center.x - s * 0.3F, center.y + s * 0.8F}, color, ui.px(1.8F));
    draw_line(ui, {center.x - s * 0.3F, center.y + s * 0.8F}, {center.x + s, center.y - s * 0.8F}, color, ui.px(1.8F));
  }
}

bool draw_lesson(Ui& ui, Rect row, const RailLesson& lesson, bool current) {
  const Hit h = hit(ui, "lesson:" + lesson.id, row);
  if (current || h.hovered)
    fill_rect(ui, row, current ? ui.color(Color::raised) : faded(ui.color(Color::raised), 0.6F));
  if (current) fill_rect(ui, {row.min, {row.min.x + ui.px(3), row.max.y}}, ui.color(Color::accent));
  const Font font = current ? Font::strong : Font::text;
  const ImU32 ink = ui.color(current ? Color::text : Color::mid);
  const float x = row.min.x + ui.px(pad), y = row.min.y + ui.px(row_pad / 2);
  draw_text(ui, {x, y}, lesson.id, {font, ui.color(Color::mid), Align::left, 0, true});
  draw_paragraph(ui, {x + ui.px(id_width), y}, title_width(ui, row.width()), lesson.title,
                 {font, ink, Align::left, 0, true});
  draw_mark(ui, {row.max.x - ui.px(pad), y + text_size(ui, font, "0").y / 2}, lesson.progress);
  return h.clicked;
}

}  // namespace

std::string course_rail(Ui& ui, Rect rect, const CourseRail& rail, RailState& state) {
  std::string clicked;
  fill_rect(ui, rect, ui.color(Color::rail));
  const float inset = ui.px(12);
  const Rect box{{rect.min.x + inset, rect.min.y + inset},
                 {rect.max.x - inset, rect.min.y + inset + text_field_height(ui)}};
  text_field(ui, "course_filter", box, state.filter, {rail.filter_hint});
  const Rect view{{rect.min.x, box.max.y + ui.px(8)}, {rect.max.x, rect.max.y - ui.px(4)}};

  const std::vector<Row> rows = rows_of(ui, rail, state.filter.text.data(), rect.width());
  const float content = rows.empty() ? 0 : rows.back().top + rows.back().height;
  for (const Row& row : rows) {  // only when the lesson has changed: never fight the reader's wheel
    if (!row.lesson || row.lesson->id != rail.current || state.shown == rail.current) continue;
    scroll_into_view(state.scroll, view.height(), row.top, row.top + row.height);
    state.shown = rail.current;
  }
  const float offset = begin_scroll(view, content, state.scroll);
  for (const Row& row : rows) {
    const Rect place{{rect.min.x, view.min.y + row.top - offset},
                     {rect.max.x, view.min.y + row.top - offset + row.height}};
    if (place.max.y < view.min.y || place.min.y > view.max.y) continue;
    if (row.part) {
      draw_text(ui, {place.min.x + ui.px(pad), place.max.y - ui.px(4) - text_size(ui, Font::small, "0").y},
                row.part->title, {Font::small, ui.color(Color::mid), Align::left, rect.width() - ui.px(2 * pad), true});
    } else if (draw_lesson(ui, place, *row.lesson, row.lesson->id == rail.current)) {
      clicked = row.lesson->id;
    }
  }
  if (rows.empty())
    draw_text(ui, {rect.min.x + ui.px(pad), view.min.y}, rail.no_match, {Font::text, ui.color(Color::mid)});
  end_scroll(ui, view, content, state.scroll);
  return clicked;
}

}  // namespace wallflip::widgets
