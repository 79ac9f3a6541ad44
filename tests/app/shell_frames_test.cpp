// Every lesson in every state, theme and size: drawn with no backend, and nothing wrong with the frame.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <set>

#include "app/test_driver.hpp"
#include "model/sheet/explain.hpp"
#include "tests/app/shell_screen.hpp"

using namespace wallflip;

namespace {

struct Format {
  int width, height;
  float scale;
};
constexpr Format formats[] = {{1280, 720, 1}, {1600, 900, 1}, {900, 600, 1}, {1920, 1080, 1.5F}, {2560, 1440, 2}};

/// One state of the lab, made from a freshly opened lesson.
struct State {
  const char* name;
  void (*make)(Shell&);
};

Session& session(Shell& shell) {
  return *shell.current()->session;
}

void reveal(Shell& shell) {
  for (size_t i = 0; i < session(shell).predictions().size(); ++i) session(shell).skip(i);
  session(shell).show_ribbons();
}

template <SheetKind kind>
void reveal_sheet(Shell& shell) {
  reveal(shell);
  shell.current()->panel->hints_shown = 99;
  shell.current()->panel->sheet = kind;
}

template <Overlay overlay>
void cover(Shell& shell) {
  reveal(shell);
  shell.toggle(overlay);
}

// The first part of the first part of the first output: two clicks down.
void explain_two_levels(Shell& shell) {
  reveal(shell);
  const Lab& lab = session(shell).lab();
  std::vector<std::string>& path = shell.current()->panel->arithmetic_path;
  NodeId node = lab.outputs.front();
  path.emplace_back(lab.sheet().name(node));
  for (int level = 0; level < 2; ++level) {
    const Explanation e = explain(lab.sheet(), node, session(shell).evaluation().nodes, 1, {});
    if (e.inputs.empty()) break;
    path.push_back(e.inputs.front().name);
    node = lab.sheet().find(path.back());
  }
}

void misfit(Shell& shell) {
  reveal(shell);
  CHECK(session(shell).set({{"llm", "dense-405b", ""}}, "405B").empty());
}

void long_trail(Shell& shell) {
  reveal(shell);
  for (int i = 0; i < 12; ++i) session(shell).set({{"load.batch", 2.0 + i, ""}}, "batch " + std::to_string(2 + i));
  session(shell).undo();
}

void answer_first(Shell& shell) {
  session(shell).predict(0, 1, 0.7);
  shell.current()->panel->revealed = 0;
}

// Answers with every confidence, so that the calibration has rows to show.
template <bool as_table>
void calibration(Shell& shell) {
  const double confidences[] = {0.5, 0.7, 0.9};
  for (size_t i = 0; i < session(shell).predictions().size(); ++i) session(shell).predict(i, 1, confidences[i % 3]);
  shell.toggle(Overlay::calibration);
  shell.show_calibration_as_table(as_table);
}

void own_files(Shell& shell) {
  shell.tell({{.file = "/home/someone/.local/share/wallflip/journal.jsonl",
               .line = 7,
               .what = "syntax error: a value was expected here (2 lines cannot be read)",
               .hint = "the file was set aside as journal.set-aside-1.jsonl; what could be read is kept"},
              {.what = "Nothing is saved: the home folder cannot be written."}});
}

void present(Shell& shell) {
  reveal(shell);
  shell.presenting = true;
}

void break_file(Shell& shell) {
  for (int i = 0; i < 6; ++i) {
    shell.current()->issues.push_back({.file = "lessons/01.json",
                                       .pointer = "/knobs/" + std::to_string(i) + "/input",
                                       .line = 40 + i,
                                       .what = "no input is called load.bach",
                                       .hint = "did you mean load.batch?"});
  }
}

constexpr State states[] = {
    {"predicting", [](Shell&) {}},
    {"first answer", answer_first},
    {"revealed", reveal},
    {"arithmetic", explain_two_levels},
    {"knobs", reveal_sheet<SheetKind::knobs>},
    {"notes", reveal_sheet<SheetKind::notes>},
    {"mechanisms", reveal_sheet<SheetKind::mechanisms>},
    {"twin", reveal_sheet<SheetKind::twin>},
    {"palette", cover<Overlay::palette>},
    {"shortcuts", cover<Overlay::shortcuts>},
    {"start card", cover<Overlay::start>},
    {"no calibration yet", cover<Overlay::calibration>},
    {"calibration", calibration<false>},
    {"calibration as a table", calibration<true>},
    {"own files", own_files},
    {"present", present},
    {"error banner", break_file},
    {"does not fit", misfit},
    {"long trail", long_trail},
};

/// What a scrolling column may cut is its content above and below, never a line that runs out at the side.
void check_sides(const Recorder& recorder, std::set<std::string>& faults) {
  for (const Recorder::Text& t : recorder.texts) {
    const bool in_view = t.rect.min.y >= t.clip.min.y && t.rect.max.y <= t.clip.max.y;
    if (!t.may_clip || !in_view) continue;
    if (t.rect.min.x < t.clip.min.x - 1 || t.rect.max.x > t.clip.max.x + 1) {
      faults.insert("'" + t.text + "' runs out at the side");
    }
  }
}

void check_frames(Headless& headless, const Library& library, const std::string& lesson, const State& state,
                  std::set<std::string>& faults) {
  Shell shell(library);
  REQUIRE(shell.open(lesson).empty());
  state.make(shell);
  const DrawFn draw = test::drawing(shell);
  headless.frame(draw);
  headless.frame(draw);  // what sizes itself by the last frame is at rest
  headless.frame(draw);
  for (const std::string& fault : frame_faults(headless.recorder(), headless.theme(), *ImGui::GetDrawData())) {
    faults.insert(fault);
  }
  if (std::string_view(state.name) != "long trail") check_sides(headless.recorder(), faults);  // that scrolls sideways
}

}  // namespace

