#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/json_out.hpp"
#include "app/commands/opened.hpp"
#include "app/commands/text_table.hpp"
#include "model/base/nearest_name.hpp"
#include "model/sheet/formula.hpp"
#include "model/sheet/value_text.hpp"
#include "model/study/layout_standing.hpp"

// `wallflip layouts`: every way to lay a pretraining run over its GPUs, the best ones first.

namespace wallflip {
namespace {

constexpr int most_gpus = 10'000'000;

struct Ranking {
  std::string_view word, quantity;
};
constexpr Ranking rankings[] = {
    {"step_time", "train.step_time"}, {"dollars", "train.dollars"}, {"memory", "train.memory_bytes"}};

struct Job {
  std::unique_ptr<Library> library;
  std::unique_ptr<System> system;
  Design design;
  LayoutQuery query;
};

// Issues of `set_text` stand at the argument they came from.
void set(Job& job, std::string_view name, const std::string& text, const std::string& argument, Issues& issues) {
  const size_t before = issues.size();
  set_text(job.design, *job.system, job.library->catalog, name, text, issues);
  for (size_t i = before; i < issues.size(); ++i) issues[i].file = argument;
}

std::vector<NodeId> read_rankings(const System& system, const std::string& text, Issues& issues) {
  std::vector<std::string> words;
  for (const Ranking& ranking : rankings) words.emplace_back(ranking.word);
  std::vector<NodeId> by;
  for (size_t at = 0; at <= text.size();) {
    const size_t comma = std::min(text.find(',', at), text.size());
    const std::string word = text.substr(at, comma - at);
    at = comma + 1;
    const auto* found =
        std::find_if(std::begin(rankings), std::end(rankings), [&](const Ranking& r) { return r.word == word; });
    if (found != std::end(rankings)) {
      by.push_back(system.sheet.find(found->quantity));
      continue;
    }
    const std::string nearest = did_you_mean(word, words);
    issues.push_back({.file = "--by " + text,
                      .what = "expected step_time, dollars or memory, got " + word,
                      .hint = nearest.empty() ? "several with commas: the next one decides between equals" : nearest});
    break;
  }
  return by;
}

// `--set split.tp=8` gives a number of the layout: the search keeps to it.
void pin(Job& job, const Settings& settings) {
  for (const LayoutAxis& axis : layout_axes()) {
    for (const Setting& setting : settings) {
      const int row = input_row(job.system->sheet, axis.input);
      if (setting.name != axis.input || row < 0) continue;
      const double value = job.design.inputs[static_cast<size_t>(row)];
      job.query.pinned.emplace_back(axis.value, static_cast<int>(std::min(value, 1e9)));
    }
  }
}

// What every input allows by itself, but no job does.
void check_job(const Job& job, const Arguments& a, Issues& issues) {
  const auto value = [&](std::string_view name) {
    return job.design.inputs[static_cast<size_t>(input_row(job.system->sheet, name))];
  };
  if (value("train.gpus") < 1 || value("train.gpus") > most_gpus) {
    issues.push_back({.file = "--count " + a.count, .what = fmt::format("expected 1 to {} GPUs", most_gpus)});
  }
  if (value("train.context") < 1) {
    issues.push_back({.file = "--context " + a.context, .what = "expected at least one token"});
  } else if (value("train.global_batch_tokens") < value("train.context")) {
    issues.push_back({.file = "--global-batch " + a.global_batch,
                      .what = "expected at least the " + a.context + " tokens of one sequence"});
  }
}

Job read_job(const Arguments& a, Issues& issues) {
  Job job;
  const Settings settings = read_settings(a.set, issues);
  job.library = open_library(a, issues);
  if (!issues.empty()) return job;
  job.system = make_system("pretraining");
  job.design = default_design(*job.system);
  job.design.inputs = layout_inputs(*job.system, job.design.inputs);
  set(job, "gpu", a.accelerator, "--accelerator " + a.accelerator, issues);
  set(job, "llm", a.model, "--model " + a.model, issues);
  set(job, "train.gpus", a.count, "--count " + a.count, issues);
  set(job, "train.global_batch_tokens", a.global_batch, "--global-batch " + a.global_batch, issues);
  set(job, "train.context", a.context, "--context " + a.context, issues);
  if (!a.fidelity.empty()) set(job, "model.fidelity", a.fidelity, "--fidelity " + a.fidelity, issues);
  for (const Setting& setting : settings) {
    set(job, setting.name, std::get<std::string>(setting.value), setting.pointer, issues);
  }
  if (issues.empty()) check_job(job, a, issues);
  job.query.by = read_rankings(*job.system, a.by, issues);
  job.query.top = static_cast<size_t>(a.top);
  job.query.one_per_split = a.splits;
  if (!a.memory_line.empty()) {
    const ParsedValue line = parse_value(a.memory_line, byte / gpu_count);
    if (line.value) job.query.memory_line = *line.value;
    if (!line.value) issues.push_back({.file = "--memory-line " + a.memory_line, .what = line.error});
  }
  job.query.inputs = job.design.inputs;
  pin(job, settings);
  return job;
}

struct Answer {
  const Job& job;
  LayoutSearch search;
  std::vector<LayoutStanding> rows;

