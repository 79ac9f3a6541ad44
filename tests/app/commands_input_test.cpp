#include <fstream>

#include "app/commands/command_line.hpp"
#include "tests/app/commands_run.hpp"

using namespace wallflip;

namespace {

const std::filesystem::path source_tree = WALLFLIP_SOURCE_DIR;

// Exit code 2, nothing on stdout, one line on stderr that says all of `parts`.
void check_refused(const std::vector<std::string>& arguments, const std::vector<std::string>& parts) {
  std::string line;
  for (const std::string& argument : arguments) line += argument.substr(0, 60) + " ";
  const Ran ran = wallflip_run(arguments);
  CAPTURE(line);
  CAPTURE(ran.err);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(ran.error_lines() == 1);
  for (const std::string& part : parts) CHECK(ran.err.find(part) != std::string::npos);
}

// Lesson 01 with `from` replaced by `to`, refused by eval and by check with the same message.
void check_lesson_refused(const std::string& from, const std::string& to, const std::vector<std::string>& parts) {
  const TestFolder folder;
  const std::filesystem::path file = folder.path / "lesson.json";
  std::string text = text_of_file(source_tree / "lessons" / "01.json");
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  write_text(file, text.replace(at, from.size(), to));
  for (const char* command : {"eval", "check"}) check_refused({command, file.string()}, parts);
}

void check_file_refused(const std::string& content, const std::vector<std::string>& parts) {
  const TestFolder folder;
  const std::filesystem::path file = folder.path / "lesson.json";
  write_text(file, content);
  check_refused({"eval", file.string()}, parts);
}

}  // namespace

TEST_CASE("an unknown command, option or argument is refused with the nearest name") {
  check_refused({"evl", "01"}, {"evl", "did you mean eval?"});
  check_refused({"evl", "--jsn"}, {"evl", "did you mean eval?"});
  check_refused({"zzzzzz"}, {"zzzzzz", "no such command or lesson", "wallflip --help"});
  check_refused({"03x"}, {"03x", "no such command or lesson", "did you mean 03b?"});
  check_refused({"--theme", "light", "03x"}, {"03x", "did you mean 03b?"});
  check_refused({"03b", "04"}, {"one argument too many"});
  check_refused({"--lesson", "04", "03b"}, {"03b", "one argument too many"});
  check_refused({"03b", "eval", "01"}, {"03b", "one argument too many"});
  check_refused({"missing.json"}, {"missing.json", "no such lesson file"});
  check_refused({"eval", "01", "--jsn"}, {"--jsn", "did you mean --json?"});
  check_refused({"eval", "01", "02"}, {"02", "one argument too many"});
  check_refused({"eval"}, {"LESSON is required"});
  check_refused({"map", "01", "--x", "load.batch"}, {"--y is required"});
  check_refused({"map", "01", "--x", "load.batch", "--y", "gpu", "--size", "1"}, {"--size", "2 to 1024"});
  check_refused({"explain", "01", "gpu.ridge", "--depth", "deep"}, {"--depth"});
  check_refused({"shot", "01", "--out", "x.png", "--theme", "drk"}, {"--theme", "did you mean dark?"});
}

TEST_CASE("an unknown lesson, quantity, knob or contest is refused with the nearest name") {
  check_refused({"eval", "1"}, {"no lesson", "01"});
  check_refused({"eval", "missing.json"}, {"missing.json", "no such lesson file"});
  check_refused({"explain", "01", "decode.steptime"}, {"did you mean decode.step_time?"});
  check_refused({"tornado", "01", "--of", "decode.steptime"}, {"--of", "did you mean decode.step_time?"});
  check_refused({"flips", "01", "--knob", "load.bach"}, {"--knob load.bach", "did you mean load.batch?"});
  check_refused({"flips", "01", "--contest", "wals"}, {"--contest wals", "did you mean walls?"});
  check_refused({"map", "01", "--x", "gpu", "--y", "gpu"}, {"--y gpu", "another knob"});
}

TEST_CASE("--set is refused with one clear message") {
  check_refused({"eval", "01", "--set", "load.bach=3"}, {"--set load.bach=3", "did you mean load.batch?"});
  check_refused({"eval", "01", "--set", "gpu=h10-sxm"}, {"--set gpu=h10-sxm", "did you mean h100-sxm?"});
  check_refused({"eval", "01", "--set", "load.batch=3ms"}, {"--set load.batch=3ms", "expected sequences"});
  check_refused({"eval", "01", "--set", "load.batch=2.5"}, {"must be a whole number"});
  check_refused({"eval", "01", "--set", "load.batch=5000"}, {"5,000", "1 sequence to 4,096 sequences"});
  check_refused({"eval", "01", "--set", "load.batch"}, {"--set load.batch", "NAME=VALUE"});
  check_refused({"eval", "01", "--set", "load.batch="}, {"NAME=VALUE"});
  check_refused({"eval", "01", "--set", "decode.step_time=1"}, {"is computed"});
  check_refused({"eval", "01", "--set", "llm.gemm_dtype=fp7"}, {"one of bf16, fp8"});
  check_refused({"eval", "01", "--set"}, {"--set"});
  CHECK(wallflip_run({"eval", "01", "--set", "load.batch=5000", "--free"}).code == 0);
}