TEST_CASE("every lesson, state, theme and size draws without a fault") {
  const Library library = test::read_library();
  for (const Format& format : formats) {
    Headless headless({.width = format.width, .height = format.height, .scale = format.scale});
    for (const ThemeId theme : {ThemeId::dark, ThemeId::light, ThemeId::projector}) {
      headless.set_theme(theme, format.scale);
      for (const CoursePart& part : library.course) {
        for (const std::string& lesson : part.lessons) {
          for (const State& state : states) {
            std::set<std::string> faults;
            check_frames(headless, library, lesson, state, faults);
            for (const std::string& fault : faults) {
              FAIL_CHECK(fmt::format("{}x{} at {}, {}, lesson {}, {}: {}", format.width, format.height, format.scale,
                                     theme_name(theme), lesson, state.name, fault));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("presenter mode draws without a fault at its own size of type") {
  const Library library = test::read_library();
  for (const Format& format : formats) {
    const float scale = fitting_scale(format.scale * Shell::presenting_zoom, static_cast<float>(format.width),
                                      static_cast<float>(format.height));
    Headless headless({.width = format.width, .height = format.height, .scale = scale, .theme = ThemeId::projector});
    for (const CoursePart& part : library.course) {
      for (const std::string& lesson : part.lessons) {
        for (const State& state :
             {State{"revealed", present}, State{"predicting", [](Shell& s) { s.presenting = true; }}}) {
          std::set<std::string> faults;
          check_frames(headless, library, lesson, state, faults);
          for (const std::string& fault : faults) {
            FAIL_CHECK(fmt::format("{}x{} at {}, lesson {}, {}: {}", format.width, format.height, scale, lesson,
                                   state.name, fault));
          }
        }
      }
    }
  }
}

TEST_CASE("the picture after a drag is that of a lab that never saw the way there") {
  using test::drawing;
  const Library library = test::read_library();
  for (const char* lesson : {"01", "03b", "04"}) {
    CAPTURE(lesson);
    const auto picture_after = [&](std::initializer_list<double> places) {
      Shell shell(library);
      shell.open(lesson);
      reveal(shell);
      Headless headless;
      for (const double place : places) {
        for (const Knob& knob : session(shell).lab().knobs) {
          if (knob.primary) session(shell).move(knob, knob.at_fraction(place));
          headless.frame(drawing(shell));
        }
      }
      session(shell).commit("there");
      for (int i = 0; i < 3; ++i) headless.frame(drawing(shell));
      return headless.picture();
    };
    const Image dragged = picture_after({0.1, 0.9, 0.2, 0.5, 0.7, 0.4}), fresh = picture_after({0.4});
    CHECK(dragged.rgba == fresh.rgba);
    CHECK_FALSE(dragged.rgba == picture_after({0.6}).rgba);
  }
}
