#include "model/lesson/reader.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "model/base/nearest_name.hpp"
#include "model/base/strict_json.hpp"
#include "model/lesson/field_table.hpp"

namespace wallflip {
namespace {

// ---- values with a form of their own

template <auto member>
void read_bound(const JsonView& value, LessonKnob& knob) {
  knob.*member = number_or_text(value);
}

void read_values(const JsonView& value, LessonKnob& knob) {
  for (const JsonView& item : value.items()) {
    if (auto one = number_or_text(item)) knob.values.push_back(std::move(*one));
  }
}

/// One of a few words: its index.
std::optional<size_t> word(const JsonView& value, const std::vector<std::string>& words) {
  const std::optional<std::string> text = value.text();
  if (!text) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found != words.end()) return static_cast<size_t>(found - words.begin());
  std::string all;
  for (const std::string& w : words) all += (all.empty() ? "" : ", ") + w;
  value.report("\"" + text->substr(0, 60) + "\" is none of: " + all, did_you_mean(*text, words));
  return std::nullopt;
}

void read_scale(const JsonView& value, LessonKnob& knob) {
  knob.log = word(value, {"lin", "log"}) == 1;
}

void read_pick(const JsonView& value, LessonContest& contest) {
  contest.pick = word(value, {"largest", "smallest"}) == 1 ? Pick::smallest : Pick::largest;
}

void read_kind(const JsonView& value, Question& question) {
  question.kind = static_cast<QuestionKind>(word(value, {"wall", "number", "choice"}).value_or(1));
}

void ignore(const JsonView&, Lesson&) {}

// The journal, the command line and file names carry it.
void read_id(const JsonView& value, Lesson& lesson) {
  read_text<&Lesson::id>(value, lesson);
  const auto plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; };
  if (!std::all_of(lesson.id.begin(), lesson.id.end(), plain)) value.report("must be of letters, digits, _ and -");
}

// ---- the objects of a lesson file, one table each

constexpr Field<LessonKnob> knob_fields[] = {
    {"input", true, read_text<&LessonKnob::input>},      {"min", false, read_bound<&LessonKnob::min>},
    {"max", false, read_bound<&LessonKnob::max>},        {"scale", false, read_scale},
    {"primary", false, read_flag<&LessonKnob::primary>}, {"values", false, read_values},
};

constexpr Field<LessonContest> contest_fields[] = {
    {"id", true, read_text<&LessonContest::id>},
    {"pick", false, read_pick},
    {"of", true, read_texts<&LessonContest::of>},
    {"as", false, read_texts<&LessonContest::as>},
};

void read_contests(const JsonView& value, Lesson& lesson) {
  read_list<&Lesson::contests, contest_fields, &LessonContest::id>(value, lesson);
  for (const JsonView& item : value.items()) {
    const LessonContest& contest = lesson.contests[item.node().position];
    if (contest.as.empty() || contest.as.size() == contest.of.size()) continue;
    item.report("\"as\" has " + std::to_string(contest.as.size()) + " labels for the " +
                std::to_string(contest.of.size()) + " quantities of \"of\"");
  }
}

constexpr Field<LessonDefinition> definition_fields[] = {
    {"name", true, read_text<&LessonDefinition::name>},
    {"formula", true, read_text<&LessonDefinition::formula>},
    {"label", false, read_text<&LessonDefinition::label>},
    {"display", false, read_text<&LessonDefinition::display>},
};

constexpr Field<LessonView> view_fields[] = {
    {"widget", true, read_text<&LessonView::widget>}, {"points", false, read_texts<&LessonView::points>},
    {"knobs", false, read_texts<&LessonView::knobs>}, {"contest", false, read_text<&LessonView::contest>},
    {"of", false, read_text<&LessonView::of>},        {"large", false, read_flag<&LessonView::large>},
};

// "flip": {...} of an answer key.
constexpr Field<AnswerKey> flip_fields[] = {
    {"contest", true, read_text<&AnswerKey::contest>},
    {"knob", true, read_text<&AnswerKey::knob>},
    {"from", false, read_text<&AnswerKey::from>},
    {"to", false, read_text<&AnswerKey::to>},
};

void read_flip(const JsonView& value, AnswerKey& key) {
  read_fields<AnswerKey>(value, flip_fields, key);
}

constexpr Field<AnswerKey> answer_key_fields[] = {
    {"value", false, read_text<&AnswerKey::value>},
    {"flip", false, read_flip},
};

void read_answer_key(const JsonView& value, Question& question) {
  question.of = read_object<AnswerKey>(value, answer_key_fields);
  if (value.is(JsonKind::object) && value.members().size() != 1) {
    value.report("must have either \"value\" or \"flip\"");
  }
}

