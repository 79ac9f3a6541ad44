#include "model/study/engine_step.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "model/sheet/program.hpp"
#include "model/systems/design.hpp"

namespace wallflip {
namespace {

constexpr int block_tokens = 16;
constexpr double per_octave = 8;  // points of the table; a GEMM's time is smooth in the tokens

class SheetStep : public StepModel {
 public:
  struct Costs {
    double step, decoding, context_token, token, prompt_token, prompt_pair, prompt_step;  ///< seconds
  };
  SheetStep(const Costs& costs, std::vector<double> gemms) : costs_(costs), gemms_(std::move(gemms)) {}

  double seconds(const StepWork& work) const override {
    const double tokens = work.decoding + work.prompt;
    double time = costs_.step + gemm_time(tokens) + costs_.token * tokens + costs_.decoding * work.decoding +
                  costs_.context_token * work.context;
    if (work.prompt > 0) {
      time += costs_.prompt_step + costs_.prompt_token * work.prompt + costs_.prompt_pair * work.prompt_pairs;
    }
    return time;
  }

 private:
  double gemm_time(double tokens) const {
    const double place = std::log2(std::max(tokens, 1.0)) * per_octave;
    const size_t below = std::min(static_cast<size_t>(place), gemms_.size() - 2);
    const double share = std::min(place - static_cast<double>(below), 1.0);
    return gemms_[below] + share * (gemms_[below + 1] - gemms_[below]);
  }

  Costs costs_;
  std::vector<double> gemms_;  // at 1 token and every 2^(1/8) times more
};

/// step.gemm_time along step.tokens, from 1 to beyond `most`.
std::vector<double> gemm_table(const Sheet& sheet, std::span<const double> inputs, double most) {
  const auto last = static_cast<int>(std::ceil(std::log2(std::max(most, 2.0)) * per_octave)) + 1;
  std::vector<double> tokens, times(static_cast<size_t>(last) + 1);
  for (int i = 0; i <= last; ++i) tokens.push_back(std::exp2(i / per_octave));
  const Program program(sheet, std::array{sheet.find("step.gemm_time")}, std::array{input_row(sheet, "step.tokens")});
  Runner runner(program);
  runner.set_inputs(inputs);
  runner.run(std::array<const double*, 1>{tokens.data()}, tokens.size(), std::array<double*, 1>{times.data()});
  return times;
}

}  // namespace

EngineSimulation engine_simulation(const System& serving_point, std::span<const double> inputs) {
  const Sheet& sheet = serving_point.sheet;
  const std::vector<double> nodes = evaluate_nodes(sheet, inputs);
  const auto value = [&](std::string_view name) {
    const NodeId node = sheet.find(name);
    assert(node >= 0);
    return nodes[static_cast<size_t>(node)];
  };
  const double prompt = value("load.prompt"), callers = value("load.batch");
  const SheetStep::Costs costs = {
      .step = value("rates.host_time") + value("rates.hops_time"),
      .decoding = value("rates.sequence_time"),
      .context_token = value("rates.kv_sequence_time") / value("load.mean_context"),
      .token = value("rates.link_token_time"),
      .prompt_token = value("rates.prompt_token_time"),
      .prompt_pair = value("serving.prefill.attention_time") / (value("serving.together") * prompt * prompt / 2),
      .prompt_step = value("llm.layers") * value("rates.prompt_layer_time"),
  };
  EngineSimulation simulation;
  BatchingOptions& options = simulation.options;
  options.users = static_cast<size_t>(callers);
  options.max_running = static_cast<int>(callers);
  options.step_tokens = static_cast<int>(value("engine.step_tokens"));
  options.prefill_first = value("engine.scheduling") != 0;
  options.reserve_output = value("engine.admission") != 0;
  options.block_tokens = block_tokens;
  options.blocks = static_cast<int64_t>(value("memory.limit") * value("memory.held_context") / block_tokens) + 1;
  simulation.step = std::make_shared<SheetStep>(costs, gemm_table(sheet, inputs, options.step_tokens + callers));
  simulation.delay = value("serving.delay");
  return simulation;
}

}  // namespace wallflip
