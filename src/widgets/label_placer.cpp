#include "widgets/label_placer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace wallflip::widgets {
namespace {

/// Left above and right below first: beside a rising curve that is where the room is.
const std::array<ImVec2, 12> directions = {{{-1, -1},
                                            {1, 1},
                                            {1, -1},
                                            {-1, 1},
                                            {0, -1},
                                            {0, 1},
                                            {1, 0},
                                            {-1, 0},
                                            {-0.5F, -1},
                                            {0.5F, 1},
                                            {0.5F, -1},
                                            {-0.5F, 1}}};

float overlap(Rect a, Rect b) {
  const float w = std::min(a.max.x, b.max.x) - std::max(a.min.x, b.min.x);
  const float h = std::min(a.max.y, b.max.y) - std::max(a.min.y, b.min.y);
  return w > 0 && h > 0 ? w * h : 0;
}

// Stops counting above `limit`: that candidate has lost already.
float cost(const LabelPlacer& placer, Rect rect, float limit) {
  const float size = rect.width() * rect.height();
  float sum = 20 * (size - overlap(rect, placer.area));  // outside the picture is worse than on top of anything
  for (const Rect& other : placer.taken) sum += 4 * overlap(rect, other);
  for (const auto& [a, b] : placer.curves) {
    if (sum >= limit) break;
    sum += length_inside(rect, a, b) * rect.height();
  }
  return sum;
}

}  // namespace

bool clip_segment(Rect rect, ImVec2& a, ImVec2& b) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const std::array<float, 4> p = {-dx, dx, -dy, dy};
  const std::array<float, 4> q = {a.x - rect.min.x, rect.max.x - a.x, a.y - rect.min.y, rect.max.y - a.y};
  float from = 0, to = 1;
  for (size_t i = 0; i < 4; ++i) {
    if (p[i] == 0) {
      if (q[i] < 0) return false;
    } else if (p[i] < 0) {
      from = std::max(from, q[i] / p[i]);
    } else {
      to = std::min(to, q[i] / p[i]);
    }
  }
  if (from > to) return false;
  const ImVec2 start = a;
  a = {start.x + from * dx, start.y + from * dy};
  b = {start.x + to * dx, start.y + to * dy};
  return true;
}

float length_inside(Rect rect, ImVec2 a, ImVec2 b) {
  if (std::max(a.x, b.x) < rect.min.x || std::min(a.x, b.x) > rect.max.x) return 0;
  if (std::max(a.y, b.y) < rect.min.y || std::min(a.y, b.y) > rect.max.y) return 0;
  return clip_segment(rect, a, b) ? std::hypot(b.x - a.x, b.y - a.y) : 0;
}

bool covers(const LabelPlacer& placer, Rect rect) {
  constexpr float slack = 1;  // pixels: touching is no covering
  const Rect inner{{rect.min.x + slack, rect.min.y + slack}, {rect.max.x - slack, rect.max.y - slack}};
  const bool outside = rect.min.x < placer.area.min.x - slack || rect.max.x > placer.area.max.x + slack ||
                       rect.min.y < placer.area.min.y - slack || rect.max.y > placer.area.max.y + slack;
  return outside || std::any_of(placer.taken.begin(), placer.taken.end(),
                                [&](const Rect& other) { return overlap(inner, other) > 0; });
}

Rect place_label(LabelPlacer& placer, std::span<const ImVec2> anchors, ImVec2 size, float gap) {
  Rect best{};
  float best_cost = 1e30F, dislike = 0;
  for (const ImVec2 anchor : anchors) {
    for (const float reach : {1.0F, 2.0F, 3.5F, 5.5F}) {
      const float away = gap * (reach - 1) * 14 + dislike;
      if (away >= best_cost) break;
      for (const ImVec2 d : directions) {
        const ImVec2 center = {anchor.x + d.x * (gap * reach + size.x / 2),
                               anchor.y + d.y * (gap * reach + size.y / 2)};
        const Rect rect{{center.x - size.x / 2, center.y - size.y / 2}, {center.x + size.x / 2, center.y + size.y / 2}};
        const float here = cost(placer, rect, best_cost - away) + away;
        if (here < best_cost) best = rect, best_cost = here;
      }
    }
    dislike += gap;
  }
  placer.taken.push_back(best);
  return best;
}

}  // namespace wallflip::widgets
