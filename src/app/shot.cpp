#include "app/shot.hpp"

#include "app/headless.hpp"
#include "app/image.hpp"
#include "app/shell.hpp"

namespace wallflip {

Issues render_shot(const ShotOptions& options, const Library& library) {
  Shell shell(library);
  shell.theme = options.theme;
  shell.presenting = options.present;
  Issues issues = shell.open(options.lesson);
  if (!issues.empty()) return issues;
  Session& session = *shell.current()->session;
  if (options.reveal) {
    for (size_t i = 0; i < session.predictions().size(); ++i) session.skip(i);
    session.show_ribbons();
  }
  if (!options.set.empty()) issues = session.set(options.set, "set");
  if (!issues.empty()) return issues;
  const float wanted = options.scale * (options.present ? Shell::presenting_zoom : 1);
  const float scale = fitting_scale(wanted, static_cast<float>(options.width), static_cast<float>(options.height));
  Headless headless({.width = options.width, .height = options.height, .scale = scale, .theme = options.theme});
  const DrawFn draw = [&](Ui& ui) {
    draw_full_screen(ui, [&](Ui& inner) {
      shell.draw(inner, {{0, 0}, {static_cast<float>(options.width), static_cast<float>(options.height)}});
    });
  };
  constexpr int settle = 4;  // as the window: what sizes itself by the last frame is at rest after that
  for (int i = 0; i < settle; ++i) headless.frame(draw);
  Derived& derived = shell.current()->panel->derived;
  for (; derived.busy(); headless.frame(draw)) derived.wait();  // what a picture tells does not depend on the machine
  write_png(options.out, headless.picture(), issues);
  return issues;
}

}  // namespace wallflip
