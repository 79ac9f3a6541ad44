#pragma once

#include <span>
#include <string_view>

#include "app/shell.hpp"
#include "widgets/imgui_compat.hpp"

namespace wallflip {

/// Everything a user can do from the keyboard: one row, read by the shortcuts, the command palette, the shortcut sheet
/// and the tests.
struct Action {
  std::string_view id, title, shortcut;
  Key key = Key::count;  ///< count: only from the palette
  bool ctrl = false, shift = false;
  void (*run)(Shell&) = nullptr;
};
std::span<const Action> action_table();

}  // namespace wallflip
