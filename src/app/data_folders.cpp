#include "app/data_folders.hpp"

#include <array>
#include <cstdlib>
#include <string_view>
#include <system_error>

#if defined(_WIN32)
#include <windows.h>
#elif defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

namespace wallflip {
namespace {

namespace fs = std::filesystem;

// Empty when the system does not tell.
fs::path executable() {
#if defined(_WIN32)
  std::array<wchar_t, 4096> buffer{};
  const DWORD length = GetModuleFileNameW(nullptr, buffer.data(), static_cast<DWORD>(buffer.size()));
  return std::wstring(buffer.data(), length);
#elif defined(__APPLE__)
  std::array<char, 4096> buffer{};
  uint32_t size = static_cast<uint32_t>(buffer.size());
  return _NSGetExecutablePath(buffer.data(), &size) == 0 ? fs::path(buffer.data()) : fs::path();
#else
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
#endif
}

// The name of what is missing below `root`; empty when everything is there.
std::string_view missing_below(const fs::path& root) {
  std::error_code error;
  for (const std::string_view folder : {"assets", "lessons"}) {
    if (!fs::is_directory(root / folder, error)) return folder;
  }
  return "";
}

DataFolders below(const fs::path& root) {
  return {root / "assets", root / "lessons"};
}

std::optional<DataFolders> chosen_folders(const std::string& root, const std::string& by, Issues& issues) {
  const std::string_view missing = missing_below(root);
  if (missing.empty()) return below(root);
  issues.push_back(
      {.file = by + " " + root,
       .what = "expected a folder that holds assets/ and lessons/, " + std::string(missing) + "/ is not there"});
  return std::nullopt;
}

}  // namespace

std::optional<DataFolders> find_data_folders(const std::string& chosen, Issues& issues) {
  if (!chosen.empty()) return chosen_folders(chosen, "--data", issues);
  const char* variable = std::getenv("WALLFLIP_DATA");  // NOLINT(concurrency-mt-unsafe): nobody writes the environment
  if (variable != nullptr && *variable != '\0') return chosen_folders(variable, "WALLFLIP_DATA", issues);
  const fs::path program = executable();
  const fs::path installed = program.parent_path().parent_path() / "share" / "wallflip";
  for (const fs::path& root : {installed, fs::path(WALLFLIP_SOURCE_DIR)}) {
    if (missing_below(root).empty()) return below(root);
  }
  issues.push_back({.file = installed.string(),
                    .what = "no assets/ and lessons/ here, and no source tree",
                    .hint = "name their folder with --data or WALLFLIP_DATA"});
  return std::nullopt;
}

}  // namespace wallflip
