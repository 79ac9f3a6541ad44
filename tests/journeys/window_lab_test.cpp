// The lab in a real window, under Xvfb: what it shows, that it sleeps, that it starts and ends well.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#include <stb_image.h>

#include "app/settings_store.hpp"
#include "app/shot.hpp"
#include "app/window.hpp"
#include "model/sheet/format.hpp"
#include "tests/app/commands_run.hpp"
#include "tests/app/shell_screen.hpp"
#include "tests/journeys/close_window.hpp"

using namespace wallflip;

namespace {

/// Real windows open only where the run says so (ctest's `window_journeys` starts one under Xvfb).
bool no_display() {
  if (!process_environment("WALLFLIP_TEST_WINDOW").empty()) return false;
  MESSAGE("skipped: no window without WALLFLIP_TEST_WINDOW=1 (ctest sets it when xvfb-run is installed)");
  return true;
}

Image read_png(const std::filesystem::path& file) {
  int width = 0, height = 0, channels = 0;
  unsigned char* pixels = stbi_load(file.c_str(), &width, &height, &channels, 4);
  REQUIRE(pixels != nullptr);
  Image image(width, height);
  std::copy_n(pixels, image.rgba.size(), image.rgba.begin());
  stbi_image_free(pixels);
  return image;
}

double share_above_8(const Image& a, const Image& b) {
  size_t above = 0;
  for (size_t i = 0; i < a.rgba.size(); ++i) above += std::abs(int(a.rgba[i]) - int(b.rgba[i])) > 8;
  return static_cast<double>(above) / static_cast<double>(a.rgba.size());
}

/// The shell in a window as lab.cpp puts it there.
struct RealLab {
  Library library = test::read_library();
  Shell shell{library};
  Window window;
  Recorder recorder;
  DrawFn draw = test::drawing(shell);

