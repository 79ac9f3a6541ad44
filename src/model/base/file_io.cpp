#include "model/base/file_io.hpp"

#include <fstream>
#include <random>
#include <system_error>

namespace wallflip {
namespace {

namespace fs = std::filesystem;

void report(const fs::path& path, std::string what, Issues& issues) {
  issues.push_back({path.string(), "", 0, std::move(what), ""});
}

// Two windows may save the same file at once: each needs a temporary name of its own.
fs::path temporary_beside(const fs::path& path) {
  fs::path temporary = path;
  temporary += ".tmp" + std::to_string(std::random_device{}());
  return temporary;
}

}  // namespace

std::optional<std::string> read_file(const fs::path& path, size_t max_bytes, Issues& issues) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    report(path, "file not found", issues);
    return std::nullopt;
  }
  if (!fs::is_regular_file(status)) {
    report(path, "not a file", issues);
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  const std::uintmax_t size = fs::file_size(path, error);
  if (!in || error) {
    report(path, "cannot be opened for reading", issues);
    return std::nullopt;
  }
  if (size > max_bytes) {
    report(path, "is " + std::to_string(size) + " bytes long; the limit is " + std::to_string(max_bytes), issues);
    return std::nullopt;
  }
  std::string content(static_cast<size_t>(size), '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<size_t>(in.gcount()));  // shorter when it was cut while we read
  if (in.bad()) {
    report(path, "reading failed", issues);
    return std::nullopt;
  }
  return content;
}

bool write_file_atomically(const fs::path& path, std::string_view content, Issues& issues) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  const fs::path temporary = temporary_beside(path);
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) {
    fs::remove(temporary, error);
    report(path, "cannot be written", issues);
    return false;
  }
  fs::rename(temporary, path, error);
  if (!error) return true;
  report(path, "cannot be replaced: " + error.message(), issues);
  fs::remove(temporary, error);
  return false;
}

}  // namespace wallflip
