#include <string>

#include "app/journal_file.hpp"

#if defined(_WIN32)
#include <fstream>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#endif

// One line at the end of a file that others may write to as well. The system is asked for a write, not for a sync: a
// crash of the lab loses nothing, a power cut at most the last seconds.

namespace wallflip {
namespace {

#if defined(_WIN32)

std::string append(const std::filesystem::path& file, std::string_view line) {
  std::ofstream out(file, std::ios::binary | std::ios::app);
  out.write(line.data(), static_cast<std::streamsize>(line.size()));
  return out.flush() ? "" : "cannot be written";
}

#else

/// The file, open for appending and locked against the other labs until this goes.
class LockedFile {
 public:
  explicit LockedFile(const std::filesystem::path& path)
      : file_(open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600)) {
    if (file_ >= 0) flock(file_, LOCK_EX);  // a file system without locks still appends
  }
  ~LockedFile() {
    if (file_ >= 0) close(file_);
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

  /// Where the last whole line ends: before what a crash has left of another. Negative when the file cannot be read.
  off_t end_of_lines() const {
    struct stat status {};
    if (file_ < 0 || fstat(file_, &status) != 0 || !S_ISREG(status.st_mode)) return -1;
    constexpr off_t most = 4096;
    char chunk[most];
    for (off_t end = status.st_size; end > 0;) {
      const off_t from = std::max<off_t>(0, end - most);
      const auto wanted = static_cast<size_t>(end - from);
      if (pread(file_, chunk, wanted, from) != static_cast<ssize_t>(wanted)) return -1;
      for (off_t i = end - from; i > 0; --i) {
        if (chunk[i - 1] == '\n') return from + i;
      }
      end = from;
    }
    return 0;
  }
  bool cut(off_t length) const { return ftruncate(file_, length) == 0; }
  bool write(std::string_view line) const {
    return ::write(file_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  }

 private:
  int file_;
};

std::string append(const std::filesystem::path& path, std::string_view line) {
  errno = 0;
  const LockedFile file(path);
  const off_t end = file.end_of_lines();
  if (end >= 0 && file.cut(end)) {
    if (file.write(line)) return "";
    const int reason = errno;
    file.cut(end);  // the disk was full half way
    errno = reason;
  }
  return std::string("cannot be written: ") + (errno != 0 ? std::strerror(errno) : "not a file");
}

#endif

}  // namespace

bool append_line(const std::filesystem::path& file, std::string_view line, Issues& issues) {
  const std::string problem = append(file, line);
  if (problem.empty()) return true;
  issues.push_back({file.string(), "", 0, problem, "what you do from here on is not saved"});
  return false;
}

}  // namespace wallflip
