#include "app/window.hpp"

#include <glad/gl.h>
// After glad: GLFW must not bring GL headers of its own.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "widgets/imgui_compat.hpp"

namespace wallflip {
namespace {

Issue glfw_issue(std::string what, std::string hint) {
  const char* reason = nullptr;
  if (glfwGetError(&reason) != GLFW_NO_ERROR && reason) what += std::string(": ") + reason;
  return {"", "", 0, std::move(what), std::move(hint)};
}

constexpr const char* no_window_hint =
    "the commands need no window: `wallflip --help` lists them, `wallflip shot` draws a panel into a PNG";
constexpr const char* no_gl_hint =
    "OpenGL 3.3 is needed: update the graphics driver, or try LIBGL_ALWAYS_SOFTWARE=1 wallflip";

void ask_for_opengl_33(const WindowOptions& options) {
  glfwDefaultWindowHints();
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, options.visible ? GLFW_TRUE : GLFW_FALSE);
}

float primary_content_scale() {
  float x = 1, y = 1;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) glfwGetMonitorContentScale(monitor, &x, &y);
  return std::max({x, y, 1.0f});
}

/// The wanted size, cut to what the screen leaves.
void fit_to_screen(int& width, int& height) {
  GLFWmonitor* monitor = glfwGetPrimaryMonitor();
  if (!monitor) return;
  int x = 0, y = 0, room_x = 0, room_y = 0;
  glfwGetMonitorWorkarea(monitor, &x, &y, &room_x, &room_y);
  if (room_x > 0) width = std::min(width, room_x);
  if (room_y > 0) height = std::min(height, room_y);
}

Window& self(GLFWwindow* window) {
  return *static_cast<Window*>(glfwGetWindowUserPointer(window));
}

void wake(GLFWwindow* window) {
  self(window).request_frames(Window::frames_after_event + 1);  // the frame that takes the event, and four more
}

}  // namespace

Window::~Window() {
  if (context_) ImGui::SetCurrentContext(context_);
  if (backends_ready_) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
  }
  if (context_) ImGui::DestroyContext(context_);
  if (window_) glfwDestroyWindow(window_);
  if (glfw_ready_) glfwTerminate();
}

Issues Window::open(const WindowOptions& options) {
  if (!glfwInit()) return {glfw_issue("no window can be opened", no_window_hint)};
  glfw_ready_ = true;
  fixed_scale_ = options.scale;
  zoom_ = std::clamp(options.zoom, min_zoom, max_zoom);
  theme_id_ = options.theme;
  ask_for_opengl_33(options);
  const float scale = fixed_scale_ > 0 ? fixed_scale_ : primary_content_scale();
  int width = std::max(1, static_cast<int>(static_cast<float>(options.width) * scale));
  int height = std::max(1, static_cast<int>(static_cast<float>(options.height) * scale));
  fit_to_screen(width, height);
  window_ = glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
  if (!window_) return {glfw_issue("no window with OpenGL 3.3 can be opened", no_gl_hint)};
  glfwMakeContextCurrent(window_);
  if (gladLoadGL(glfwGetProcAddress) == 0 || !GLAD_GL_VERSION_3_3) {
    return {{"", "", 0, "the graphics driver offers no OpenGL 3.3", no_gl_hint}};
  }
  glfwSwapInterval(1);

  context_ = ImGui::CreateContext();
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // a blinking cursor would keep the machine awake
  ui_.theme = &theme_;
  ui_.focus = &focus_;
  install_callbacks();  // before the backend's own, which pass every event on to these
  if (!ImGui_ImplGlfw_InitForOpenGL(window_, true)) return {glfw_issue("the window takes no input", "")};
  if (!ImGui_ImplOpenGL3_Init("#version 330 core")) {
    ImGui_ImplGlfw_Shutdown();
    return {{"", "", 0, "OpenGL 3.3 could not be set up", no_gl_hint}};
  }
  backends_ready_ = true;
  return {};
}

void Window::install_callbacks() {
  glfwSetWindowUserPointer(window_, this);
  glfwSetKeyCallback(window_, [](GLFWwindow* w, int, int, int, int) { wake(w); });
  glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned) { wake(w); });
  glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { wake(w); });
  glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int) { wake(w); });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int, int, int) { wake(w); });
  glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { wake(w); });
  glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int) { wake(w); });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { wake(w); });
  glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { wake(w); });
  glfwSetWindowIconifyCallback(window_, [](GLFWwindow* w, int) { wake(w); });
  glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) {
    self(w).theme_stale_ = true;
    wake(w);
  });
}

