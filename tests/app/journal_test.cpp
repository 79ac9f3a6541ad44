#include "app/journal.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "model/base/file_io.hpp"
#include "tests/app/commands_run.hpp"
#include "tests/app/shell_screen.hpp"

using namespace wallflip;
namespace fs = std::filesystem;
using Kind = JournalRecord::Kind;
using widgets::Progress;

namespace {

JournalRecord step(size_t at, std::string action = "batch 64 \u2192 158") {
  JournalRecord record;
  record.time = "2026-11-21T13:41:38Z";
  record.lesson = "03b";
  record.at = at;
  record.action = std::move(action);
  record.set = {{"load.batch", 158.0 + 1.0 / 3, ""}, {"gpu", "h200-sxm", ""}};
  record.wall_before = "bandwidth";
  record.wall_after = "capacity";
  return record;
}

JournalRecord prediction(const std::string& ask, double confidence, bool right) {
  JournalRecord record;
  record.kind = Kind::prediction;
  record.time = "2026-11-21T13:41:38Z";
  record.lesson = "01";
  record.ask = ask;
  record.guess = 300.0;
  record.truth = 295.5;
  record.log_error = 0.0066;
  record.confidence = confidence;
  record.right = right;
  return record;
}

struct JournalFolder : TestFolder {
  fs::path file = path / journal_file_name;

  void write(const std::string& text) const { write_text(file, text); }
  std::string text() const { return text_of_file(file); }
  std::vector<JournalRecord> read(Issues& issues) const {
    std::vector<JournalRecord> records;
    CHECK(read_journal(file, records, issues));
    return records;
  }
  int lines() const {
    const std::string all = text();
    return static_cast<int>(std::count(all.begin(), all.end(), '\n'));
  }
};

std::unique_ptr<Lab> open_lab(const Library& library, const char* lesson) {
  Issues issues;
  std::unique_ptr<Lab> lab = open_lesson(library, lesson, issues);
  REQUIRE(lab);
  return lab;
}

/// A session whose events go into the journal.
void join(Session& session, Journal& journal) {
  session.listen([&journal](const Session& s, const SessionEvent& e) { journal.record(s, e); });
}

}  // namespace

TEST_CASE("journal: every kind of record comes back from its line, to the last bit") {
  JournalRecord skipped = prediction("which \"wall\"?\n", 0, false);
  skipped.question = QuestionKind::wall;
  skipped.skipped = true;
  skipped.guess.reset();
  skipped.log_error.reset();
  skipped.truth = "bandwidth";
  skipped.open = 2;
  JournalRecord back = step(3), goal = step(0), afresh = step(0);
  back.kind = Kind::moved_to;
  goal.kind = Kind::goal;
  afresh.kind = Kind::afresh;
  for (const JournalRecord& record : {step(7), back, prediction("at what batch?", 0.9, true), skipped, goal, afresh}) {
    const std::string line = to_line(record);
    CAPTURE(line);
    CHECK(std::count(line.begin(), line.end(), '\n') == 1);
    CHECK(line.starts_with("{\"schema\":1,"));
    Issues issues;
    const auto read = read_line(line.substr(0, line.size() - 1), "journal.jsonl", 1, issues);
    REQUIRE(read.has_value());
    CHECK(issues.empty());
    CHECK(to_line(*read) == line);
  }
  Issues issues;
  const std::string line = to_line(step(7));
  const auto read = read_line(line.substr(0, line.size() - 1), "", 1, issues);
  CHECK(std::get<double>(read->set[0].value) == 158.0 + 1.0 / 3);
  CHECK(read->action == "batch 64 \u2192 158");
}

TEST_CASE("journal: a line that a crash has cut is passed over, and the next one stands alone") {
  const std::string line = to_line(step(2));
  for (const size_t cut : {size_t{1}, size_t{8}, size_t{40}, line.size() - 1}) {
    CAPTURE(cut);
    const JournalFolder folder;
    folder.write(to_line(step(1)) + line.substr(0, cut));
    Issues issues;
    CHECK(folder.read(issues).size() == 1);
    CHECK(issues.empty());
    CHECK(append_line(folder.file, to_line(step(3)), issues));
    CHECK(folder.text() == to_line(step(1)) + to_line(step(3)));
    CHECK(folder.read(issues).size() == 2);
    CHECK(issues.empty());
  }
}

