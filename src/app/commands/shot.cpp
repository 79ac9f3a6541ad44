#include "app/commands/opened.hpp"

#if __has_include("app/shot.hpp")
#include <charconv>

#include "app/data_folders.hpp"
#include "app/shot.hpp"
#endif

namespace wallflip {

#if __has_include("app/shot.hpp")
#else
CommandResult run_shot(const Arguments&) {
  return {internal_error, "", {{.what = "this build has no panel to draw"}}};
}
#endif

}  // namespace wallflip
