#include "app/fonts.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_STATIC
#include <stb_truetype.h>

#include "model/base/file_io.hpp"
#include "widgets/imgui_compat.hpp"

namespace wallflip {
namespace {

#ifndef WALLFLIP_FONT_TEXT
#define WALLFLIP_FONT_TEXT ""
#endif
#ifndef WALLFLIP_FONT_STRONG
#define WALLFLIP_FONT_STRONG ""
#endif
#ifndef WALLFLIP_FONT_MONO
#define WALLFLIP_FONT_MONO ""
#endif

constexpr size_t max_font_bytes = 32'000'000;  // Inter is 0.6 MB, a pan-Unicode face 20 MB

constexpr std::array<FontRow, static_cast<size_t>(Font::count)> fonts = {{
    {Font::small, Face::text, 13},
    {Font::text, Face::text, 15},
    {Font::strong, Face::strong, 15},
    {Font::knob_value, Face::strong, 19},
    {Font::title, Face::strong, 25},
    {Font::mono, Face::mono, 14},
    {Font::mono_small, Face::mono, 12},
}};

constexpr bool rows_in_order() {
  for (size_t i = 0; i < fonts.size(); ++i) {
    if (fonts[i].font != static_cast<Font>(i)) return false;
  }
  return true;
}
static_assert(rows_in_order(), "one row per Font, in the order of the enum");

struct Place {
  Face face;
  const char* path;
};

constexpr Place places[] = {
    {Face::text, WALLFLIP_FONT_TEXT},
    {Face::text, "/usr/share/fonts/opentype/inter/Inter-Regular.otf"},
    {Face::text, "/usr/share/fonts/truetype/inter/Inter-Regular.ttf"},
    {Face::text, "/usr/share/fonts/truetype/inter/InterVariable.ttf"},
    {Face::text, "/usr/share/fonts/truetype/inter-variable/InterVariable.ttf"},
    {Face::text, "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"},
    {Face::strong, WALLFLIP_FONT_STRONG},
    {Face::strong, "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"},
    {Face::strong, "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"},
    {Face::strong, "/usr/share/fonts/truetype/inter/InterVariable.ttf"},
    {Face::strong, "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"},
    {Face::mono, WALLFLIP_FONT_MONO},
    {Face::mono, "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf"},
    {Face::mono, "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"},
};

constexpr const char* spare_places[] = {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"};

struct Run {
  unsigned first, last;
};

/// Every character the lab draws. Digits are left out: they are merged with one fixed advance.
constexpr Run characters[] = {
    {0x20, '0' - 1},  {'9' + 1, 0x7E},  {0xA0, 0x17F},   // Latin
    {0x391, 0x3A1},   {0x3A3, 0x3A9},   {0x3B1, 0x3C9},  // Greek
    {0x2010, 0x2015}, {0x2018, 0x201A}, {0x201C, 0x201E}, {0x2020, 0x2022}, {0x2026, 0x2026}, {0x202F, 0x2030},
    {0x2032, 0x2033}, {0x2070, 0x2070}, {0x2074, 0x2079}, {0x2080, 0x2089}, {0x20AC, 0x20AC}, {0x2190, 0x2195},
    {0x21B5, 0x21B5}, {0x21D2, 0x21D2},  // arrows
    {0x2206, 0x2206}, {0x2211, 0x2212}, {0x221A, 0x221A}, {0x221E, 0x221E}, {0x2248, 0x2248}, {0x2260, 0x2260},
    {0x2264, 0x2265}, {0x25A0, 0x25A1}, {0x25B2, 0x25B3}, {0x25B6, 0x25B7}, {0x25BC, 0x25BD}, {0x25C0, 0x25C1},
    {0x25C6, 0x25C7}, {0x25CB, 0x25CB}, {0x25CF, 0x25CF}, {0x26A0, 0x26A0}, {0x2713, 0x2713}, {0x2717, 0x2717},
};

constexpr ImWchar digits[] = {'0', '9', 0};

bool open_font(const std::string& bytes, stbtt_fontinfo& info) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (bytes.size() < 12) return false;
  const int offset = stbtt_GetFontOffsetForIndex(data, 0);
  return offset >= 0 && stbtt_InitFont(&info, data, offset) != 0;
}

/// Dear ImGui sizes a face by its line (ascent to descent), designers by its em.
float line_per_em(const stbtt_fontinfo& info) {
  return stbtt_ScaleForMappingEmToPixels(&info, 1) / stbtt_ScaleForPixelHeight(&info, 1);
}

float widest_digit(const stbtt_fontinfo& info, float line) {
  int widest = 0;
  for (int c = '0'; c <= '9'; ++c) {
    int advance = 0, bearing = 0;
    stbtt_GetCodepointHMetrics(&info, c, &advance, &bearing);
    widest = std::max(widest, advance);
  }
  return static_cast<float>(widest) * stbtt_ScaleForPixelHeight(&info, line);
}

/// Takes from `wanted` what the face has, as glyph ranges; the rest stays wanted.
std::vector<ImWchar> take_ranges(const stbtt_fontinfo& info, std::vector<unsigned>& wanted) {
  std::vector<ImWchar> ranges;
  std::vector<unsigned> left;
  for (const unsigned c : wanted) {
    if (stbtt_FindGlyphIndex(&info, static_cast<int>(c)) == 0) {
      left.push_back(c);
    } else if (!ranges.empty() && ranges.back() + 1u == c) {
      ranges.back() = static_cast<ImWchar>(c);
    } else {
      ranges.insert(ranges.end(), 2, static_cast<ImWchar>(c));
    }
  }
  ranges.push_back(0);
  wanted = std::move(left);
  return ranges;
}

/// The character at the start of `text`, which is not empty; `length` is what it takes. Broken bytes read as U+FFFD.
unsigned first_character(std::string_view text, size_t& length) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  length = lead < 0x80 ? 1 : (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : (lead & 0xF8) == 0xF0 ? 4 : 0;
  if (length == 1) return lead;
  bool broken = length == 0 || length > text.size();
  unsigned code_point = length == 0 ? 0 : lead & (0x7Fu >> length);
  for (size_t i = 1; !broken && i < length; ++i) {
    broken = (byte(i) & 0xC0) != 0x80;
    code_point = (code_point << 6) | (byte(i) & 0x3Fu);
  }
  if (broken) length = 1;
  return broken ? 0xFFFD : code_point;
}

ImFontConfig shared_config(std::string_view name) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 2;  // letters stand at fractions of a pixel
  config.OversampleV = 1;
  const size_t length = std::min(name.size(), sizeof config.Name - 1);
  std::copy_n(name.data(), length, config.Name);
  return config;
}

}  // namespace

