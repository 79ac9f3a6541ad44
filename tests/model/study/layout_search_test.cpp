#include "model/study/layout_search.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "model/study/layout_standing.hpp"
#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::Subject;

namespace {

// A training run whose micro-batches follow from the batch and whose recomputation takes time.
Subject job(const char* gpu, const char* llm, double gpus, double sequences, double context) {
  Subject subject("pretraining");
  subject.set("gpu", gpu);
  subject.set("llm", llm);
  subject.set("train.micro_batches", 0);
  subject.set("train.mfu_covers", "hardware");
  subject.set("train.gpus", gpus);
  subject.set("train.context", context);
  subject.set("train.global_batch_tokens", sequences * context);
  return subject;
}

LayoutQuery query(const Subject& subject, std::vector<const char*> by = {"train.step_time"}, size_t top = 25) {
  LayoutQuery q;
  q.inputs = subject.design.inputs;
  q.top = top;
  for (const char* name : by) {
    q.by.push_back(subject.system->sheet.find(name));
    REQUIRE(q.by.back() >= 0);
  }
  return q;
}

bool power_of_two(int n) {
  return (n & (n - 1)) == 0;
}

// Every layout, by trying all numbers: the rules once more, in the plainest words.
std::vector<Layout> all_by_trial(const LayoutSpace& s) {
  std::vector<Layout> all;
  const auto sequences = static_cast<int>(s.sequences);
  for (int tp = 1; tp <= std::min(64, s.gpus); ++tp) {
    for (int pp = 1; pp <= std::min(128, s.gpus); ++pp) {
      for (int cp = 1; cp <= std::min(64, s.gpus); ++cp) {
        const int dp = s.gpus / (tp * pp * cp);
        if (dp == 0 || tp * pp * cp * dp != s.gpus || !power_of_two(tp) || !power_of_two(pp) || !power_of_two(cp))
          continue;
        if (s.heads % tp != 0 || pp > s.layers || s.context % cp != 0 || sequences % dp != 0) continue;
        for (int ep = 1; ep <= s.experts; ++ep) {
          if (!power_of_two(ep) || s.experts % ep != 0 || dp * cp % ep != 0) continue;
          for (int micro = 1; micro * dp <= sequences; ++micro) {
            if (!power_of_two(micro) || sequences % (micro * dp) != 0) continue;
            for (int v = 1; v <= 32; ++v) {
              if (v > 1 && (pp == 1 || v > static_cast<int>(std::ceil(s.layers / static_cast<double>(pp))))) continue;
              for (int rest = 0; rest < 24; ++rest) {
                if (rest % 2 == 1 && tp == 1) continue;
                all.push_back({tp, pp, dp, cp, ep, micro, v, rest / 6, rest / 2 % 3, rest % 2});
              }
            }
          }
        }
      }
    }
  }
  return all;
}

// Every layout of a job with its values, one evaluate() each.
struct Trial {
  struct Row {
    Layout layout;
    Evaluation evaluation;
  };
  const Subject& subject;
  std::vector<Row> rows;

  explicit Trial(const Subject& s) : subject(s) {
    for (const Layout& layout : all_by_trial(layout_space(*s.system, s.design.inputs))) {
      rows.push_back({layout, evaluate(*s.system, with_layout(*s.system, s.design.inputs, layout))});
    }
  }

