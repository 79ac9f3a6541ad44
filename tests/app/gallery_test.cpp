// Every widget of the gallery in every theme and at several scales: drawn for real, then searched for faults.
#include "widgets/gallery.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <string>

#include "app/test_driver.hpp"

using namespace wallflip;
using namespace wallflip::widgets;

namespace {

constexpr float margin = 24;

/// The demonstration alone on the screen, clipped to its place: text that leaves the place counts as cut.
DrawFn alone(const GalleryEntry& entry, GalleryState& state) {
  return [&entry, &state](Ui& ui) {
    const Rect rect{{ui.px(margin), ui.px(margin)}, {ui.px(margin + entry.width), ui.px(margin + entry.height)}};
    ImGui::PushClipRect(rect.min, rect.max, true);
    entry.draw(ui, rect, state);
    ImGui::PopClipRect();
  };
}

HeadlessOptions options_for(const GalleryEntry& entry, ThemeId theme, float scale) {
  HeadlessOptions options;
  options.width = static_cast<int>((entry.width + 2 * margin) * scale);
  options.height = static_cast<int>((entry.height + 2 * margin) * scale);
  options.theme = theme;
  options.scale = scale;
  return options;
}

}  // namespace

TEST_CASE("every widget is sound in every theme and scale") {
  for (const GalleryEntry& entry : gallery()) {
    for (const ThemeId theme : {ThemeId::dark, ThemeId::light, ThemeId::projector}) {
      for (const float scale : {1.0F, 1.5F, 3.0F}) {
        Headless lab(options_for(entry, theme, scale));
        GalleryState state;
        TestDriver driver(lab, alone(entry, state));
        driver.frames(2);
        std::string faults;
        for (const std::string& fault : driver.faults()) faults += fault + "\n";
        CHECK_MESSAGE(faults.empty(), std::string(entry.name)
                                          << ", " << std::string(theme_name(theme)) << " x" << scale << "\n"
                                          << faults);
        CHECK(lab.recorder().texts.size() > 0);
      }
    }
  }
}

TEST_CASE("every widget header has a demonstration") {
  const std::set<std::string> no_widget = {"theme",        "ui",
                                           "imgui_compat", "hue",
                                           "plot",         "label_placer",
                                           "rich_text",    "text_field",
                                           "scroll",       "memory_bar_parts",
                                           "gallery",      "gallery_pictures",
                                           "gallery_shell"};
  std::set<std::string> shown;
  for (const GalleryEntry& entry : gallery()) {
    const std::string name = entry.name;
    CHECK_MESSAGE(shown.insert(name).second, "twice in the gallery: " << name);
    shown.insert(name.substr(0, name.find(' ')));
  }
  int headers = 0;
  for (const auto& file : std::filesystem::directory_iterator(WALLFLIP_SOURCE_DIR "/src/widgets")) {
    if (file.path().extension() != ".hpp" || no_widget.count(file.path().stem().string())) continue;
    ++headers;
    CHECK_MESSAGE(shown.count(file.path().stem().string()), "no gallery entry for " << file.path().stem().string());
  }
  CHECK(headers >= 19);
}