float Window::content_scale() const {
  if (fixed_scale_ > 0) return fixed_scale_;
  float x = 1, y = 1;
  glfwGetWindowContentScale(window_, &x, &y);
  // On macOS and Wayland a window unit is already several pixels; only what is left of the scale is ours.
  int pixels = 0, units = 0, ignored = 0;
  glfwGetFramebufferSize(window_, &pixels, &ignored);
  glfwGetWindowSize(window_, &units, &ignored);
  const float pixels_per_unit = pixels > 0 && units > 0 ? static_cast<float>(pixels) / static_cast<float>(units) : 1;
  return std::max({x, y, 1.0f}) / pixels_per_unit;
}

float Window::fitted_scale() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  const float wanted = content_scale() * zoom_ * magnification_;
  if (width == 0 || height == 0) return wanted;  // minimised
  return fitting_scale(wanted, static_cast<float>(width), static_cast<float>(height));
}

void Window::rebuild_theme() {
  theme_ = make_theme(theme_id_, fitted_scale());
  apply_style(theme_);
  font_issues_ = fonts_.load(theme_);
#if !WALLFLIP_IMGUI_LIVE_FONTS
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
  theme_stale_ = false;
}

void Window::set_magnification(float factor) {
  if (factor == magnification_) return;
  magnification_ = factor;
  request_frames(frames_after_event);
}

void Window::set_theme(ThemeId id) {
  if (id == theme_id_) return;  // asked for after every frame: nothing new must not wake the window
  theme_stale_ = true;
  theme_id_ = id;
  request_frames(frames_after_event);
}

void Window::set_zoom(float zoom) {
  const float wanted = std::clamp(zoom, min_zoom, max_zoom);
  theme_stale_ = theme_stale_ || wanted != zoom_;
  zoom_ = wanted;
  request_frames(frames_after_event);
}

void Window::zoom_keys() {
  if (!ImGui::GetIO().KeyCtrl) return;
  constexpr float step = 0.1f;
  const auto rounded = [](float zoom) { return std::round(zoom / step) * step; };
  if (compat::key_pressed(Key::equal) || compat::key_pressed(Key::keypad_add)) set_zoom(rounded(zoom_ + step));
  if (compat::key_pressed(Key::minus) || compat::key_pressed(Key::keypad_subtract)) set_zoom(rounded(zoom_ - step));
  if (compat::key_pressed(digit_key(0), false)) set_zoom(1);
}

void Window::draw_frame(const DrawFn& draw, Image* copy) {
  ImGui::SetCurrentContext(context_);
  if (theme_stale_ || fitted_scale() != theme_.scale) rebuild_theme();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  zoom_keys();
  draw_full_screen(ui_, draw);
  ImGui::Render();

  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  const ImVec4 background = ImGui::ColorConvertU32ToFloat4(theme_[Color::background]);
  glViewport(0, 0, width, height);
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (copy && width > 0 && height > 0) {
    *copy = Image(width, height);
    Image upside_down(width, height);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.rgba.data());
    for (int y = 0; y < height; ++y) {
      std::memcpy(copy->at(0, y), upside_down.at(0, height - 1 - y), static_cast<size_t>(width) * 4);
    }
  }
  glfwSwapBuffers(window_);
  ++swaps_;
}

void Window::wait(double max_wait) {
  if (pending_ > 0) {
    glfwPollEvents();
    return;
  }
  double seconds = max_wait;
  if (wake_ != Clock::time_point::max()) {
    const double until_wake = std::max(0.0, std::chrono::duration<double>(wake_ - Clock::now()).count());
    seconds = seconds < 0 ? until_wake : std::min(seconds, until_wake);
  }
  if (seconds < 0) {
    glfwWaitEvents();
  } else if (seconds > 0) {
    glfwWaitEventsTimeout(seconds);
  } else {
    glfwPollEvents();
  }
}

bool Window::step(const DrawFn& draw, double max_wait) {
  if (posted_.exchange(false)) request_frames(1 + frames_after_event);
  wait(max_wait);
  if (posted_.exchange(false)) request_frames(1 + frames_after_event);
  if (Clock::now() >= wake_) {
    wake_ = Clock::time_point::max();
    request_frames(1);
  }
  if (glfwWindowShouldClose(window_)) return false;
  if (pending_ == 0) return true;
  --pending_;
  if (glfwGetWindowAttrib(window_, GLFW_ICONIFIED)) return true;  // the refresh on its return asks again
  draw_frame(draw, nullptr);
  return true;
}

void Window::run(const DrawFn& draw) {
  while (step(draw)) {
  }
}

Image Window::capture(const DrawFn& draw) {
  Image image;
  glfwPollEvents();
  draw_frame(draw, &image);
  return image;
}

void Window::request_wake(Clock::time_point when) {
  wake_ = std::min(wake_, when);
}

void Window::post_wake() {
  posted_ = true;
  glfwPostEmptyEvent();
}

void Window::close() {
  glfwSetWindowShouldClose(window_, GLFW_TRUE);
}

}  // namespace wallflip