TEST_CASE("journal: a file that cannot be read is set aside with a message; readable lines are kept") {
  struct Broken {
    const char* name;
    std::string text;
    size_t kept;
    const char* says;
  };
  const std::string good = to_line(step(1));
  for (const Broken& broken :
       {Broken{"half a line in the middle", good + "{\"schema\":1,\"time\n" + good, 2, ":2:"},
        {"no journal at all", "\xFF\xFE\x01 something else", 0, "is no line of a journal"},
        {"zeros after a power cut", good + std::string(64, '\0'), 1, ":2:"},
        {"a newer schema", good + "{\"schema\":2,\"kind\":\"dream\"}\n{\"schema\":2,\"kind\":\"dream\"}\n", 1,
         "schema 2, this lab reads schema 1"},
        {"an unknown kind", "{\"schema\":1,\"time\":\"\",\"lesson\":\"01\",\"kind\":\"stp\"}\n", 0, "step"},
        {"a deep nest", std::string(100'000, '[') + "\n", 0, "deep"}}) {
    CAPTURE(broken.name);
    const JournalFolder folder;
    folder.write(broken.text);
    Issues issues;
    CHECK(folder.read(issues).size() == broken.kept);
    REQUIRE(issues.size() == 1);
    INFO(to_string(issues[0]));
    CHECK(to_string(issues[0]).find(broken.says) != std::string::npos);
    CHECK(issues[0].hint.find("journal.set-aside-1.jsonl") != std::string::npos);
    CHECK(text_of_file(folder.path / "journal.set-aside-1.jsonl") == broken.text);  // to the byte
    CHECK(folder.lines() == static_cast<int>(broken.kept));
    issues.clear();
    CHECK(folder.read(issues).size() == broken.kept);  // sound from now on
    CHECK(issues.empty());
  }
}

TEST_CASE("journal: without a folder, or with one that cannot be written, the lab works and says so once") {
  const Library library = test::read_library();
  const std::unique_ptr<Lab> lab = open_lab(library, "01");
  const TestFolder folder;
  write_text(folder.path / "file", "not a folder");
  for (const fs::path& data : {fs::path(), folder.path / "file", fs::path("/proc/nowhere")}) {
    CAPTURE(data);
    Issues issues;
    Journal journal(data, issues);
    CHECK(issues.empty());
    Session session(*lab);
    join(session, journal);
    for (size_t i = 0; i < session.predictions().size(); ++i) session.skip(i);
    CHECK(journal.progress("01") == Progress::started);
    CHECK(journal.take_issues().size() == (data.empty() ? 0 : 1));
    session.move(*lab->knob("load.batch"), 400);
    session.commit("batch");
    CHECK(journal.take_issues().empty());
  }
  // A journal that is a folder cannot be read and is set aside like any other.
  fs::create_directories(folder.path / "data" / journal_file_name);
  Issues issues;
  Journal journal(folder.path / "data", issues);
  CHECK(issues.size() == 1);
  CHECK(fs::is_directory(folder.path / "data" / "journal.set-aside-1.jsonl"));
}

TEST_CASE("journal: labs that write at the same time lose no line and mix none") {
  const JournalFolder folder;
  constexpr int writers = 8, each = 200;
  std::vector<std::thread> threads;
  for (int w = 0; w < writers; ++w) {
    threads.emplace_back([&folder, w] {
      Issues ignored;
      for (int i = 0; i < each; ++i) {
        const std::string long_action(static_cast<size_t>(50 * w * w), static_cast<char>('a' + w));
        append_line(folder.file, to_line(step(static_cast<size_t>(i + 1), long_action)), ignored);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Issues issues;
  CHECK(folder.read(issues).size() == writers * each);
  CHECK(issues.empty());
}

TEST_CASE("journal: two labs on one folder see what the other has done at the next start") {
  const Library library = test::read_library();
  const std::unique_ptr<Lab> lab = open_lab(library, "03b");
  const JournalFolder folder;
  Issues issues;
  Journal one(folder.path, issues), two(folder.path, issues);
  Session a(*lab), b(*lab);
  join(a, one);
  join(b, two);
  a.skip(0);
  b.move(*lab->knob("slo.tpot"), 0.030);
  b.commit("slower");
  a.skip(1);
  Journal next(folder.path, issues);
  Session c(*lab);
  next.resume(c);
  CHECK(c.predictions()[0].state == Prediction::State::skipped);
  CHECK(c.predictions()[1].state == Prediction::State::skipped);
  CHECK(c.trail().size() == 2);
  CHECK(c.design().inputs == b.design().inputs);
  CHECK(issues.empty());
}

TEST_CASE("journal: confidence is scored over first answers only, skipped ones and those without it left out") {
  const JournalFolder folder;
  JournalRecord skipped = prediction("c?", 0, false), wall = prediction("d?", 0, true);
  skipped.skipped = true;
  std::string text;
  for (const JournalRecord& record :
       {prediction("a?", 0.9, false), prediction("b?", 0.9, true), skipped, wall, prediction("a?", 0.9, true),
        prediction("c?", 0.9, true), prediction("e?", 0.5, true)}) {
    text += to_line(record);
  }
  folder.write(text);
  Issues issues;
  const Journal journal(folder.path, issues);
  const Calibration calibration = journal.calibration();
  REQUIRE(calibration.levels.size() == 2);
  CHECK(calibration.level(0.9)->right == 1);
  CHECK(calibration.level(0.9)->count == 2);
  CHECK(calibration.level(0.5)->right == 1);
}

TEST_CASE("journal: a lesson begun afresh forgets its trail and keeps its mark") {
  const Library library = test::read_library();
  const std::unique_ptr<Lab> lab = open_lab(library, "03b");
  const JournalFolder folder;
  Issues issues;
  Journal journal(folder.path, issues);
  Session session(*lab);
  join(session, journal);
  for (size_t i = 0; i < session.predictions().size(); ++i) session.skip(i);
  CHECK(journal.progress("03b") == Progress::started);  // skipping predicts nothing
  session.move(*lab->knob("load.batch"), 180);
  session.commit("batch");
  REQUIRE(session.goal_reached());
  CHECK(journal.progress("03b") == Progress::done);
  journal.start_afresh("03b");
  for (const Journal& j : {journal, Journal(folder.path, issues)}) {
    CHECK(j.progress("03b") == Progress::done);
    CHECK(j.progress("04") == Progress::untouched);
    Session fresh(*lab);
    j.resume(fresh);
    CHECK(fresh.values_hidden());
    CHECK_FALSE(fresh.goal_reached());
    CHECK(fresh.trail().size() == 1);
  }
  CHECK(issues.empty());
}

TEST_CASE("journal: what a line says of a step and of a prediction") {
  const Library library = test::read_library();
  const std::unique_ptr<Lab> lab = open_lab(library, "01");
  const JournalFolder folder;
  Issues issues;
  Journal journal(folder.path, issues);
  Session session(*lab);
  join(session, journal);
  session.predict(1, 300, 0.9);
  session.skip(0);
  session.skip(2);
  session.move(*lab->knob("load.batch"), 512);
  session.commit("batch 1 \u2192 512");
  std::vector<TestJson> lines;
  std::istringstream in(folder.text());
  for (std::string line; std::getline(in, line);) lines.push_back(TestJson::parse(line));
  REQUIRE(lines.size() == 5);  // three predictions, the step, the goal
  CHECK(lines[0]["guess"] == 300);
  CHECK(lines[0]["truth"].get<double>() == doctest::Approx(295.34).epsilon(0.01));
  CHECK(lines[0]["log_error"].get<double>() == doctest::Approx(std::log10(300 / lines[0]["truth"].get<double>())));
  CHECK(lines[0]["confidence"] == 0.9);
  CHECK(lines[0]["right"] == true);
  CHECK(lines[1]["skipped"] == true);
  CHECK(lines[2]["truth"] == "bandwidth");
  CHECK(lines[3]["set"] == TestJson{{"load.batch", 512.0}});
  CHECK(lines[3]["wall_before"] == "bandwidth");
  CHECK(lines[3]["wall_after"] == "compute");
  CHECK(lines[4]["kind"] == "goal");
  for (const TestJson& line : lines) {
    CHECK(line["schema"] == journal_schema);
    CHECK(line["lesson"] == "01");
    CHECK(line["time"].get<std::string>().size() == 20);
  }
}
