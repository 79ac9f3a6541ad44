#include "app/lab.hpp"

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <thread>

#include <imgui.h>

#include "app/shell.hpp"
#include "app/window.hpp"

namespace wallflip {
namespace {

// Looks at the lesson files twice a second and wakes the window when one has changed. A thread of its own, because the
// window sleeps until something happens.
class FileWatch {
 public:
  explicit FileWatch(Window& window) : window_(window), thread_([this] { run(); }) {}
  ~FileWatch() {
    stop_ = true;
    thread_.join();
  }
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  void watch(std::vector<std::filesystem::path> files) {
    const std::scoped_lock lock(mutex_);
    if (files == files_) return;
    files_ = std::move(files);
    times_ = times();
  }
  bool take_change() { return changed_.exchange(false); }

 private:
  std::vector<std::filesystem::file_time_type> times() const {
    std::vector<std::filesystem::file_time_type> all;
    for (const auto& file : files_) {
      std::error_code ignored;
      all.push_back(std::filesystem::last_write_time(file, ignored));
    }
    return all;
  }

  void run() {
    while (!stop_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
      const std::scoped_lock lock(mutex_);
      auto now = times();
      if (now == times_) continue;
      times_ = std::move(now);
      changed_ = true;
      window_.post_wake();
    }
  }

  Window& window_;
  std::mutex mutex_;
  std::vector<std::filesystem::path> files_;
  std::vector<std::filesystem::file_time_type> times_;
  std::atomic<bool> changed_ = false, stop_ = false;
  std::thread thread_;
};

void print(const Issues& issues) {
  for (const Issue& issue : issues) std::fprintf(stderr, "wallflip: %s\n", to_string(issue).c_str());
}

// The lesson asked for, else the last one, else the first of the course.
Issues open_first(Shell& shell, const LabOptions& options, const UserSettings& settings) {
  if (!options.lesson.empty()) return shell.open(options.lesson);
  if (!settings.last_lesson.empty() && shell.open(settings.last_lesson).empty()) return {};
  for (const CoursePart& part : shell.library().course) {
    for (const std::string& id : part.lessons) {
      if (shell.open(id).empty()) return {};
    }
  }
  return shell.open("01");
}

}  // namespace

int run_lab(const LabOptions& options, const Library& library) {
  const UserFolders folders = user_folders();
  Issues notes;
  UserSettings settings = load_settings(folders, notes);
  Journal journal(folders.data, notes);
  if (!folders.note.empty()) notes.push_back({.what = folders.note});
  print(notes);

  Shell shell(library, std::move(journal));
  shell.tell(notes);
  shell.theme = options.theme.value_or(settings.theme);
  shell.role = settings.role;
  if (shell.role.empty()) shell.overlay = Overlay::start;
  const Issues issues = open_first(shell, options, settings);
  print(issues);
  if (shell.current() == nullptr) return 2;

  Window window;
  const Issues problems = window.open({.width = settings.window_width,
                                       .height = settings.window_height,
                                       .scale = options.scale,
                                       .zoom = settings.zoom,
                                       .theme = shell.theme});
  if (!problems.empty()) {
    print(problems);
    return 2;
  }
  print(window.font_issues());
  FileWatch files(window);
  const DrawFn draw = [&](Ui& ui) {
    if (files.take_change()) shell.reread_changed();
    shell.zoom = window.zoom();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    shell.draw(ui, {{0, 0}, size});
    settings.window_width = static_cast<int>(std::lround(size.x / window.content_scale()));
    settings.window_height = static_cast<int>(std::lround(size.y / window.content_scale()));
    files.watch(shell.watched_files());
    if (shell.current()->panel->toast || shell.current()->panel->derived.busy()) window.request_frames(2);
    if (shell.zoom != window.zoom()) window.set_zoom(shell.zoom);
    window.set_magnification(shell.presenting ? Shell::presenting_zoom : 1);
    if (shell.quit) window.close();
  };
  while (window.step(draw)) {
    window.set_theme(shell.theme);
    if (shell.theme != options.theme) settings.theme = shell.theme;  // a theme of the command line is not kept
  }
  settings.zoom = window.zoom();
  settings.role = shell.role;
  settings.last_lesson = shell.current()->lab->lesson.id;
  Issues unsaved;
  save_settings(folders, settings, unsaved);
  print(unsaved);
  return 0;
}

}  // namespace wallflip
