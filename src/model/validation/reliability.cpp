#include <algorithm>
#include <cctype>
#include <cmath>
#include <memory>
#include <string>

#include "model/systems/reliability.hpp"
#include "model/validation/accelerator_names.hpp"
#include "model/validation/families.hpp"
#include "model/validation/system_run.hpp"
#include "model/validation/words.hpp"

// Rows of reliability: what a long run reported about failures and checkpoints. One failure rate per GPU of a
// generation, from logs that the catalog holds: A100 as in Meta's research cluster (RSC-1), all others as Llama 3's
// H100s; shares of causes are Llama 3's. Clusters differ by a factor of three, and restarts that people ask for (a
// diverging loss) count in no rate.

namespace wallflip::validation {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

struct Scale {
  std::string_view word;
  double seconds;
};
constexpr Scale time_scales[] = {{"min", 60}, {"hour", 3600}, {"day", 86400}, {"week", 604800}, {"h", 3600}, {"s", 1}};

// Seconds of one unit of time as the row writes it; 0 when it is no unit of time.
double seconds_of(std::string_view unit) {
  for (const Scale& scale : time_scales) {
    if (unit.substr(0, scale.word.size()) == scale.word) return scale.seconds;
  }
  return 0;
}

// Bytes of "TB", "GB/s aggregate" ...; 0 for others.
double bytes_of(std::string_view unit) {
  if (unit.substr(0, 2) == "TB") return 1e12;
  if (unit.substr(0, 2) == "GB") return 1e9;
  return 0;
}

class Reliability final : public Predictor {
 public:
  explicit Reliability(const Catalog& catalog) : catalog_(&catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    const auto measured = row.number("value");
    if (!measured) return {};
    run_.reset();
    const std::string quantity = lower(row.text("quantity"));
    for (const Question& question : questions) {
      if (!has(quantity, question.word)) continue;
      Prediction p{std::string(question.metric), *measured, {}, ""};
      p.predicted = (this->*question.answer)(row, p.reason);
      return {p};
    }
    return {{"other", *measured, {}, "a quantity that the model does not have"}};
  }

 private:
  using Answer = std::optional<double> (Reliability::*)(const Row& row, std::string& reason);
  struct Question {
    std::string_view word;  ///< in the row's quantity
    std::string_view metric;
    Answer answer;
  };
  static const Question questions[13];

  const Catalog* catalog_;
  SystemRun run_{build_reliability};

  void set(std::string_view name, double value) { run_.set(name, value); }
  double value(std::string_view name) const { return run_.value(name); }
  bool set_gpus(const Row& row, std::string& reason) {
    const auto gpus = row.number("n_accel");
    if (!gpus) reason = "number of accelerators not given";
    if (gpus) set("train.gpus", *gpus);
    set_rate(row);
    if (const auto node = row.number("accel_per_node")) set("standby.node_gpus", *node);
    return gpus.has_value();
  }
  // Failures per 1,000 node-days in Meta's A100 cluster.
  void set_rate(const Row& row) {
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    const Fact* fact = find_row(catalog_->fault_rates, "meta-rsc1-failures");
    if (accelerator == nullptr || !accelerator->id.starts_with("a100") || fact == nullptr || !fact->value) return;
    constexpr double node = 8, days = 1000 * 86400;
    set("failure.gpu_mtbf", node * days / *fact->value);
  }
  // A store that takes one second for each second the row reports.
  bool set_write_time(const Row& row, std::string& reason) {
    const auto seconds = row.number("checkpoint_write_s");
    if (!seconds) reason = "time to write a checkpoint not given";
    if (seconds) set("storage.write_bw", value("train.checkpoint_bytes") / *seconds);
    return seconds.has_value();
  }

  std::optional<double> mtbf(const Row& row, std::string& reason) {
    const double unit = seconds_of(lower(row.text("unit")));
    if (unit == 0) reason = "not a unit of time";
    if (unit == 0 || !set_gpus(row, reason)) return {};
    return value("failure.mtbf") / unit;
  }

