#include "app/actions.hpp"

#include <algorithm>
#include <array>

namespace wallflip {
namespace {

void cycle_theme(Shell& shell) {
  constexpr std::array order = {ThemeId::dark, ThemeId::light, ThemeId::projector};
  const auto now = std::find(order.begin(), order.end(), shell.theme);
  shell.set_theme(now + 1 == order.end() ? order.front() : *(now + 1));
}

void show_ribbons(Shell& shell) {
  if (shell.current() != nullptr) shell.current()->session->show_ribbons();
}

void skip_predictions(Shell& shell) {
  if (shell.current() == nullptr) return;
  Session& session = *shell.current()->session;
  while (session.open_prediction() >= 0) session.skip(static_cast<size_t>(session.open_prediction()));
}

constexpr float zoom_step = 0.1F;

constexpr std::array actions = {
    Action{"palette", "Commands and lessons", "Ctrl+K", letter_key('k'), true, false,
           [](Shell& s) { s.toggle(Overlay::palette); }},
    Action{"shortcuts", "Shortcuts", "F1", Key::f1, false, false, [](Shell& s) { s.toggle(Overlay::shortcuts); }},
    Action{"undo", "Undo", "Ctrl+Z", letter_key('z'), true, false, [](Shell& s) { s.undo(); }},
    Action{"redo", "Redo", "Ctrl+Y", letter_key('y'), true, false, [](Shell& s) { s.redo(); }},
    Action{"next", "Next lesson", "Ctrl+PageDown", Key::page_down, true, false, [](Shell& s) { s.step_lesson(1); }},
    Action{"previous", "Previous lesson", "Ctrl+PageUp", Key::page_up, true, false,
           [](Shell& s) { s.step_lesson(-1); }},
    Action{"present", "Present", "F5", Key::f5, false, false, [](Shell& s) { s.presenting = !s.presenting; }},
    Action{"theme", "Next theme", "F6", Key::f6, false, false, cycle_theme},
    Action{"dark", "Dark theme", "", Key::count, false, false, [](Shell& s) { s.set_theme(ThemeId::dark); }},
    Action{"light", "Light theme", "", Key::count, false, false, [](Shell& s) { s.set_theme(ThemeId::light); }},
    Action{"projector", "Projector theme", "", Key::count, false, false,
           [](Shell& s) { s.set_theme(ThemeId::projector); }},
    Action{"knobs", "All knobs", "F2", Key::f2, false, false, [](Shell& s) { s.toggle_sheet(SheetKind::knobs); }},
    Action{"notes", "Hints, traps, questions", "F3", Key::f3, false, false,
           [](Shell& s) { s.toggle_sheet(SheetKind::notes); }},
    Action{"mechanisms", "Apply a mechanism", "F4", Key::f4, false, false,
           [](Shell& s) { s.toggle_sheet(SheetKind::mechanisms); }},
    Action{"twin", "Pictures as tables", "F7", Key::f7, false, false,
           [](Shell& s) { s.toggle_sheet(SheetKind::twin); }},
    Action{"calibration", "How sure, how right", "F10", Key::f10, false, false,
           [](Shell& s) { s.toggle(Overlay::calibration); }},
    Action{"afresh", "Start this lesson afresh", "", Key::count, false, false, [](Shell& s) { s.start_afresh(); }},
    Action{"ribbons", "Show the ribbons", "F8", Key::f8, false, false, show_ribbons},
    Action{"skip", "Skip the predictions", "F9", Key::f9, false, false, skip_predictions},
    // The window reads these keys itself, for they work wherever it is.
    Action{"larger", "Larger type", "Ctrl +", Key::count, false, false, [](Shell& s) { s.zoom += zoom_step; }},
    Action{"smaller", "Smaller type", "Ctrl -", Key::count, false, false, [](Shell& s) { s.zoom -= zoom_step; }},
    Action{"normal", "Normal type", "Ctrl 0", Key::count, false, false, [](Shell& s) { s.zoom = 1; }},
    Action{"quit", "Quit", "Ctrl+Q", letter_key('q'), true, false, [](Shell& s) { s.quit = true; }},
};

}  // namespace

std::span<const Action> action_table() {
  return actions;
}

}  // namespace wallflip
