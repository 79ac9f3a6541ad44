#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>

// Dear ImGui 1.86 (Debian 12) up to 1.92 behind one set of names. Nothing else in the project asks for its version.
//   1.87  keys become an event queue; before, io.KeysDown is indexed with the codes of the window system (here: GLFW)
//   1.92  fonts have any size (LegacySize), glyphs are baked on demand, the renderer owns the textures
//   1.92.8 AddRect and AddPolyline swap `flags` and `thickness`
#define WALLFLIP_IMGUI_KEY_EVENTS (IMGUI_VERSION_NUM >= 18700)
#define WALLFLIP_IMGUI_LIVE_FONTS (IMGUI_VERSION_NUM >= 19200)

namespace wallflip {

/// The keys the lab uses. Letters and digits are consecutive: `letter_key('k')`.
enum class Key {
  tab,
  left,
  right,
  up,
  down,
  page_up,
  page_down,
  home,
  end,
  del,
  backspace,
  space,
  enter,
  escape,
  keypad_enter,
  minus,
  equal,
  slash,
  keypad_add,
  keypad_subtract,
  left_ctrl,
  left_shift,
  left_alt,
  f1,
  f2,
  f3,
  f4,
  f5,
  f6,
  f7,
  f8,
  f9,
  f10,
  f11,
  f12,
  digit_0,
  digit_9 = digit_0 + 9,
  a,
  z = a + 25,
  count
};

constexpr Key letter_key(char lower_case) {
  return static_cast<Key>(static_cast<int>(Key::a) + (lower_case - 'a'));
}
constexpr Key digit_key(int digit) {
  return static_cast<Key>(static_cast<int>(Key::digit_0) + digit);
}

namespace compat {

/// One row per key outside the runs of F keys, digits and letters: Dear ImGui's name (1.87+) and GLFW's code.
struct KeyRow {
  Key key;
  int imgui, glfw;
};

#if WALLFLIP_IMGUI_KEY_EVENTS
#define WALLFLIP_KEY(name, imgui, glfw) \
  KeyRow {                              \
    Key::name, imgui, glfw              \
  }
#else
#define WALLFLIP_KEY(name, imgui, glfw) \
  KeyRow {                              \
    Key::name, -1, glfw                 \
  }
#endif
inline constexpr std::array key_rows = {
    WALLFLIP_KEY(tab, ImGuiKey_Tab, 258),
    WALLFLIP_KEY(left, ImGuiKey_LeftArrow, 263),
    WALLFLIP_KEY(right, ImGuiKey_RightArrow, 262),
    WALLFLIP_KEY(up, ImGuiKey_UpArrow, 265),
    WALLFLIP_KEY(down, ImGuiKey_DownArrow, 264),
    WALLFLIP_KEY(page_up, ImGuiKey_PageUp, 266),
    WALLFLIP_KEY(page_down, ImGuiKey_PageDown, 267),
    WALLFLIP_KEY(home, ImGuiKey_Home, 268),
    WALLFLIP_KEY(end, ImGuiKey_End, 269),
    WALLFLIP_KEY(del, ImGuiKey_Delete, 261),
    WALLFLIP_KEY(backspace, ImGuiKey_Backspace, 259),
    WALLFLIP_KEY(space, ImGuiKey_Space, 32),
    WALLFLIP_KEY(enter, ImGuiKey_Enter, 257),
    WALLFLIP_KEY(escape, ImGuiKey_Escape, 256),
    WALLFLIP_KEY(keypad_enter, ImGuiKey_KeypadEnter, 335),
    WALLFLIP_KEY(minus, ImGuiKey_Minus, 45),
    WALLFLIP_KEY(equal, ImGuiKey_Equal, 61),
    WALLFLIP_KEY(slash, ImGuiKey_Slash, 47),
    WALLFLIP_KEY(keypad_add, ImGuiKey_KeypadAdd, 334),
    WALLFLIP_KEY(keypad_subtract, ImGuiKey_KeypadSubtract, 333),
    WALLFLIP_KEY(left_ctrl, ImGuiKey_LeftCtrl, 341),
    WALLFLIP_KEY(left_shift, ImGuiKey_LeftShift, 340),
    WALLFLIP_KEY(left_alt, ImGuiKey_LeftAlt, 342),
    WALLFLIP_KEY(f1, ImGuiKey_F1, 290),
    WALLFLIP_KEY(digit_0, ImGuiKey_0, 48),
    WALLFLIP_KEY(a, ImGuiKey_A, 65),
};
#undef WALLFLIP_KEY

/// The code Dear ImGui wants in this version for `key`: an ImGuiKey, or before 1.87 an index into io.KeysDown.
inline int native_key(Key key) {
  KeyRow best = key_rows[0];  // the start of the run that holds `key`: rows are in the order of the enum
  for (const KeyRow& row : key_rows) {
    if (row.key <= key) best = row;
  }
  const int offset = static_cast<int>(key) - static_cast<int>(best.key);
  return (WALLFLIP_IMGUI_KEY_EVENTS ? best.imgui : best.glfw) + offset;
}

inline bool key_pressed(Key key, bool repeat = true) {
#if WALLFLIP_IMGUI_KEY_EVENTS
  return ImGui::IsKeyPressed(static_cast<ImGuiKey>(native_key(key)), repeat);
#else
  return ImGui::IsKeyPressed(native_key(key), repeat);
#endif
}

inline bool key_down(Key key) {
#if WALLFLIP_IMGUI_KEY_EVENTS
  return ImGui::IsKeyDown(static_cast<ImGuiKey>(native_key(key)));
#else
  return ImGui::IsKeyDown(native_key(key));
#endif
}

/// Input put in by a test in place of a window system.
inline void inject_key(Key key, bool down) {
  ImGuiIO& io = ImGui::GetIO();
#if WALLFLIP_IMGUI_KEY_EVENTS
#if IMGUI_VERSION_NUM >= 18900
  if (key == Key::left_ctrl) io.AddKeyEvent(ImGuiMod_Ctrl, down);
  if (key == Key::left_shift) io.AddKeyEvent(ImGuiMod_Shift, down);
  if (key == Key::left_alt) io.AddKeyEvent(ImGuiMod_Alt, down);
#else
  if (key == Key::left_ctrl) io.AddKeyEvent(ImGuiKey_ModCtrl, down);
  if (key == Key::left_shift) io.AddKeyEvent(ImGuiKey_ModShift, down);
  if (key == Key::left_alt) io.AddKeyEvent(ImGuiKey_ModAlt, down);
#endif
  io.AddKeyEvent(static_cast<ImGuiKey>(native_key(key)), down);
#else
  io.KeysDown[native_key(key)] = down;
  if (key == Key::left_ctrl) io.KeyCtrl = down;
  if (key == Key::left_shift) io.KeyShift = down;
  if (key == Key::left_alt) io.KeyAlt = down;
#endif
}

inline void inject_mouse_position(ImVec2 at) {
#if WALLFLIP_IMGUI_KEY_EVENTS
  ImGui::GetIO().AddMousePosEvent(at.x, at.y);
#else
  ImGui::GetIO().MousePos = at;
#endif
}

inline void inject_mouse_button(int button, bool down) {
#if WALLFLIP_IMGUI_KEY_EVENTS
  ImGui::GetIO().AddMouseButtonEvent(button, down);
#else
  ImGui::GetIO().MouseDown[button] = down;
#endif
}

inline void inject_mouse_wheel(float lines) {
#if WALLFLIP_IMGUI_KEY_EVENTS
  ImGui::GetIO().AddMouseWheelEvent(0, lines);
#else
  ImGui::GetIO().MouseWheel += lines;
#endif
}

/// Tells a context without a window system where its named keys are.
inline void use_null_backend() {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
#if !WALLFLIP_IMGUI_KEY_EVENTS
  const std::array<std::array<int, 2>, 22> map = {
      {{ImGuiKey_Tab, 258},       {ImGuiKey_LeftArrow, 263}, {ImGuiKey_RightArrow, 262}, {ImGuiKey_UpArrow, 265},
       {ImGuiKey_DownArrow, 264}, {ImGuiKey_PageUp, 266},    {ImGuiKey_PageDown, 267},   {ImGuiKey_Home, 268},
       {ImGuiKey_End, 269},       {ImGuiKey_Insert, 260},    {ImGuiKey_Delete, 261},     {ImGuiKey_Backspace, 259},
       {ImGuiKey_Space, 32},      {ImGuiKey_Enter, 257},     {ImGuiKey_Escape, 256},     {ImGuiKey_KeyPadEnter, 335},
       {ImGuiKey_A, 65},          {ImGuiKey_C, 67},          {ImGuiKey_V, 86},           {ImGuiKey_X, 88},
       {ImGuiKey_Y, 89},          {ImGuiKey_Z, 90}}};
  for (const auto& [imgui, glfw] : map) io.KeyMap[imgui] = glfw;
#elif WALLFLIP_IMGUI_LIVE_FONTS
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
}

/// The size in pixels a font was loaded at.
inline float font_size(const ImFont* font) {
#if WALLFLIP_IMGUI_LIVE_FONTS
  return font->LegacySize;
#else
  return font->FontSize;
#endif
}

inline void push_font(ImFont* font) {
#if WALLFLIP_IMGUI_LIVE_FONTS
  ImGui::PushFont(font, font->LegacySize);
#else
  ImGui::PushFont(font);
#endif
}

/// Where a line of at most `width` pixels has to end.
inline const char* wrap_position(ImFont* font, float size, const char* begin, const char* end, float width) {
#if WALLFLIP_IMGUI_LIVE_FONTS
  return font->CalcWordWrapPosition(size, begin, end, width);
#else
  return font->CalcWordWrapPositionA(size / font->FontSize, begin, end, width);
#endif
}

inline bool has_glyph(ImFont* font, unsigned code_point) {
#if WALLFLIP_IMGUI_LIVE_FONTS
  return font->IsGlyphInFont(static_cast<ImWchar>(code_point));
#else
  return font->FindGlyphNoFallback(static_cast<ImWchar>(code_point)) != nullptr;
#endif
}

/// How far the pen moves after one character, in pixels.
inline float glyph_advance(ImFont* font, unsigned code_point) {
#if WALLFLIP_IMGUI_LIVE_FONTS
  return font->GetFontBaked(font->LegacySize)->GetCharAdvance(static_cast<ImWchar>(code_point));
#else
  return font->GetCharAdvance(static_cast<ImWchar>(code_point));
#endif
}

inline void add_rect(ImDrawList* list, ImVec2 min, ImVec2 max, ImU32 color, float rounding, float thickness) {
#if IMGUI_VERSION_NUM >= 19280
  list->AddRect(min, max, color, rounding, thickness);
#else
  list->AddRect(min, max, color, rounding, 0, thickness);
#endif
}

inline void add_polyline(ImDrawList* list, const ImVec2* points, int count, ImU32 color, float thickness) {
#if IMGUI_VERSION_NUM >= 19280
  list->AddPolyline(points, count, color, thickness);
#else
  list->AddPolyline(points, count, color, 0, thickness);
#endif
}

/// The pixels behind a draw command: four bytes each, rows from the top. Without pixels when the texture is foreign.
struct TextureView {
  const unsigned char* pixels = nullptr;
  int width = 0, height = 0;
};

inline TextureView texture_of([[maybe_unused]] const ImDrawCmd& command) {
#if WALLFLIP_IMGUI_LIVE_FONTS
  ImTextureData* texture = command.TexRef._TexData;
  if (!texture || texture->Format != ImTextureFormat_RGBA32) return {};
  return {texture->Pixels, texture->Width, texture->Height};
#else
  TextureView view;
  unsigned char* pixels = nullptr;
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &view.width, &view.height);
  view.pixels = pixels;
  return view;
#endif
}

/// What a renderer has to say after ImGui::Render() when there is none: the textures are where they are.
inline void accept_textures() {
#if WALLFLIP_IMGUI_LIVE_FONTS
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else if (texture->Status != ImTextureStatus_OK) {
      texture->SetTexID(1);
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
#endif
}

/// Before a context without a renderer is destroyed: it wants its textures back first.
inline void release_textures() {
#if WALLFLIP_IMGUI_LIVE_FONTS
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
#endif
}

}  // namespace compat
}  // namespace wallflip
