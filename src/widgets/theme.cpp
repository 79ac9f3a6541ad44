#include "widgets/theme.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace wallflip {
namespace {

constexpr size_t theme_count = 3;
constexpr std::array<std::string_view, theme_count> theme_names = {"dark", "light", "projector"};

using Palette = std::array<uint32_t, theme_count>;  // 0xRRGGBB for dark, light, projector

struct ColorRow {
  Color token;
  Palette rgb;
};

constexpr std::array<ColorRow, static_cast<size_t>(Color::count)> color_table = {{
    {Color::background, {0x0f1317, 0xf5f6f8, 0xffffff}},   {Color::rail, {0x12171d, 0xeceef1, 0xffffff}},
    {Color::surface, {0x171d24, 0xffffff, 0xffffff}},      {Color::raised, {0x1e262f, 0xf1f3f6, 0xf2f2f2}},
    {Color::line, {0x2b3540, 0xd5dae0, 0x9aa3ad}},         {Color::grid, {0x232c36, 0xe6e9ee, 0xdfe3e8}},
    {Color::text, {0xe8edf2, 0x151b22, 0x000000}},         {Color::mid, {0xa3b0bd, 0x4c5866, 0x20262c}},
    {Color::low, {0x6d7a88, 0x7b8794, 0x4b545d}},          {Color::accent, {0x63b3ff, 0x0b66c2, 0x0047a8}},
    {Color::on_accent, {0x0f1317, 0xffffff, 0xffffff}},    {Color::good, {0x4cc38a, 0x177245, 0x0b5c36}},
    {Color::warning, {0xf2b84b, 0x8a5a00, 0x744b00}},      {Color::bad, {0xff7b72, 0xc0282d, 0xa4141a}},
    {Color::weights, {0x7d6cd2, 0x6a59c4, 0x5a48b8}},      {Color::kv_cache, {0xe69f00, 0xb87a00, 0xb87a00}},
    {Color::activations, {0x3fb6a8, 0x1b857a, 0x0f766c}},  {Color::optimizer, {0xd46f9c, 0xb04a7a, 0xa33c6d}},
    {Color::reserve, {0x6f7c86, 0x76828c, 0x4b545d}},      {Color::curve, {0x63b3ff, 0x0b66c2, 0x0047a8}},
    {Color::curve_second, {0xa3b0bd, 0x4c5866, 0x20262c}},
}};

struct WallRow {
  Wall wall;
  Palette rgb;
};

// Okabe and Ito's colour-blind-safe palette for the five walls of the course; the other four take what it leaves
// (yellow) and hues told apart by lightness as well. Letter and hatch go with each of them.
constexpr std::array<WallRow, wall_table.size()> wall_colors = {{
    {Wall::capacity, {0xe69f00, 0xb87a00, 0xb87a00}},
    {Wall::bandwidth, {0x56b4e9, 0x1f82c0, 0x1f82c0}},
    {Wall::network, {0x009e73, 0x00805d, 0x00805d}},
    {Wall::compute, {0xd55e00, 0xc04f00, 0xc04f00}},
    {Wall::dollars, {0xcc79a7, 0xa8507f, 0xa8507f}},
    {Wall::latency, {0xf0e442, 0x6b6400, 0x5e5800}},
    {Wall::storage, {0x8f83e8, 0x5b49b8, 0x4a38a8}},
    {Wall::host, {0xb8a488, 0x7a6248, 0x6a5238}},
    {Wall::evidence, {0xc9d3dc, 0x3d4a57, 0x2a343e}},
}};

constexpr bool rows_in_order() {
  for (size_t i = 0; i < color_table.size(); ++i) {
    if (color_table[i].token != static_cast<Color>(i)) return false;
  }
  for (size_t i = 0; i < wall_colors.size(); ++i) {
    if (wall_colors[i].wall != wall_table[i].wall) return false;
  }
  return true;
}
static_assert(rows_in_order(), "color_table and wall_colors need one row per token, in the order of the enum");

constexpr ImU32 opaque(uint32_t rgb) {
  return IM_COL32((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, 255);
}

/// WCAG 2.1 relative luminance; alpha is ignored.
float luminance(ImU32 color) {
  const auto linear = [&](int shift) {
    const float c = static_cast<float>((color >> shift) & 0xff) / 255.0f;
    return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
  };
  return 0.2126f * linear(IM_COL32_R_SHIFT) + 0.7152f * linear(IM_COL32_G_SHIFT) + 0.0722f * linear(IM_COL32_B_SHIFT);
}

struct StyleRow {
  ImGuiCol slot;
  Color token;
  float alpha;
};

// Dear ImGui's own widgets (menus, popups, text fields, scroll bars) in our colours.
constexpr std::array<StyleRow, 33> style_table = {{
    {ImGuiCol_Text, Color::text, 1},
    {ImGuiCol_TextDisabled, Color::low, 1},
    {ImGuiCol_WindowBg, Color::background, 1},
    {ImGuiCol_ChildBg, Color::background, 0},
    {ImGuiCol_PopupBg, Color::raised, 1},
    {ImGuiCol_Border, Color::line, 1},
    {ImGuiCol_BorderShadow, Color::line, 0},
    {ImGuiCol_FrameBg, Color::surface, 1},
    {ImGuiCol_FrameBgHovered, Color::raised, 1},
    {ImGuiCol_FrameBgActive, Color::raised, 1},
    {ImGuiCol_TitleBg, Color::rail, 1},
    {ImGuiCol_TitleBgActive, Color::rail, 1},
    {ImGuiCol_TitleBgCollapsed, Color::rail, 1},
    {ImGuiCol_MenuBarBg, Color::rail, 1},
    {ImGuiCol_ScrollbarBg, Color::background, 0},
    {ImGuiCol_ScrollbarGrab, Color::line, 1},
    {ImGuiCol_ScrollbarGrabHovered, Color::low, 1},
    {ImGuiCol_ScrollbarGrabActive, Color::mid, 1},
    {ImGuiCol_CheckMark, Color::accent, 1},
    {ImGuiCol_SliderGrab, Color::accent, 1},
    {ImGuiCol_SliderGrabActive, Color::accent, 1},
    {ImGuiCol_Button, Color::raised, 1},
    {ImGuiCol_ButtonHovered, Color::line, 1},
    {ImGuiCol_ButtonActive, Color::line, 1},
    {ImGuiCol_Header, Color::accent, 0.25f},
    {ImGuiCol_HeaderHovered, Color::accent, 0.18f},
    {ImGuiCol_HeaderActive, Color::accent, 0.32f},
    {ImGuiCol_Separator, Color::line, 1},
    {ImGuiCol_TableHeaderBg, Color::raised, 1},
    {ImGuiCol_TableBorderStrong, Color::line, 1},
    {ImGuiCol_TableBorderLight, Color::grid, 1},
    {ImGuiCol_TextSelectedBg, Color::accent, 0.35f},
    {ImGuiCol_ModalWindowDimBg, Color::background, 0.6f},
}};

}  // namespace

std::optional<ThemeId> theme_named(std::string_view name) {
  for (size_t i = 0; i < theme_count; ++i) {
    if (theme_names[i] == name) return static_cast<ThemeId>(i);
  }
  return std::nullopt;
}

std::string_view theme_name(ThemeId id) {
  return theme_names[static_cast<size_t>(id)];
}

ImU32 faded(ImU32 color, float alpha) {
  const float old_alpha = static_cast<float>((color >> IM_COL32_A_SHIFT) & 0xff);
  const auto new_alpha = static_cast<ImU32>(std::lround(old_alpha * std::clamp(alpha, 0.0f, 1.0f)));
  return (color & ~IM_COL32_A_MASK) | (new_alpha << IM_COL32_A_SHIFT);
}

float contrast(ImU32 a, ImU32 b) {
  const float la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05f) / (std::min(la, lb) + 0.05f);
}