const std::array<FontRow, static_cast<size_t>(Font::count)>& font_table() {
  return fonts;
}

FontFiles find_font_files() {
  FontFiles found;
  std::error_code ignored;
  for (const Place& place : places) {
    std::string& path = found.faces[static_cast<size_t>(place.face)];
    if (path.empty() && *place.path && std::filesystem::is_regular_file(place.path, ignored)) path = place.path;
  }
  for (const char* path : spare_places) {
    if (std::filesystem::is_regular_file(path, ignored)) found.spare.emplace_back(path);
  }
  return found;
}

const FontSet::Source* FontSet::source(const std::string& path) {
  if (path.empty()) return nullptr;
  for (const Source& known : sources_) {
    if (known.path == path) return known.bytes.empty() ? nullptr : &known;
  }
  Issues unread;  // the caller reports the face, not the file
  std::optional<std::string> bytes = read_file(path, max_font_bytes, unread);
  stbtt_fontinfo info;
  sources_.push_back({path, bytes && open_font(*bytes, info) ? std::move(*bytes) : std::string()});
  return sources_.back().bytes.empty() ? nullptr : &sources_.back();
}

ImFont* FontSet::add_builtin(const FontRow& row, float scale) {
  ImFontConfig config;
  config.SizePixels = std::round(row.em * scale);
  return ImGui::GetIO().Fonts->AddFontDefault(&config);
}