  std::optional<double> failures(const Row& row, std::string& reason) {
    const auto days = row.number("duration_days");
    if (!days) reason = "length of the window not given";
    if (!days || !set_gpus(row, reason)) return {};
    const double all = value("failure.per_day") * *days;
    const std::string_view quantity = row.text("quantity");
    const size_t colon = quantity.find(": ");
    if (colon == std::string_view::npos) return all;
    const auto share = share_of_cause(lower(quantity.substr(colon + 2)));
    if (!share) reason = "a cause that Llama 3 did not count";
    return share ? std::optional(all * *share) : std::nullopt;
  }

  std::optional<double> share_of_cause(const std::string& name) const {
    const FailureLog* log = find_row(catalog_->failure_logs, "llama3-405b");
    if (log == nullptr) return {};
    for (const InterruptionCause& cause : log->causes) {
      const std::string known = lower(cause.name);
      if (has(name, known) || has(known, name)) return cause.count / log->unexpected.value;
    }
    return {};
  }

  std::optional<double> broken_machines(const Row& row, std::string& reason) {
    if (!set_gpus(row, reason)) return {};
    return 100 * 604800 / value("standby.node_mtbf");
  }

  std::optional<double> checkpoint_size(const Row& row, std::string& reason) {
    const auto billions = number_at(row.text("system"), "", "B");
    if (!billions) reason = "size of the model not given";
    const double unit = bytes_of(row.text("unit"));
    if (!billions || unit == 0) return {};
    set("train.params", *billions * 1e9);
    // weights in 16 bits and Adam's two states in 32, no copy of the weights in 32 (OPT, arXiv 2205.01068)
    if (has(row.text("system"), "OPT")) set("train.checkpoint_bytes_per_param", 10);
    return value("train.checkpoint_bytes") / unit;
  }

  std::optional<double> write_bandwidth(const Row&, std::string& reason) {
    reason = "size over time of the same row, nothing is predicted";
    return {};
  }

  std::optional<double> write_time(const Row&, std::string& reason) {
    reason = "bandwidth of the store not given";
    return {};
  }

  std::optional<double> overhead(const Row& row, std::string& reason) {
    const auto interval = row.number("checkpoint_interval_s");
    if (!interval) reason = "time between checkpoints not given";
    if (!interval || !set_write_time(row, reason)) return {};
    set("checkpoint.asked", *interval);
    return 100 * value("checkpoint.writing");
  }

  std::optional<double> best_interval(const Row& row, std::string& reason) {
    const auto stated = number_at(row.text("notes"), "M=", "");
    if (!stated) reason = "MTBF not given";
    if (!stated || !set_write_time(row, reason)) return {};
    set("train.gpus", 1);
    set("failure.gpu_mtbf", *stated);
    return value(has(lower(row.text("quantity")), "daly") ? "checkpoint.daly_best" : "checkpoint.young");
  }

  std::optional<double> goodput(const Row& row, std::string& reason) {
    if (!set_gpus(row, reason) || !set_write_time(row, reason)) return {};
    if (const auto interval = row.number("checkpoint_interval_s")) set("checkpoint.asked", *interval);
    if (const auto restart = row.number("restart_overhead_s")) set("standby.restart_time", *restart);
    set("model.fidelity", 1);
    return value("goodput.useful") * (has(row.text("unit"), "percent") ? 100 : 1);
  }
};

// The first word that the quantity holds decides.
const Reliability::Question Reliability::questions[13] = {
    {"checkpoint interval", "interval", &Reliability::best_interval},
    {"daly", "interval", &Reliability::best_interval},
    {"checkpoint size", "checkpoint_size", &Reliability::checkpoint_size},
    {"write bandwidth", "write_bandwidth", &Reliability::write_bandwidth},
    {"write time", "write_time", &Reliability::write_time},
    {"overhead fraction", "overhead", &Reliability::overhead},
    {"mean time", "mtbf", &Reliability::mtbf},
    {"mtbf", "mtbf", &Reliability::mtbf},
    {"machines broken", "broken_machines", &Reliability::broken_machines},
    {"restarts", "failures", &Reliability::failures},
    {"interruptions", "failures", &Reliability::failures},
    {"effective training time", "goodput", &Reliability::goodput},
    {"goodput", "goodput", &Reliability::goodput},
};

}  // namespace

std::unique_ptr<Predictor> make_reliability(const Catalog& catalog) {
  return std::make_unique<Reliability>(catalog);
}

}  // namespace wallflip::validation
