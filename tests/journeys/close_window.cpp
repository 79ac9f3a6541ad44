#include "tests/journeys/close_window.hpp"

// A file of its own: Xlib's macros (None, Status) must not meet our names.
#include <X11/Xlib.h>
#include <dlfcn.h>

#include <vector>

namespace wallflip::test {
namespace {

/// Xlib as GLFW uses it: opened at run time, so that nothing more is linked.
struct Xlib {
  void* library = dlopen("libX11.so.6", RTLD_NOW);
  decltype(&XOpenDisplay) open = find<decltype(&XOpenDisplay)>("XOpenDisplay");
  decltype(&XQueryTree) tree = find<decltype(&XQueryTree)>("XQueryTree");
  decltype(&XFetchName) name = find<decltype(&XFetchName)>("XFetchName");
  decltype(&XInternAtom) atom = find<decltype(&XInternAtom)>("XInternAtom");
  decltype(&XSendEvent) send = find<decltype(&XSendEvent)>("XSendEvent");
  decltype(&XCloseDisplay) close = find<decltype(&XCloseDisplay)>("XCloseDisplay");
  decltype(&XFree) free = find<decltype(&XFree)>("XFree");

  template <class Function>
  Function find(const char* symbol) const {
    return library ? reinterpret_cast<Function>(dlsym(library, symbol)) : nullptr;
  }
  bool complete() const { return open && tree && name && atom && send && close && free; }
};

std::vector<Window> children(const Xlib& x, Display* display, Window of) {
  Window root = 0, parent = 0, *list = nullptr;
  unsigned count = 0;
  if (!x.tree(display, of, &root, &parent, &list, &count)) return {};
  std::vector<Window> all(list, list + count);
  if (list) x.free(list);
  return all;
}

bool has_title(const Xlib& x, Display* display, Window window, const std::string& title) {
  char* name = nullptr;
  if (!x.name(display, window, &name) || !name) return false;
  const bool same = title == name;
  x.free(name);
  return same;
}

}  // namespace

bool close_window(const std::string& title) {
  const Xlib x;
  Display* display = x.complete() ? x.open(nullptr) : nullptr;
  if (!display) return false;
  bool sent = false;
  for (const Window window : children(x, display, DefaultRootWindow(display))) {
    if (!has_title(x, display, window, title)) continue;
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = window;
    event.xclient.message_type = x.atom(display, "WM_PROTOCOLS", False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(x.atom(display, "WM_DELETE_WINDOW", False));
    sent = x.send(display, window, False, NoEventMask, &event) != 0 || sent;
  }
  x.close(display);
  return sent;
}

}  // namespace wallflip::test
