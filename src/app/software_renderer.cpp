#include "app/software_renderer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "widgets/imgui_compat.hpp"

namespace wallflip {
namespace {

constexpr int subpixels = 256;  // per pixel and direction: 8 bits, as GL implementations do
constexpr int half_pixel = subpixels / 2;
constexpr float max_coordinate = 32000;  // keeps the products of two fixed-point coordinates far inside 64 bits

struct Scissor {
  int x0, y0, x1, y1;  // one past the end
};

/// red, green, blue, alpha in 0..1, then the texture coordinate in texels
using Attributes = std::array<float, 6>;

struct Corner {
  std::int64_t x, y;  // fixed point
  Attributes value;
};

struct Target {
  Image& image;
  compat::TextureView texture;
};

Attributes operator+(const Attributes& a, const Attributes& b) {
  Attributes sum;
  for (size_t i = 0; i < sum.size(); ++i) sum[i] = a[i] + b[i];
  return sum;
}

Attributes operator*(const Attributes& a, double by) {
  Attributes scaled;
  for (size_t i = 0; i < scaled.size(); ++i) scaled[i] = static_cast<float>(a[i] * by);
  return scaled;
}

/// Bilinear as GL_LINEAR; the edge texels repeat outside.
std::array<float, 4> sample(const compat::TextureView& t, float u, float v) {
  const float fx = std::floor(u - 0.5f), fy = std::floor(v - 0.5f);
  const float wx = u - 0.5f - fx, wy = v - 0.5f - fy;
  std::array<float, 4> sum{};
  for (int corner = 0; corner < 4; ++corner) {
    const int x = std::clamp(static_cast<int>(fx) + (corner & 1), 0, t.width - 1);
    const int y = std::clamp(static_cast<int>(fy) + (corner >> 1), 0, t.height - 1);
    const float weight = ((corner & 1) ? wx : 1 - wx) * ((corner >> 1) ? wy : 1 - wy);
    const unsigned char* texel =
        t.pixels + (static_cast<size_t>(y) * static_cast<size_t>(t.width) + static_cast<size_t>(x)) * 4;
    for (size_t c = 0; c < 4; ++c) sum[c] += weight * static_cast<float>(texel[c]);
  }
  for (float& c : sum) c /= 255.0f;
  return sum;
}

void blend(std::uint8_t* pixel, const std::array<float, 4>& source) {
  const float alpha = std::clamp(source[3], 0.0f, 1.0f);
  for (size_t c = 0; c < 3; ++c) {
    const float mixed = std::clamp(source[c], 0.0f, 1.0f) * 255.0f * alpha + static_cast<float>(pixel[c]) * (1 - alpha);
    pixel[c] = static_cast<std::uint8_t>(mixed + 0.5f);  // NOLINT(bugprone-incorrect-roundings): never negative
  }
}

std::array<float, 4> shade(const compat::TextureView& texture, const Attributes& at) {
  std::array<float, 4> color = sample(texture, at[4], at[5]);
  for (size_t c = 0; c < 4; ++c) color[c] *= at[c];
  return color;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {  // b > 0
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/// The half plane on the inner side of the edge a -> b: inside(x, y) = dx (y - a.y) - dy (x - a.x) + bias >= 0.
/// A pixel centre on an edge belongs to the triangle right of it, or above it: GL's screen has its origin at the
/// bottom, so this is what Mesa does with the usual top-left rule.
struct Edge {
  std::int64_t dx, dy, x, y, bias;

  Edge(const Corner& a, const Corner& b)
      : dx(b.x - a.x), dy(b.y - a.y), x(a.x), y(a.y), bias(dy < 0 || (dy == 0 && dx < 0) ? 0 : -1) {}

  /// Narrows the pixels [first, last] of the row whose centre is at `center_y`.
  void cut(std::int64_t center_y, std::int64_t& first, std::int64_t& last) const {
    const std::int64_t at_zero = dx * (center_y - y) - dy * (subpixels / 2 - x) + bias;  // at the centre of pixel 0
    const std::int64_t step = -dy * subpixels;
    if (step > 0) first = std::max(first, -floor_divide(at_zero, step));
    if (step < 0) last = std::min(last, floor_divide(at_zero, -step));
    if (step == 0 && at_zero < 0) last = first - 1;
  }
};

void fill_span(const Target& target, int y, int first, int last, Attributes at, const Attributes& step, bool flat) {
  std::uint8_t* pixel = target.image.at(first, y);
  if (!flat) {
    for (int x = first; x <= last; ++x, pixel += 4, at = at + step) blend(pixel, shade(target.texture, at));
    return;
  }
  const std::array<float, 4> color = shade(target.texture, at);
  for (int x = first; x <= last; ++x, pixel += 4) blend(pixel, color);
}

void draw_triangle(const Target& target, const Scissor& clip, std::array<Corner, 3> p) {
  std::int64_t area = (p[1].x - p[0].x) * (p[2].y - p[0].y) - (p[1].y - p[0].y) * (p[2].x - p[0].x);
  if (area == 0) return;
  if (area < 0) {
    std::swap(p[1], p[2]);
    area = -area;
  }
  const std::array<Edge, 3> edges = {Edge(p[0], p[1]), Edge(p[1], p[2]), Edge(p[2], p[0])};

  // Attribute gradients per pixel: value = p0 + l1 (p1 - p0) + l2 (p2 - p0), the l linear in x and y.
  const double per_area = subpixels / static_cast<double>(area);
  const Attributes d1 = p[1].value + p[0].value * -1.0, d2 = p[2].value + p[0].value * -1.0;
  const Attributes along_x =
      d1 * (static_cast<double>(-edges[2].dy) * per_area) + d2 * (static_cast<double>(-edges[0].dy) * per_area);
  const Attributes along_y =
      d1 * (static_cast<double>(edges[2].dx) * per_area) + d2 * (static_cast<double>(edges[0].dx) * per_area);
  const bool flat = d1 == Attributes{} && d2 == Attributes{};

  const auto [low, high] = std::minmax({p[0].y, p[1].y, p[2].y});
  const std::int64_t y_first = std::max<std::int64_t>(floor_divide(low, subpixels), clip.y0);
  const std::int64_t y_last = std::min<std::int64_t>(floor_divide(high, subpixels), clip.y1 - 1);
  for (std::int64_t y = y_first; y <= y_last; ++y) {
    const std::int64_t center = y * subpixels + half_pixel;
    std::int64_t first = clip.x0, last = clip.x1 - 1;
    for (const Edge& edge : edges) edge.cut(center, first, last);
    if (first > last) continue;
    const double from_x = static_cast<double>(first * subpixels + half_pixel - p[0].x) / subpixels;
    const double from_y = static_cast<double>(center - p[0].y) / subpixels;
    fill_span(target, static_cast<int>(y), static_cast<int>(first), static_cast<int>(last),
              p[0].value + along_x * from_x + along_y * from_y, along_x, flat);
  }
}

bool make_corner(const ImDrawVert& v, const ImDrawData& data, const compat::TextureView& texture, Corner& out) {
  const float x = (v.pos.x - data.DisplayPos.x) * data.FramebufferScale.x;
  const float y = (v.pos.y - data.DisplayPos.y) * data.FramebufferScale.y;
  if (!(std::abs(x) <= max_coordinate && std::abs(y) <= max_coordinate)) return false;
  if (!std::isfinite(v.uv.x) || !std::isfinite(v.uv.y)) return false;
  out.x = std::llround(static_cast<double>(x) * subpixels);
  out.y = std::llround(static_cast<double>(y) * subpixels);
  const auto channel = [&](int shift) { return static_cast<float>((v.col >> shift) & 0xff) / 255.0f; };
  out.value = {channel(IM_COL32_R_SHIFT),
               channel(IM_COL32_G_SHIFT),
               channel(IM_COL32_B_SHIFT),
               channel(IM_COL32_A_SHIFT),
               v.uv.x * static_cast<float>(texture.width),
               v.uv.y * static_cast<float>(texture.height)};
  return true;
}

/// As the OpenGL backend computes it: corner and size are cut to whole pixels, measured from the bottom of the screen.
Scissor scissor_of(const ImDrawCmd& command, const ImDrawData& data, const Image& image) {
  const ImVec2 scale = data.FramebufferScale;
  const float x0 = (command.ClipRect.x - data.DisplayPos.x) * scale.x;
  const float y0 = (command.ClipRect.y - data.DisplayPos.y) * scale.y;
  const float x1 = (command.ClipRect.z - data.DisplayPos.x) * scale.x;
  const float y1 = (command.ClipRect.w - data.DisplayPos.y) * scale.y;
  const int left = static_cast<int>(x0), width = static_cast<int>(x1 - x0);
  const int bottom = image.height - static_cast<int>(static_cast<float>(image.height) - y1);
  const int height = static_cast<int>(y1 - y0);
  return {std::clamp(left, 0, image.width), std::clamp(bottom - height, 0, image.height),
          std::clamp(left + width, 0, image.width), std::clamp(bottom, 0, image.height)};
}

void draw_list(Image& image, const ImDrawData& data, const ImDrawList& list) {
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.UserCallback) continue;
    const Target target{image, compat::texture_of(command)};
    const Scissor clip = scissor_of(command, data, image);
    if (!target.texture.pixels || clip.x0 >= clip.x1 || clip.y0 >= clip.y1) continue;
    const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
    const ImDrawVert* vertex = list.VtxBuffer.Data + command.VtxOffset;
    for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
      std::array<Corner, 3> corners;
      bool usable = true;
      for (unsigned k = 0; k < 3; ++k) {
        usable = make_corner(vertex[index[i + k]], data, target.texture, corners[k]) && usable;
      }
      if (usable) draw_triangle(target, clip, corners);
    }
  }
}

}  // namespace

Image rasterise(const ImDrawData& data, ImU32 background) {
  const int width = static_cast<int>(data.DisplaySize.x * data.FramebufferScale.x);
  const int height = static_cast<int>(data.DisplaySize.y * data.FramebufferScale.y);
  if (width <= 0 || height <= 0) return {};
  Image image(width, height);
  const ImU32 opaque = background | IM_COL32_A_MASK;
  for (size_t i = 0; i < image.rgba.size(); i += 4) {
    image.rgba[i] = static_cast<std::uint8_t>(opaque >> IM_COL32_R_SHIFT);
    image.rgba[i + 1] = static_cast<std::uint8_t>(opaque >> IM_COL32_G_SHIFT);
    image.rgba[i + 2] = static_cast<std::uint8_t>(opaque >> IM_COL32_B_SHIFT);
    image.rgba[i + 3] = 255;
  }
  for (int i = 0; i < data.CmdListsCount; ++i) draw_list(image, data, *data.CmdLists[i]);
  return image;
}

}  // namespace wallflip