constexpr Field<Choice> choice_fields[] = {
    {"text", true, read_text<&Choice::text>},
    {"when", true, read_text<&Choice::when>},
};

constexpr Field<Question> question_fields[] = {
    {"kind", false, read_kind},
    {"ask", true, read_text<&Question::ask>},
    {"set", false, read_settings<&Question::set>},
    {"of", false, read_answer_key},
    {"contest", false, read_text<&Question::contest>},
    {"choices", false, read_list<&Question::choices, choice_fields>},
};

// Each kind has its own keys; one of another kind would be read by nobody.
void check_question(const JsonView& item) {
  const auto has = [&](std::string_view key) {
    const std::vector<JsonView> members = item.members();
    return std::any_of(members.begin(), members.end(), [&](const JsonView& m) { return m.key() == key; });
  };
  std::string kind = "number";
  for (const JsonView& member : item.members()) {
    if (member.key() == "kind" && member.is(JsonKind::text)) kind = member.node().text;
    const bool one_choice = member.key() == "choices" && member.is(JsonKind::array) && member.items().size() < 2;
    if (one_choice) member.report("needs at least two choices");
  }
  struct Rule {
    std::string_view key, kind;
    bool required;
  };
  for (const Rule& rule : {Rule{"of", "number", true}, {"contest", "wall", false}, {"choices", "choice", true}}) {
    if (rule.required && kind == rule.kind && !has(rule.key)) {
      item.report(fmt::format("a question of kind \"{}\" needs \"{}\"", kind, rule.key));
    }
    if (kind != rule.kind && has(rule.key)) {
      item.report(fmt::format("\"{}\" belongs to questions of kind \"{}\"", rule.key, rule.kind));
    }
  }
}

template <auto member>
void read_questions(const JsonView& value, Lesson& lesson) {
  for (const JsonView& item : value.items()) {
    Question question = read_object<Question>(item, question_fields);
    if (item.is(JsonKind::object)) check_question(item);
    (lesson.*member).push_back(std::move(question));
  }
}

constexpr Field<Goal> goal_fields[] = {
    {"contest", true, read_text<&Goal::contest>}, {"knob", true, read_text<&Goal::knob>},
    {"from", true, read_text<&Goal::from>},       {"to", true, read_text<&Goal::to>},
    {"set", false, read_settings<&Goal::set>},    {"par", false, read_count<&Goal::par>},
};

void read_goal(const JsonView& value, Lesson& lesson) {
  lesson.goal = read_object<Goal>(value, goal_fields);
}

constexpr Field<Trap> trap_fields[] = {
    {"text", true, read_text<&Trap::text>},
    {"set", false, read_settings<&Trap::set>},
};

constexpr Field<Beat> beat_fields[] = {
    {"say", true, read_text<&Beat::say>},
    {"set", false, read_settings<&Beat::set>},
};

template <auto member>
void read_key_text(const JsonView& value, Claim& claim) {
  read_text<member>(value, claim.of);
}

// "flip": {...} of a claim: an answer key with what is expected of it.
constexpr Field<Claim> claim_flip_fields[] = {
    {"contest", true, read_key_text<&AnswerKey::contest>},
    {"knob", true, read_key_text<&AnswerKey::knob>},
    {"from", false, read_key_text<&AnswerKey::from>},
    {"to", false, read_key_text<&AnswerKey::to>},
    {"near", false, read_number<&Claim::near>},
    {"first", false, read_number<&Claim::first>},
    {"none", false, read_flag<&Claim::none>},
};

void read_claim_flip(const JsonView& value, Claim& claim) {
  claim.is_flip = true;
  read_fields<Claim>(value, claim_flip_fields, claim);
}

void read_within(const JsonView& value, Claim& claim) {
  claim.within = value.number({0, 1}).value_or(claim.within);
}

constexpr Field<Claim> claim_fields[] = {
    {"set", false, read_settings<&Claim::set>},         {"flip", false, read_claim_flip},
    {"value", false, read_key_text<&AnswerKey::value>}, {"near", false, read_number<&Claim::near>},
    {"none", false, read_flag<&Claim::none>},           {"within", false, read_within},
};

void read_claims(const JsonView& value, Lesson& lesson) {
  for (const JsonView& item : value.items()) {
    Claim claim = read_object<Claim>(item, claim_fields);
    if (claim.is_flip == !claim.of.value.empty()) item.report("must have either \"flip\" or \"value\"");
    const bool number = claim.near || claim.first;
    if (!claim.none && !number) item.report("must expect something: \"near\", \"first\" or \"none\"");
    if (claim.none && number) item.report("expects \"none\" and a number at once");
    lesson.claims.push_back(std::move(claim));
  }
}

