#include "tests/app/commands_run.hpp"

using namespace wallflip;

namespace {

// Width and height as the header of a PNG file says them: bytes 16 to 23, most significant first.
std::pair<unsigned, unsigned> size_of_png(const std::string& bytes) {
  REQUIRE(bytes.size() > 33);
  REQUIRE(bytes.substr(1, 3) == "PNG");
  const auto number = [&](size_t at) {
    unsigned value = 0;
    for (size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
  };
  return {number(16), number(20)};
}

std::string shot(std::vector<std::string> arguments) {
  const TestFolder folder;
  const std::filesystem::path file = folder.path / "shot.png";
  arguments.insert(arguments.end(), {"--out", file.string()});
  const Ran ran = wallflip_run(arguments);
  INFO("stderr: ", ran.err);
  REQUIRE(ran.code == 0);
  CHECK(ran.out.empty());
  return text_of_file(file);
}

}  // namespace

TEST_CASE("shot writes a picture of the asked size, and the same bytes every time") {
  const std::string first = shot({"shot", "01", "--size", "800x500"});
  CHECK(size_of_png(first) == std::pair(800U, 500U));
  CHECK(first == shot({"shot", "01", "--size", "800x500"}));
}

TEST_CASE("shot: the design, the theme and what is revealed change the picture") {
  const std::string plain = shot({"shot", "01", "--size", "800x500", "--reveal"});
  CHECK(plain != shot({"shot", "01", "--size", "800x500"}));
  CHECK(plain != shot({"shot", "01", "--size", "800x500", "--reveal", "--theme", "light"}));
  CHECK(plain != shot({"shot", "01", "--size", "800x500", "--reveal", "--set", "load.batch=512"}));
}

TEST_CASE("shot refuses a wrong size, setting or place") {
  for (const std::vector<std::string>& extra : {std::vector<std::string>{"--size", "800"},
                                                {"--size", "0x0"},
                                                {"--size", "99999x10"},
                                                {"--set", "load.bach=1"}}) {
    const TestFolder folder;
    std::vector<std::string> arguments = {"shot", "01", "--out", (folder.path / "shot.png").string()};
    arguments.insert(arguments.end(), extra.begin(), extra.end());
    const Ran ran = wallflip_run(arguments);
    CAPTURE(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.error_lines() == 1);
    CHECK(ran.err.find(extra[0] + " " + extra[1]) != std::string::npos);
    CHECK(std::filesystem::is_empty(folder.path));
  }
  const Ran blocked = wallflip_run({"shot", "01", "--out", "/proc/nowhere/shot.png"});
  CHECK(blocked.code == 2);
  CHECK(blocked.err.find("/proc/nowhere/shot.png") != std::string::npos);
}
