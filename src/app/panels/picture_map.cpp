// Which wall binds over two knobs. The cross-hair is the design; dragging it moves both knobs.
#include <algorithm>
#include <cmath>

#include "app/panels/picture_parts.hpp"
#include "widgets/wall_map.hpp"

namespace wallflip {
namespace {

using namespace picture;

constexpr size_t grid = 256;
constexpr size_t twin_columns = 7;

struct Setup {
  const Knob* x = nullptr;
  const Knob* y = nullptr;
  const Contest* contest = nullptr;
  explicit operator bool() const { return x != nullptr && y != nullptr && x != y && contest != nullptr; }
};

/// The knobs that the view names, else the first two of the lesson.
Setup setup_of(const PictureContext& c) {
  const Lab& lab = c.session.lab();
  Setup s;
  if (c.view.knobs.size() >= 2) {
    s.x = lab.knob(c.view.knobs[0]);
    s.y = lab.knob(c.view.knobs[1]);
  } else if (lab.knobs.size() >= 2) {
    s.x = &lab.knobs[0];
    s.y = &lab.knobs[1];
  }
  s.contest = contest_of(c, nullptr);
  return s;
}

const std::string* reason(const PictureContext& c, const Setup& s) {
  return !s ? &c.strings[Str::no_map] : reason_to_wait(c, *s.contest, {s.x->name, s.y->name});
}

widgets::WallMap describe(const PictureContext& c, const Setup& s) {
  widgets::WallMap map;
  map.x = axis_of(*s.x);
  map.y = axis_of(*s.y);
  map.shapes = c.derived.map(*s.contest, *s.x, *s.y, grid).shapes;
  for (size_t i = 0; i < s.contest->of.size(); ++i) {
    const Look look = look_of(*s.contest, i);
    map.areas.push_back({look.hue, look.letter, s.contest->of[i].label});
  }
  const std::vector<double>& inputs = c.session.design().inputs;
  map.here = {to_axis(*s.x, position_in(*s.x, inputs)), to_axis(*s.y, position_in(*s.y, inputs))};
  return map;
}

}  // namespace

PictureResult draw_map(const PictureContext& c) {
  const IdScope scope(c);
  const Setup s = setup_of(c);
  if (const std::string* why = reason(c, s)) {
    draw_sentence(c, *why);
    return {};
  }
  const widgets::WallMapResult hit = widgets::wall_map(c.ui, c.rect, describe(c, s));
  if (hit.moved) {
    move_to_position(c, *s.x, from_axis(*s.x, hit.moved->x));
    move_to_position(c, *s.y, from_axis(*s.y, hit.moved->y));
  }
  if (hit.committed) commit_moves(c, {s.x, s.y});
  return {};
}

widgets::TextTable twin_map(const PictureContext& c) {
  const Setup s = setup_of(c);
  if (const std::string* why = reason(c, s)) {
    return sentence_table(c, c.strings[Str::picture_map], *why);
  }
  const WallMap& map = c.derived.map(*s.contest, *s.x, *s.y, grid).map;
  const size_t columns = std::min(twin_columns, map.x.size()), rows = std::min(twin_columns, map.y.size());
  widgets::TextTable table{filled(c.strings[Str::picture_map_axes], {s.x->label, s.y->label}), {s.y->label}, {}};
  for (size_t i = 0; i < columns; ++i) {
    table.columns.push_back(short_position(*s.x, map.x[sample_at(i, columns, map.x.size())]));
  }
  for (size_t j = rows; j-- > 0;) {
    const size_t y = sample_at(j, rows, map.y.size());
    std::vector<std::string> row = {short_position(*s.y, map.y[y])};
    for (size_t i = 0; i < columns; ++i) {
      const size_t leader = map.leader[y * map.x.size() + sample_at(i, columns, map.x.size())];
      row.push_back(s.contest->of[leader].label);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace wallflip