/// A requirement is an object so that more than its text can be said one day; the lesson keeps the text.
struct RequirementText {
  std::string text;
};

constexpr Field<RequirementText> requirement_fields[] = {{"text", true, read_text<&RequirementText::text>}};

void read_requirements(const JsonView& value, Lesson& lesson) {
  for (const JsonView& item : value.items()) {
    lesson.requirements.push_back(read_object<RequirementText>(item, requirement_fields).text);
  }
}

// "scenario": {...} fills two lists of the lesson.
constexpr Field<Lesson> scenario_fields[] = {
    {"base", false, read_settings<&Lesson::base>},
    {"set", false, read_settings<&Lesson::set>},
};

void read_scenario(const JsonView& value, Lesson& lesson) {
  read_fields<Lesson>(value, scenario_fields, lesson);
}

constexpr Field<Lesson> lesson_fields[] = {
    {"$schema", false, ignore},
    {"schema", true, read_schema<Lesson>},
    {"id", true, read_id},
    {"part", true, read_text<&Lesson::part>},
    {"title", true, read_text<&Lesson::title>},
    {"minutes", false, read_count<&Lesson::minutes>},
    {"needs", false, read_texts<&Lesson::needs>},
    {"question", true, read_text<&Lesson::question>},
    {"requirements", false, read_requirements},
    {"system", true, read_text<&Lesson::system>},
    {"scenario", true, read_scenario},
    {"knobs", true, read_list<&Lesson::knobs, knob_fields, &LessonKnob::input>},
    {"contests", false, read_contests},
    {"define", false, read_list<&Lesson::define, definition_fields, &LessonDefinition::name>},
    {"outputs", true, read_texts<&Lesson::outputs>},
    {"views", true, read_list<&Lesson::views, view_fields>},
    {"predict", false, read_questions<&Lesson::predict>},
    {"goal", false, read_goal},
    {"mechanisms", false, read_texts<&Lesson::mechanisms>},
    {"hints", false, read_texts<&Lesson::hints>},
    {"traps", false, read_list<&Lesson::traps, trap_fields>},
    {"follow_ups", false, read_questions<&Lesson::follow_ups>},
    {"takeaway", false, read_text<&Lesson::takeaway>},
    {"glossary", false, read_texts<&Lesson::glossary>},
    {"sources", false, read_texts<&Lesson::sources>},
    {"beats", false, read_list<&Lesson::beats, beat_fields>},
    {"claims", false, read_claims},
};

template <class Row>
FormatObject described(std::string_view name, std::span<const Field<Row>> table) {
  FormatObject object{name, {}};
  for (const Field<Row>& field : table) object.keys.push_back({field.key, field.required});
  return object;
}

}  // namespace

std::optional<Lesson> read_lesson(const std::filesystem::path& file, Issues& issues) {
  Issues found;
  Lesson lesson;
  if (const std::optional<JsonDocument> document = read_json(file, found)) {
    lesson = read_object<Lesson>(document->root(found), lesson_fields);
  }
  lesson.file = file.string();
  sort_by_place(found);
  issues.insert(issues.end(), found.begin(), found.end());
  return found.empty() ? std::optional(std::move(lesson)) : std::nullopt;
}

std::vector<FormatObject> lesson_format() {
  return {
      described<Lesson>("lesson", lesson_fields),
      described<RequirementText>("requirement", requirement_fields),
      described<Lesson>("scenario", scenario_fields),
      described<LessonKnob>("knob", knob_fields),
      described<LessonContest>("contest", contest_fields),
      described<LessonDefinition>("definition", definition_fields),
      described<LessonView>("view", view_fields),
      described<Question>("question", question_fields),
      described<Choice>("choice", choice_fields),
      described<AnswerKey>("answer_key", answer_key_fields),
      described<AnswerKey>("flip", flip_fields),
      described<Goal>("goal", goal_fields),
      described<Trap>("trap", trap_fields),
      described<Beat>("beat", beat_fields),
      described<Claim>("claim", claim_fields),
      described<Claim>("claim_flip", claim_flip_fields),
  };
}

void add_lines(Issues& issues) {
  std::map<std::string, std::optional<JsonDocument>> documents;
  for (Issue& issue : issues) {
    if (issue.line != 0 || issue.file.empty()) continue;
    const auto [it, fresh] = documents.try_emplace(issue.file);
    Issues unreadable;  // whoever made the issue has read the file before
    if (fresh) it->second = read_json(issue.file, unreadable);
    if (it->second) issue.line = it->second->line_of(issue.pointer);
  }
}

}  // namespace wallflip
