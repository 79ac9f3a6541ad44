#pragma once

#include <imgui.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"
#include "widgets/theme.hpp"

namespace wallflip {

/// A face of the lab and the file that carries it.
enum class Face { text, strong, mono, count };

/// Paths by Face; empty where no file was found, then Dear ImGui's built-in face stands in. `spare` fills single
/// glyphs that a face lacks.
struct FontFiles {
  std::array<std::string, static_cast<size_t>(Face::count)> faces;
  std::vector<std::string> spare;
};

/// What the build found, or what stands in the usual places of this machine now.
FontFiles find_font_files();

/// The em size in pixels at scale 1 and the face of each Font; one row per Font.
struct FontRow {
  Font font;
  Face face;
  float em;
};
const std::array<FontRow, static_cast<size_t>(Font::count)>& font_table();

/// Holds what the atlas of one Dear ImGui context points to; must outlive that context's last frame.
class FontSet {
 public:
  explicit FontSet(FontFiles files = find_font_files()) : files_(std::move(files)) {}

  /// Empties the atlas of the current context, loads every Font at `theme.scale` and fills theme.fonts. Between frames
  /// only. Always usable afterwards; one issue for each face that fell back.
  Issues load(Theme& theme);

 private:
  struct Source {
    std::string path, bytes;
  };
  const Source* source(const std::string& path);
  ImFont* add(const FontRow& row, float scale);
  ImFont* add_builtin(const FontRow& row, float scale);

  FontFiles files_;
  std::vector<Source> sources_;
  std::vector<std::vector<ImWchar>> ranges_;
};

/// The characters of `text` that `font` cannot draw, as UTF-8, each once and in order.
std::vector<std::string> missing_glyphs(ImFont* font, std::string_view text);

}  // namespace wallflip