ImU32 ink_on(ImU32 background) {
  constexpr ImU32 black = IM_COL32(0, 0, 0, 255), white = IM_COL32(255, 255, 255, 255);
  return contrast(black, background) >= contrast(white, background) ? black : white;
}

Theme make_theme(ThemeId id, float scale) {
  const size_t column = static_cast<size_t>(id);
  Theme theme;
  theme.id = id;
  theme.scale = scale;
  for (const ColorRow& row : color_table) theme.colors[static_cast<size_t>(row.token)] = opaque(row.rgb[column]);
  for (const WallRow& row : wall_colors) theme.walls[static_cast<size_t>(row.wall)] = opaque(row.rgb[column]);
  theme.line_width = scale * (id == ThemeId::projector ? 3.0f : 2.0f);
  return theme;
}

void apply_style(const Theme& theme) {
  ImGuiStyle style;  // pristine: ScaleAllSizes rounds and cannot be undone, so an old style is never scaled again
  style.WindowPadding = ImVec2(16, 16);
  style.FramePadding = ImVec2(8, 6);
  style.ItemSpacing = ImVec2(8, 8);
  style.ItemInnerSpacing = ImVec2(8, 4);
  style.ScrollbarSize = 12;
  style.WindowRounding = 0;
  style.ChildRounding = 0;
  style.PopupRounding = 8;
  style.FrameRounding = 6;
  style.ScrollbarRounding = 6;
  style.GrabRounding = 6;
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 1;
  style.ScaleAllSizes(theme.scale);
  for (const StyleRow& row : style_table) {
    style.Colors[row.slot] = ImGui::ColorConvertU32ToFloat4(faded(theme[row.token], row.alpha));
  }
  ImGui::GetStyle() = style;
}

float fitting_scale(float wanted, float width, float height) {
  const float room = std::min(width / 960, height / 540);
  if (wanted <= room) return wanted;
  return std::max(0.5F, std::floor(room * 16) / 16);
}

}  // namespace wallflip