ImFont* FontSet::add(const FontRow& row, float scale) {
  const Source* main = source(files_.faces[static_cast<size_t>(row.face)]);
  if (!main) return add_builtin(row, scale);
  std::vector<unsigned> wanted;
  for (const Run& run : characters) {
    for (unsigned c = run.first; c <= run.last; ++c) wanted.push_back(c);
  }

  // The face itself without its digits, its digits with one advance, then other faces for what is still missing.
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  ImFont* font = nullptr;
  const auto merge = [&](const Source& from, float line, const ImWchar* ranges, float advance) {
    ImFontConfig config = shared_config(std::filesystem::path(from.path).filename().string());
    config.MergeMode = font != nullptr;
    config.GlyphMinAdvanceX = advance;
    if (advance > 0) config.GlyphMaxAdvanceX = advance;
#if WALLFLIP_IMGUI_LIVE_FONTS
    if (!font) config.GlyphExcludeRanges = digits;
#endif
    ImFont* added = atlas->AddFontFromMemoryTTF(const_cast<char*>(from.bytes.data()),
                                                static_cast<int>(from.bytes.size()), line, &config, ranges);
    if (!font) font = added;
  };
  const auto merge_rest = [&](const Source& from, float line, const stbtt_fontinfo& info) {
    ranges_.push_back(take_ranges(info, wanted));
    if (ranges_.back().size() > 1) merge(from, line, ranges_.back().data(), 0);
  };

  stbtt_fontinfo info;
  open_font(main->bytes, info);
  const float line = std::round(row.em * scale * line_per_em(info));
  merge_rest(*main, line, info);
  if (!font) return add_builtin(row, scale);
  merge(*main, line, digits, widest_digit(info, line));
  std::vector<std::string> others(files_.faces.begin(), files_.faces.end());
  others.insert(others.end(), files_.spare.begin(), files_.spare.end());
  for (const std::string& path : others) {
    const Source* other = wanted.empty() ? nullptr : source(path);
    if (!other || !open_font(other->bytes, info)) continue;
    merge_rest(*other, std::round(row.em * scale * line_per_em(info)), info);
  }
  return font;
}

Issues FontSet::load(Theme& theme) {
  Issues issues;
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  ImGui::GetIO().FontDefault = nullptr;
  atlas->Clear();
  ranges_.clear();
  sources_.reserve(files_.faces.size() + files_.spare.size());  // the atlas points into them
  for (const FontRow& row : fonts) {
    theme.fonts[static_cast<size_t>(row.font)] = add(row, theme.scale);
  }
  for (const std::string& path : files_.faces) {
    if (source(path)) continue;
    issues.push_back({path, "", 0, path.empty() ? "a font is missing" : "this font cannot be read",
                      "install fonts-inter and fonts-jetbrains-mono; the built-in font is used"});
  }
  ImGui::GetIO().FontDefault = theme[Font::text];
#if !WALLFLIP_IMGUI_LIVE_FONTS
  atlas->Build();
#endif
  return issues;
}

std::vector<std::string> missing_glyphs(ImFont* font, std::string_view text) {
  std::vector<std::string> missing;
  while (!text.empty()) {
    size_t length = 0;
    const unsigned code_point = first_character(text, length);
    std::string letter(text.substr(0, length));
    text.remove_prefix(length);
    const bool control = code_point < 0x20;
    const bool broken = code_point == 0xFFFD;  // a fault of the text, whatever the font has for it
    if (control || (!broken && compat::has_glyph(font, code_point))) continue;
    if (std::find(missing.begin(), missing.end(), letter) == missing.end()) missing.push_back(std::move(letter));
  }
  return missing;
}

}  // namespace wallflip
