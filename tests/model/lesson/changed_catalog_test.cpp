#include <filesystem>
#include <random>

#include "model/base/file_io.hpp"
#include "model/lesson/answers.hpp"
#include "tests/model/lesson/temporary_file.hpp"

// No answer is stored: with a tenth more bandwidth in the catalog, flips move and claims fail.

namespace wallflip {
namespace {

/// The assets with one text replaced in one file; removed with the object.
struct ChangedAssets {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("wallflip_changed_" + std::to_string(std::random_device{}()));

  ChangedAssets(const char* file, std::string_view find, std::string_view replace) {
    std::filesystem::copy(assets_folder, folder, std::filesystem::copy_options::recursive);
    Issues issues;
    std::string text = read_file(folder / file, 8'000'000, issues).value_or("");
    const size_t at = text.find(find);
    REQUIRE(at != std::string::npos);
    text.replace(at, find.size(), replace);
    REQUIRE(write_file_atomically(folder / file, text, issues));
  }
  ~ChangedAssets() { std::filesystem::remove_all(folder); }
  ChangedAssets(const ChangedAssets&) = delete;
  ChangedAssets& operator=(const ChangedAssets&) = delete;
};

std::optional<double> crossing(const Library& library, const char* lesson, const AnswerKey& key) {
  Issues issues;
  const auto lab = open_lesson(library, lesson, issues);
  REQUIRE(lab);
  const std::optional<Flip> flip = find_flip(*lab, key, lab->start.inputs);
  return flip ? flip->crossing : std::nullopt;
}

size_t failed_claims(const Library& library, const char* lesson) {
  Issues issues;
  const auto lab = open_lesson(library, lesson, issues);
  REQUIRE(lab);
  return check_lesson(*lab).size();
}

}  // namespace

TEST_CASE("flips and claims follow the catalog") {
  const ChangedAssets changed("catalog/accelerators.json", "\"mem_bytes_per_s\": 3.35e12",
                              "\"mem_bytes_per_s\": 3.685e12");
  const Library before = load_library(assets_folder, lessons_folder).library;
  const Library after = load_library(changed.folder, lessons_folder).library;

  // The SLO at which capacity and bandwidth swap is the time to read all usable memory once: a tenth shorter.
  const AnswerKey swap{.value = "", .contest = "walls", .knob = "slo.tpot", .from = "bandwidth", .to = "capacity"};
  const std::optional<double> old_swap = crossing(before, "03b", swap);
  const std::optional<double> new_swap = crossing(after, "03b", swap);
  REQUIRE(old_swap);
  REQUIRE(new_swap);
  CHECK(*old_swap == doctest::Approx(0.03241).epsilon(0.001));
  CHECK(*new_swap * 1.1 == doctest::Approx(*old_swap).epsilon(1e-9));

  for (const char* lesson : {"01", "03b", "04"}) {
    CAPTURE(lesson);
    CHECK(failed_claims(before, lesson) == 0);
    CHECK(failed_claims(after, lesson) > 0);
  }
}

}  // namespace wallflip