  const Sheet& sheet() const { return job.system->sheet; }
  // "full" of train.recompute
  const std::string& choice(std::string_view input, int value) const {
    const auto row = static_cast<size_t>(input_row(sheet(), input));
    return sheet().inputs()[row].choices[static_cast<size_t>(value)];
  }
  double skipped() const { return search.grid - static_cast<double>(search.visited); }
};

Json as_json(const Answer& answer) {
  Json best = Json::array();
  for (size_t i = 0; i < answer.rows.size(); ++i) {
    const RankedLayout& ranked = answer.search.best[i];
    const LayoutStanding& row = answer.rows[i];
    Json one = Json::object();
    for (const LayoutAxis& axis : layout_axes()) one[std::string(axis.name)] = ranked.layout.*axis.value;
    one["recompute"] = answer.choice("train.recompute", ranked.layout.recompute);
    one["sequence_parallel"] = ranked.layout.sequence_parallel != 0;
    one["step_time"] = json_number(row.step_time);
    one["mfu"] = json_number(row.mfu);
    one["memory_bytes"] = json_number(ranked.memory_bytes);
    one["binding"] = row.binding;
    one["why"] = row.why;
    best.push_back(one);
  }
  return {{"visited", answer.search.visited},
          {"skipped", static_cast<int64_t>(answer.skipped())},
          {"feasible", answer.search.feasible},
          {"seconds", answer.search.seconds},
          {"best", best}};
}

std::string as_text(const Answer& answer) {
  const Sheet& sheet = answer.sheet();
  const LayoutSearch& search = answer.search;
  const auto shown = [&](std::string_view name, std::optional<double> value) {
    return value ? shown_value(sheet, sheet.find(name), *value) : std::string("-");
  };
  std::string text = fmt::format(
      "{} layouts in {:.3g} s ({:.3g} million a second), {} fit; {:.4g} more points do not divide\n", search.visited,
      search.seconds, static_cast<double>(search.visited) / search.seconds / 1e6, search.feasible, answer.skipped());
  if (search.visited == 0) return text + "no layout divides these GPUs and this batch\n";
  if (search.feasible == 0) {
    return text + fmt::format("none fits: the leanest needs {} a GPU, which has {}\n",
                              shown("train.memory_bytes", search.least_memory_bytes),
                              shown("gpu.usable_bytes", evaluate(*answer.job.system, answer.job.query.inputs)
                                                            .value(sheet, sheet.find("gpu.usable_bytes"))));
  }
  TextTable table("rrrrrrrrllrrrll");
  table.row({"tp", "pp", "dp", "cp", "ep", "micro", "chunks", "zero", "recompute", "sp", "step", "mfu", "memory",
             "binds", "against the best"});
  for (size_t i = 0; i < answer.rows.size(); ++i) {
    const Layout& l = search.best[i].layout;
    const LayoutStanding& row = answer.rows[i];
    table.row({fmt::to_string(l.tp), fmt::to_string(l.pp), fmt::to_string(l.dp), fmt::to_string(l.cp),
               fmt::to_string(l.ep), fmt::to_string(l.micro_batch), fmt::to_string(l.interleave),
               fmt::to_string(l.zero), answer.choice("train.recompute", l.recompute),
               answer.choice("train.sequence_parallel", l.sequence_parallel), shown("train.step_time", row.step_time),
               shown("train.mfu", row.mfu), shown("train.memory_bytes", search.best[i].memory_bytes), row.binding,
               row.why});
  }
  return text + table.text();
}

}  // namespace

CommandResult run_layouts(const Arguments& arguments) {
  Issues issues;
  const Job job = read_job(arguments, issues);
  if (!issues.empty()) return CommandResult::bad(std::move(issues));
  Answer answer{job, search_layouts(*job.system, job.query), {}};
  answer.rows = stand_layouts(*job.system, job.query, answer.search.best);
  return {done, arguments.json ? json_text(as_json(answer)) : as_text(answer), {}};
}

}  // namespace wallflip
