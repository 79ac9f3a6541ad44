#pragma once

#include <string>

namespace wallflip::test {

/// Asks the window of that title to close, as a window manager does when its cross is clicked. False when there is
/// no such window.
bool close_window(const std::string& title);

}  // namespace wallflip::test