TEST_CASE("a lesson with a wrong name, unit or range is refused with its place") {
  check_lesson_refused("\"decode.step_time\", \"decode.throughput\"", "\"decode.step_tim\", \"decode.throughput\"",
                       {"/outputs/0", "did you mean decode.step_time?"});
  check_lesson_refused("\"system\": \"decode_step\"", "\"system\": \"decode_stp\"",
                       {"/system", "did you mean decode_step?"});
  check_lesson_refused("\"gpu.mbu\", \"min\": 0.3", "\"gpu.mbu\", \"min\": \"3 GB\"", {"/knobs/", "got B"});
  check_lesson_refused("\"min\": 16, \"max\": 32768", "\"min\": 32768, \"max\": 16",
                       {"/knobs/8", "min must be below max"});
  check_lesson_refused("\"load.batch\": 1,", "\"load.batch\": 100000,", {"/scenario/set/load.batch", "range"});
  check_lesson_refused("\"gpu\": \"h100-sxm\"", "\"gpu\": \"h100-sx\"", {"/scenario/base/gpu", "h100-sxm"});
  check_lesson_refused("10% * 1024 GPU", "10% + 1024 GPU", {"/define/", "formula, column", "GPU"});
}

TEST_CASE("a lesson file that is no JSON is refused") {
  check_lesson_refused("\"schema\": 1,", "\"schema\": 1, \"schema\": 1,", {"schema", "twice"});
  check_lesson_refused("\"title\": \"What", "\"title\": \"\xC3\x28What", {"UTF-8"});
  check_lesson_refused("\"schema\": 1,", "\"schema\": 1,,", {"lesson.json:"});
  check_file_refused("", {"lesson.json"});
  check_file_refused(std::string(100'000, '['), {"deep"});
}

TEST_CASE("100 MB of nesting are refused at once") {
  const TestFolder folder;
  const std::filesystem::path file = folder.path / "lesson.json";
  {
    std::ofstream out(file, std::ios::binary);
    const std::string megabyte(1'000'000, '[');
    for (int i = 0; i < 100; ++i) out << megabyte;
  }
  check_refused({"eval", file.string()}, {"lesson.json", "8"});
}

TEST_CASE("a claim that does not hold is an issue of check, with file, pointer and line") {
  const TestFolder folder;
  const std::filesystem::path file = folder.path / "lesson.json";
  std::string text = text_of_file(source_tree / "lessons" / "01.json");
  const size_t claims = text.find("\"claims\"");
  const size_t near = text.find("\"near\": 295", claims);
  REQUIRE(near != std::string::npos);
  write_text(file, text.replace(near, 11, "\"near\": 395"));
  check_refused({"check", file.string()}, {"claims 395", "the model gives 295.3433"});
  const Ran ran = wallflip_run({"check", file.string(), "--json"});
  CHECK(ran.code == 2);
  CHECK(ran.err.empty());
  const TestJson issues = ran.json()["issues"];
  REQUIRE(issues.size() == 1);
  CHECK(issues[0]["file"] == file.string());
  CHECK(issues[0]["pointer"].get<std::string>().starts_with("/claims/"));
  CHECK(issues[0]["line"].get<int>() > 1);
}

TEST_CASE("a catalog row without a source is refused, whatever the command") {
  const TestFolder folder;
  std::filesystem::copy(source_tree / "assets", folder.path / "assets", std::filesystem::copy_options::recursive);
  std::filesystem::copy(source_tree / "lessons", folder.path / "lessons", std::filesystem::copy_options::recursive);
  CHECK(wallflip_run({"eval", "01", "--data", folder.path.string()}).code == 0);
  const std::filesystem::path file = folder.path / "assets" / "catalog" / "accelerators.json";
  std::string text = text_of_file(file);
  const size_t sources = text.find("\"sources\"");
  REQUIRE(sources != std::string::npos);
  write_text(file, text.replace(sources, 9, "\"sorces\""));
  const Ran ran = wallflip_run({"eval", "01", "--data", folder.path.string()});
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("accelerators.json:") != std::string::npos);
  CHECK(ran.err.find("sources") != std::string::npos);
}

TEST_CASE("the data folder: --data, then WALLFLIP_DATA; a wrong one is never passed over") {
  const TestFolder folder;
  const std::string there = folder.path.string();
  check_refused({"list", "--data", there}, {"--data " + there, "assets"});
  const Ran ran = wallflip_run({"list"}, "WALLFLIP_DATA=" + there);
  CHECK(ran.code == 2);
  CHECK(ran.err.find("WALLFLIP_DATA") != std::string::npos);
  CHECK(wallflip_run({"list", "--data", source_tree.string()}, "WALLFLIP_DATA=" + there).code == 0);
}

TEST_CASE("a lesson's name alone opens the lab at it, as --lesson does") {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"03b"}, {"--lesson", "03b"}, {"03b", "--theme", "light"}, {"--scale", "2", "03b"}}) {
    const Wanted wanted = read_command_line(arguments, command_table());
    const auto* lab = std::get_if<OpenLab>(&wanted);
    REQUIRE(lab != nullptr);
    CHECK(lab->lesson == "03b");
  }
  // Without a display the real binary gets as far as the window.
  check_refused({"03b"}, {"no window can be opened"});
}
