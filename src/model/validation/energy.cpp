#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "model/systems/footprint.hpp"
#include "model/validation/accelerator_names.hpp"
#include "model/validation/families.hpp"
#include "model/validation/system_run.hpp"
#include "model/validation/words.hpp"

// Rows of energy and money: training runs as their cards state them, nodes at the wall, rents, data sheets.
//
// A model card counts the accelerators' power limit alone (no host), times PUE and its grid; where these are not given
// the defaults stand: PUE 1.1, the USA. Hours follow from parameters and tokens at one achieved fraction (0.4). A rent
// is the median of the catalog's for that accelerator, kind of provider and term.

namespace wallflip::validation {
namespace {

constexpr double kwh = 3.6e6, hour = 3600;

struct Word {
  std::string_view word, id;
};
constexpr Word rented_accelerators[] = {{"H100", "h100-sxm"}, {"H200", "h200-sxm"},    {"B200", "b200-sxm"},
                                        {"B300", "b300-sxm"}, {"A100", "a100-sxm-80"}, {"MI300X", "mi300x"},
                                        {"L40S", "l40s"}};
constexpr std::string_view hyperscalers[] = {"AWS", "Azure", "GCP", "Google", "Oracle"};

class Energy final : public Predictor {
 public:
  explicit Energy(const Catalog& catalog) : catalog_(&catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    std::vector<Prediction> all;
    for (const Question& q : questions) {
      const auto measured = row.number(q.column);
      if (!measured || (q.column == "value" && !has(row.text("quantity"), "TDP"))) continue;
      run_.reset();
      Prediction p{std::string(q.metric), *measured, {}, ""};
      p.predicted = (this->*q.answer)(row, p.reason);
      if (p.predicted || !p.reason.empty()) all.push_back(std::move(p));
    }
    return all;
  }

 private:
  using Answer = std::optional<double> (Energy::*)(const Row& row, std::string& reason);
  struct Question {
    std::string_view column, metric;
    Answer answer;
  };
  static const Question questions[7];

  const Catalog* catalog_;
  SystemRun run_{build_footprint};

  void set(std::string_view name, double value) { run_.set(name, value); }
  double value(std::string_view name) const { return run_.value(name); }

  // The limit as the row states it, else the data sheet's.
  bool set_power(const Row& row, std::string& reason) {
    std::optional<double> watts = row.number("power_w_per_accel_stated");
    if (!watts) watts = number_at(row.text("subject"), "", " W/GPU");
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    if (!watts && accelerator != nullptr && accelerator->tdp_watts) watts = accelerator->tdp_watts->value;
    if (!watts) reason = "power limit not known";
    if (watts) set("gpu.power_limit", *watts);
    return watts.has_value();
  }

  // GPU time as reported, without a host, at the row's PUE and grid.
  bool set_card(const Row& row, std::string& reason) {
    const auto hours = row.number("accel_hours");
    if (!hours) reason = "GPU-hours not given";
    if (!hours || !set_power(row, reason)) return false;
    set("train.tokens", 1);  // so many tokens as take the reported time
    set("train.tokens", *hours * hour / value("train.gpu_time"));
    set("power.host", 0);
    if (const auto pue = row.number("pue")) set("power.pue", *pue);
    if (const auto grams = row.number("carbon_intensity_g_per_kwh")) set("grid.intensity", *grams / kwh);
    return true;
  }

  std::optional<double> emissions(const Row& row, std::string& reason) {
    if (!set_card(row, reason)) return {};
    return value("run.operational") / 1e6;
  }

  std::optional<double> energy(const Row& row, std::string& reason) {
    if (const auto hours = row.number("wall_hours"); hours && row.number("measured_power_w_total")) {
      const auto power = node_power(row, reason);
      return power ? std::optional(*power * *hours / 1e3) : std::nullopt;
    }
    if (!set_card(row, reason)) return {};
    return value("run.energy") / kwh;
  }

  std::optional<double> node_power(const Row& row, std::string& reason) {
    const auto gpus = row.number("n_accel");
    if (!gpus) reason = "number of accelerators not given";
    if (!gpus || !set_power(row, reason)) return {};
    set("train.gpus", *gpus);
    return value("power.it");
  }

  std::optional<double> gpu_hours(const Row& row, std::string& reason) {
    const auto params = row.number("params_b"), tokens = row.number("train_tokens_b");
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    const std::optional<Sourced> peak = accelerator != nullptr ? dense_16bit_peak(*accelerator) : std::nullopt;
    if (!params || !tokens) reason = "parameters or tokens not given";
    if (reason.empty() && !peak) reason = "accelerator not in the catalog";
    if (!reason.empty()) return {};
    set("llm.params", *params * 1e9);
    set("train.tokens", *tokens * 1e9);
    set("gpu.peak_bf16", peak->value);
    return value("train.gpu_time") / hour;
  }

  std::optional<double> joule_per_token(const Row&, std::string& reason) {
    reason = "lengths of prompts and answers not given";
    return {};
  }

  std::optional<double> rent(const Row& row, std::string& reason) {
    const std::string_view what = row.text("quantity");
    const auto* named = std::find_if(std::begin(rented_accelerators), std::end(rented_accelerators),
                                     [&](const Word& w) { return has(what, w.word); });
    if (named == std::end(rented_accelerators)) reason = "accelerator not in the price list";
    if (!reason.empty()) return {};
    const bool large = std::any_of(std::begin(hyperscalers), std::end(hyperscalers),
                                   [&](std::string_view word) { return has(what, word); });
    const std::string_view term = has(what, "reserved") ? "reserved" : has(what, "spot") ? "spot" : "on_demand";
    std::vector<double> found;
    for (const Price& p : catalog_->prices) {
      if (p.accelerator != named->id || p.term != term || (p.tier == "hyperscaler") != large) continue;
      if (p.usd_per_hour) found.push_back(*p.usd_per_hour);
      if (!p.usd_per_hour && p.usd_per_hour_min && p.usd_per_hour_max)
        found.push_back((*p.usd_per_hour_min + *p.usd_per_hour_max) / 2);
    }
    if (found.empty()) reason = "no such price in the catalog";
    if (found.empty()) return {};
    std::sort(found.begin(), found.end());
    const double median = (found[(found.size() - 1) / 2] + found[found.size() / 2]) / 2;
    return median * (has(row.text("price_unit"), "8-GPU") ? 8 : 1);
  }

  std::optional<double> tdp(const Row& row, std::string& reason) {
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    if (accelerator != nullptr && accelerator->tdp_watts) return accelerator->tdp_watts->value;
    reason = "power limit not known";
    return {};
  }
};

const Energy::Question Energy::questions[7] = {
    {"accel_hours", "gpu_hours", &Energy::gpu_hours},
    {"tco2e", "tco2e", &Energy::emissions},
    {"energy_kwh", "energy", &Energy::energy},
    {"measured_power_w_total", "node_power", &Energy::node_power},
    {"joules_per_output_token", "joule_per_token", &Energy::joule_per_token},
    {"price_usd", "rent", &Energy::rent},
    {"value", "power_limit", &Energy::tdp},
};

}  // namespace

std::unique_ptr<Predictor> make_energy(const Catalog& catalog) {
  return std::make_unique<Energy>(catalog);
}

}  // namespace wallflip::validation
