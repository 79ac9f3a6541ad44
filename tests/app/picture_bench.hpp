#pragma once

// A picture of a lesson alone on the screen, drawn for real.

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>

#include "app/panels/pictures.hpp"
#include "app/test_driver.hpp"

namespace wallflip::test {

inline const std::string source_dir = WALLFLIP_SOURCE_DIR;
inline const Rect place{{40, 40}, {740, 480}};

inline const Library& library() {
  static const LoadedLibrary loaded = load_library(source_dir + "/assets", source_dir + "/lessons");
  REQUIRE(loaded.issues.empty());
  return loaded.library;
}

inline std::unique_ptr<Lab> open(const std::string& id_or_path) {
  Issues issues;
  std::unique_ptr<Lab> lab = open_lesson(library(), id_or_path, issues);
  for (const Issue& issue : issues) MESSAGE(to_string(issue));
  REQUIRE(lab != nullptr);
  return lab;
}

/// One lesson with one picture, as the panel shows it.
struct Bench {
  std::unique_ptr<Lab> lab;
  Session session;
  Derived derived;
  LessonView view;
  Strings strings;
  Rect rect = place;
  PictureResult last;

  Bench(std::unique_ptr<Lab> l, LessonView v)
      : lab(std::move(l)), session(*lab), derived(session), view(std::move(v)) {}

  PictureContext context(Ui& ui) { return {ui, rect, session, view, derived, strings, 0}; }
  void operator()(Ui& ui) {
    ImGui::PushClipRect(rect.min, rect.max, true);
    const PictureResult result = picture_named(view.widget)->draw(context(ui));
    ImGui::PopClipRect();
    if (!result.explain.empty()) last = result;
  }
  void skip_predictions() {
    for (size_t i = 0; i < session.predictions().size(); ++i) session.skip(i);
  }
  void set(const std::string& knob, const std::string& value) {
    REQUIRE(lab->knob(knob) != nullptr);
    REQUIRE(session.type(*lab->knob(knob), value).empty());
  }
  double input(const std::string& name) const {
    return session.design().inputs[static_cast<size_t>(input_row(lab->sheet(), name))];
  }
  std::string twin_text(Ui& ui) { return widgets::to_markdown(picture_named(view.widget)->twin(context(ui))); }
};

inline void check_sound(Headless& lab, Bench& bench, const std::string& what) {
  TestDriver driver(lab, std::ref(bench));
  std::string faults;
  for (const std::string& fault : driver.faults()) faults += fault + "\n";
  CHECK_MESSAGE(faults.empty(), what << "\n" << faults);
  CHECK_MESSAGE(!lab.recorder().texts.empty(), what);
  const widgets::TextTable twin = picture_named(bench.view.widget)->twin(bench.context(lab.ui()));
  CHECK_MESSAGE(!twin.rows.empty(), what);
  for (const auto& row : twin.rows) CHECK_MESSAGE(row.size() == twin.columns.size(), what);
}

}  // namespace wallflip::test