  // The whole search once more, by sorting everything.
  LayoutSearch search(const LayoutQuery& q) const {
    const Sheet& sheet = subject.system->sheet;
    LayoutSearch all;
    for (const Row& row : rows) {
      const auto pinned_away = [&](const auto& pin) { return row.layout.*pin.first != pin.second; };
      if (std::any_of(q.pinned.begin(), q.pinned.end(), pinned_away)) continue;
      ++all.visited;
      const auto value = [&](NodeId node) { return row.evaluation.nodes[static_cast<size_t>(node)]; };
      RankedLayout ranked{row.layout, {}, value(sheet.find("train.memory_bytes"))};
      bool open = ranked.memory_bytes <= q.memory_line && value(subject.system->fits) != 0;
      for (const NodeId node : q.by) {
        open = open && row.evaluation.open(sheet, node);
        ranked.by.push_back(value(node));
      }
      if (!open) continue;
      ++all.feasible;
      all.best.push_back(ranked);
    }
    const auto key = [](const RankedLayout& r) { return std::make_tuple(r.by, r.memory_bytes, r.layout); };
    std::sort(all.best.begin(), all.best.end(),
              [&](const RankedLayout& a, const RankedLayout& b) { return key(a) < key(b); });
    if (q.one_per_split) {
      std::vector<RankedLayout> firsts;
      for (const RankedLayout& r : all.best) {
        const auto split = [](const Layout& l) { return std::make_tuple(l.tp, l.pp, l.dp, l.cp, l.ep); };
        const auto same_split = [&](const RankedLayout& f) { return split(f.layout) == split(r.layout); };
        if (std::none_of(firsts.begin(), firsts.end(), same_split)) firsts.push_back(r);
      }
      all.best = firsts;
    }
    all.best.resize(std::min(all.best.size(), q.top));
    return all;
  }
};

bool same(const LayoutSearch& a, const LayoutSearch& b) {
  if (a.visited != b.visited || a.feasible != b.feasible || a.best.size() != b.best.size()) return false;
  for (size_t i = 0; i < a.best.size(); ++i) {
    if (a.best[i].layout != b.best[i].layout || a.best[i].by != b.best[i].by ||
        a.best[i].memory_bytes != b.best[i].memory_bytes) {
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("a layout search finds what evaluating every layout finds, to the bit") {
  struct Case {
    const char *gpu, *llm;
    double gpus, sequences, context;
    const char* fidelity = "napkin";
  };
  for (const Case& c : {Case{"h100-sxm", "dense-8b", 16, 8, 4096},
                        {"a100-sxm-80", "dense-13b", 24, 6, 2048},
                        {"h100-sxm", "mixtral-8x7b", 16, 8, 4096},
                        {"h200-sxm", "dense-3b", 1, 8, 8192},
                        {"h100-sxm", "dense-70b", 48, 3, 6000},
                        {"h100-sxm", "dense-405b", 8, 8, 8192},
                        {"h100-sxm", "mixtral-8x7b", 8, 2, 4096, "detailed"}}) {
    CAPTURE(c.llm);
    Subject subject = job(c.gpu, c.llm, c.gpus, c.sequences, c.context);
    subject.set("model.fidelity", c.fidelity);
    const Trial trial(subject);
    for (const auto& by : {std::vector<const char*>{"train.step_time"},
                           {"train.memory_bytes"},
                           {"train.dollars"},
                           {"train.memory_bytes", "train.step_time"}}) {
      LayoutQuery q = query(subject, by);
      CHECK(same(search_layouts(*subject.system, q), trial.search(q)));
      q.memory_line = 30e9;
      CHECK(same(search_layouts(*subject.system, q), trial.search(q)));
      q.one_per_split = true;
      CHECK(same(search_layouts(*subject.system, q), trial.search(q)));
      q.pinned = {{&Layout::tp, 2}, {&Layout::recompute, 1}};
      CHECK(same(search_layouts(*subject.system, q), trial.search(q)));
    }
  }
}

TEST_CASE("what does not fit anywhere leaves no layout, and says how many were tried") {
  const Subject subject = job("h100-sxm", "dense-405b", 8, 8, 8192);
  const LayoutSearch search = search_layouts(*subject.system, query(subject));
  CHECK(search.visited > 0);
  CHECK(search.feasible == 0);
  CHECK(search.best.empty());
  CHECK(stand_layouts(*subject.system, query(subject), search.best).empty());
}

TEST_CASE("shards of a search, merged in any order, are the search") {
  const Subject subject = job("h100-sxm", "mixtral-8x22b", 512, 1024, 8192);
  for (const auto& by : {std::vector<const char*>{"train.step_time"}, {"train.memory_bytes"}}) {
    LayoutQuery q = query(subject, by);
    q.one_per_split = by[0] == std::string("train.step_time");
    const LayoutSearch whole = search_layouts(*subject.system, q);
    CHECK(whole.feasible > 1000);
    CHECK(whole.best.size() == 25);
    q.shards = 5;
    std::vector<LayoutSearch> parts;
    for (q.shard = 0; q.shard < q.shards; ++q.shard) parts.push_back(search_layouts(*subject.system, q));
    CHECK(same(merge(parts, q), whole));
    std::reverse(parts.begin(), parts.end());
    CHECK(same(merge(parts, q), whole));
    CHECK(merge(parts, q).grid == whole.grid);
  }
}

TEST_CASE("the space of a 405B model on 16,384 GPUs") {
  const Subject subject = job("h100-sxm", "dense-405b", 16384, 2048, 8192);
  const LayoutSpace space = layout_space(*subject.system, subject.design.inputs);
  CHECK(outer_layouts(space).size() == 313);  // tp 7 x pp 7 x cp 7, less those that do not divide
  size_t layouts = 0;
  for (const Layout& split : outer_layouts(space)) layouts += inner_layouts(space, split).size();
  const LayoutSearch search = search_layouts(*subject.system, query(subject));
  CHECK(search.visited == layouts);
  CHECK(search.grid > static_cast<double>(search.visited));
  CHECK(search.feasible > 0);
  CHECK(search.feasible < search.visited);
}

TEST_CASE("a batch that is no whole number of sequences is cut into means") {
  const Subject subject = job("h100-sxm", "dense-8b", 64, 488.28125, 8192);  // 4 million tokens
  const LayoutSpace space = layout_space(*subject.system, subject.design.inputs);
  int most = 0;
  for (const Layout& split : outer_layouts(space)) most = std::max(most, split.dp);
  CHECK(most == 64);
  const Subject odd = job("h100-sxm", "dense-8b", 64, 12, 8192);  // 12 sequences: 1, 2, 4 ranks
  most = 0;
  for (const Layout& split : outer_layouts(layout_space(*odd.system, odd.design.inputs)))
    most = std::max(most, split.dp);
  CHECK(most == 4);
}

TEST_CASE("a search on another thread tells how far it is, and stops when asked") {
  const Subject subject = job("h100-sxm", "deepseek-v3", 16384, 2048, 8192);
  const LayoutQuery q = query(subject);
  StudyControl progress;
  LayoutSearch result;
  std::thread worker([&] { result = search_layouts(*subject.system, q, &progress); });
  while (progress.done == 0) std::this_thread::yield();
  progress.cancel = true;
  worker.join();
  CHECK(progress.done <= progress.all);
  CHECK(result.complete == (progress.done == progress.all));
  CHECK_FALSE(result.complete);
  StudyControl whole;
  CHECK(search_layouts(*subject.system, q, &whole).complete);
  CHECK(whole.done == whole.all);
}

TEST_CASE("the podium knows its walls and what a runner-up loses") {
  const Subject subject = job("h100-sxm", "dense-405b", 16384, 2048, 8192);
  const LayoutQuery q = query(subject);
  const LayoutSearch search = search_layouts(*subject.system, q);
  const std::vector<LayoutStanding> rows = stand_layouts(*subject.system, q, search.best);
  REQUIRE(rows.size() == search.best.size());
  CHECK(rows[0].why.empty());
  for (size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].step_time == search.best[i].by[0]);
    CHECK(*rows[i].mfu > 0.2);
    CHECK(*rows[i].mfu < 0.4);  // the MFU that is assumed of the GEMMs
    CHECK(rows[i].lead >= 1);
    CHECK_FALSE(rows[i].binding.empty());
    if (i > 0) CHECK_FALSE(rows[i].why.empty());
  }
  // A layout one chunk short of the best: only its bubble grows, by v / (v - 1).
  RankedLayout shorter = search.best[0];
  REQUIRE(shorter.layout.interleave > 2);
  --shorter.layout.interleave;
  const Evaluation e = evaluate(*subject.system, with_layout(*subject.system, q.inputs, shorter.layout));
  shorter.by[0] = e.nodes[static_cast<size_t>(q.by[0])];
  const std::string why = stand_layouts(*subject.system, q, {search.best[0], shorter})[1].why;
  CAPTURE(why);
  CHECK(why.find("pipeline bubble 1.03x of the best's") != std::string::npos);
}