  RealLab() {
    REQUIRE(shell.open("03b").empty());
    const Issues issues = window.open({.width = 1280, .height = 720, .scale = 1});
    for (const Issue& issue : issues) FAIL(to_string(issue));
    window.record_into(&recorder);
    settle();
  }
  /// Until no frame has been drawn for a fifth of a second.
  void settle() {
    for (long swaps = -1; swaps != window.swaps();) {
      swaps = window.swaps();
      for (int i = 0; i < 20; ++i) window.step(draw, 0.01);
    }
  }
  void key(Key key) {
    compat::inject_key(key, true);
    window.request_frames(2);
    settle();
    compat::inject_key(key, false);
    window.request_frames(2);
    settle();
  }
  bool shows(const std::string& text) const {
    return std::any_of(recorder.texts.begin(), recorder.texts.end(),
                       [&](const Recorder::Text& t) { return t.text == text; });
  }
};

/// Seconds of processor that a process has used.
double processor_seconds(pid_t process) {
  std::string stat = text_of_file("/proc/" + std::to_string(process) + "/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  long user = 0, system = 0;
  fields >> user >> system;
  return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// The binary as a user starts it, with folders of its own.
struct StartedLab {
  TestFolder home;
  pid_t process = -1;

  explicit StartedLab(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), WALLFLIP_BINARY_DIR "/wallflip");
    process = fork();
    REQUIRE(process >= 0);
    if (process > 0) return;
    setenv("XDG_CONFIG_HOME", (home.path / "config").c_str(), 1);
    setenv("XDG_DATA_HOME", (home.path / "data").c_str(), 1);
    const int errors = open((home.path / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(errors, STDERR_FILENO);
    std::vector<char*> raw;
    for (std::string& argument : arguments) raw.push_back(argument.data());
    raw.push_back(nullptr);
    execv(raw[0], raw.data());
    _exit(127);
  }
  ~StartedLab() {
    if (process > 0) kill(process, SIGKILL);
    if (process > 0) waitpid(process, nullptr, 0);
  }
  StartedLab(const StartedLab&) = delete;
  StartedLab& operator=(const StartedLab&) = delete;

  static void wait(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }
  bool running() const { return waitpid(process, nullptr, WNOHANG) == 0; }
  /// Its status once it has ended; nothing when it still runs after `seconds`.
  std::optional<int> ended_within(double seconds) {
    for (double waited = 0; waited < seconds; waited += 0.05) {
      int status = 0;
      if (waitpid(process, &status, WNOHANG) == process) {
        process = -1;
        return status;
      }
      wait(0.05);
    }
    return std::nullopt;
  }
};

}  // namespace

TEST_CASE("window: the lab shows what shot draws and what eval computes") {
  if (no_display()) return;
  RealLab lab;
  lab.key(Key::f9);  // predictions skipped
  lab.key(Key::f8);  // ribbons shown
  CHECK_FALSE(lab.shell.current()->session->values_hidden());
  const Image real = lab.window.capture(lab.draw);
  for (const std::string& fault : frame_faults(lab.recorder, lab.window.theme(), *ImGui::GetDrawData())) {
    FAIL_CHECK(fault);
  }

  const TestJson values = wallflip_json({"eval", "03b"})["values"];
  const Sheet& sheet = lab.shell.current()->lab->sheet();
  const NodeId node = sheet.find("serving.throughput");
  const double throughput = values["serving.throughput"].get<double>();
  CHECK(lab.shows(format_parts(throughput, sheet.node(node).unit, sheet.let_at(node)->display).number));

  const TestFolder folder;
  const std::filesystem::path file = folder.path / "shot.png";
  ShotOptions options;
  options.lesson = "03b";
  options.out = file;
  options.width = real.width;
  options.height = real.height;
  options.reveal = true;
  CHECK(render_shot(options, lab.library).empty());
  const Image drawn = read_png(file);
  REQUIRE(real.width == drawn.width);
  REQUIRE(real.height == drawn.height);
  Issues unwritten;
  write_png(WALLFLIP_BINARY_DIR "/lab_window.png", real, unwritten);
  write_png(WALLFLIP_BINARY_DIR "/lab_shot.png", drawn, unwritten);
  // Edges of letters and lines are blended in 8 bits by Mesa, in floats by us: off by 2 of 255 at most.
  CHECK(share_above_8(real, drawn) == 0);
}

TEST_CASE("window: a lab that nobody touches draws nothing and costs nothing") {
  if (no_display()) return;
  RealLab lab;
  const long swaps = lab.window.swaps();
  const std::clock_t before = std::clock();
  const auto end = Window::Clock::now() + std::chrono::seconds(2);
  while (Window::Clock::now() < end) CHECK(lab.window.step(lab.draw, 0.25));
  CHECK(lab.window.swaps() == swaps);
  CHECK(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC < 0.1);
}

TEST_CASE("window: the binary sleeps when idle and ends on SIGTERM") {
  if (no_display()) return;
  StartedLab lab({"--lesson", "03b"});
  StartedLab::wait(2);
  REQUIRE(lab.running());
  const double before = processor_seconds(lab.process);
  CHECK(before > 0);
  StartedLab::wait(2);
  REQUIRE(lab.running());
  CHECK(processor_seconds(lab.process) - before < 0.1);
  CHECK(text_of_file(lab.home.path / "err").empty());
  kill(lab.process, SIGTERM);
  CHECK(lab.ended_within(2).has_value());
}

TEST_CASE("window: closing the window saves what was chosen") {
  if (no_display()) return;
  StartedLab lab({"--lesson", "04", "--theme", "light"});
  StartedLab::wait(2);
  REQUIRE(lab.running());
  REQUIRE(test::close_window("wallflip"));
  const std::optional<int> status = lab.ended_within(5);
  REQUIRE(status.has_value());
  REQUIRE(WIFEXITED(*status));
  CHECK(WEXITSTATUS(*status) == 0);
  CHECK(text_of_file(lab.home.path / "err").empty());
  const std::filesystem::path file = lab.home.path / "config" / "wallflip" / "settings.json";
  const TestJson settings = TestJson::parse(text_of_file(file), nullptr, false);
  REQUIRE_FALSE(settings.is_discarded());
  CHECK(settings["last_lesson"] == "04");
}

TEST_CASE("window: without a display the binary says so and points at the commands") {
  const Ran ran = wallflip_run({"--lesson", "03b"});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("no window can be opened") != std::string::npos);
  CHECK(ran.err.find("wallflip shot") != std::string::npos);
}
