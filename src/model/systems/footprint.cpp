#include "model/systems/footprint.hpp"

#include "model/physics/ownership.hpp"
#include "model/physics/training_plan.hpp"

namespace wallflip {
namespace {

// Lesson 02's run: 15 T tokens on 1,024 GPUs. Or hours that somebody reported, with what they were spent on unknown.
// Napkin: one MFU, and how busy a chip is as stated. Detailed: the steps of pretraining's plan; arithmetic is busy
// while products run at the rate kept under load, memory while elementwise kernels, loss and optimizer do.
struct TrainingHours {
  const TrainingPlan& plan;
  Section s = plan.train;
  Quantity gpus = plan.run.gpus;

  Quantity stated_compute = s.input("compute_busy", 1, "time with busy arithmetic", rule_of_thumb, "%");
  Quantity stated_memory = s.input("memory_busy", 0.5, "time with busy memory", rule_of_thumb, "%");
  Quantity budget = s.input("budget", 1e7 * dollar, "budget", lesson_default);
  Quantity deadline = s.input("deadline", 180.0 * 86400 * second, "time the run may take", lesson_default);

  Quantity flops =
      s.let("flops", 6 * flop / token * plan.llm.params * plan.run.tokens, flop, "FLOP of the run", scaling_book);
  Quantity napkin_gpu_time = s.let("napkin_gpu_time", flops / (plan.gpu.peak_flops * plan.run.mfu_assumed),
                                   second* gpu_count, "GPU time at one MFU", scaling_book);
  Quantity steps = s.let("steps", plan.run.tokens / plan.run.global_batch_tokens, unitless, "steps", definition);
  Quantity detailed_gpu_time = s.let("detailed_gpu_time", steps* plan.step.whole_time* gpus, second* gpu_count,
                                     "GPU time of the steps", megatron_2021);
  Quantity gpu_time = s.let("gpu_time", by_fidelity(s, napkin_gpu_time, detailed_gpu_time), second* gpu_count,
                            "GPU time at the achieved rate", scaling_book);
  Quantity time =
      s.let("time", gpu_time / max(gpus, 1 * gpu_count), second, "the run, on at least one GPU", definition);

  Quantity forward_runs =
      s.let("forward_runs", plan.network.repeats - 1, unitless, "times that products run forward", korthikanti_2022);
  Quantity attention_runs = s.let("attention_runs", select(plan.run.recompute == 0, 1, 2), unitless,
                                  "times that attention runs forward", korthikanti_2022);
  Quantity layer_products = s.let("layer_products", forward_runs* plan.layer.products + plan.layer.products_back,
                                  second, "products of one layer in a step", megatron_2021);
  Quantity layer_attention = s.let("layer_attention", attention_runs* plan.layer.attention + plan.layer.attention_back,
                                   second, "attention of one layer in a step", megatron_2021);
  Quantity head_products = s.let("head_products", plan.head.logits.forward + plan.head.logits.backward, second,
                                 "products of the output head", megatron_2021);
  Quantity product_time = s.let(
      "product_time", plan.network.stage_passes*(layer_products + layer_attention) + plan.batch.passes * head_products,
      second, "products and attention of a step", megatron_2021);
  Quantity layer_moving = s.let("layer_moving", forward_runs* plan.layer.elementwise + plan.layer.elementwise_back,
                                second, "elementwise kernels of one layer in a step", korthikanti_2022);
  Quantity moving_time = s.let(
      "moving_time",
      plan.network.stage_passes* layer_moving + plan.batch.passes * plan.head.loss_time + plan.step.optimizer_time,
      second, "elementwise kernels, loss and optimizer of a step", korthikanti_2022);
  Quantity detailed_compute = s.let("detailed_compute", min(product_time / plan.step.whole_time, 1), unitless,
                                    "time with busy arithmetic, of a step", definition, "%");
  Quantity detailed_memory = s.let("detailed_memory", min(moving_time / plan.step.whole_time, 1), unitless,
                                   "time with busy memory, of a step", definition, "%");
  Quantity busy_arithmetic = s.let("busy_arithmetic", by_fidelity(s, stated_compute, detailed_compute), unitless,
                                   "time with busy arithmetic", definition, "%");
  Quantity busy_memory = s.let("busy_memory", by_fidelity(s, stated_memory, detailed_memory), unitless,
                               "time with busy memory", definition, "%");
};

struct RunFootprint {
  Section s;  ///< "run"
  const TrainingHours& run;
  PowerDraw power;
  Footprint footprint;
  Ownership own;

  Quantity energy = s.let("energy", power.facility* run.time, joule, "energy of the run", definition, "kWh");
  Quantity operational =
      s.let("operational", footprint.operational* run.time, gram, "carbon of the energy", definition);
  Quantity embodied =
      s.let("embodied", footprint.embodied* run.time, gram, "carbon of making the machines", definition);
  Quantity water = s.let("water", footprint.water* run.time, gram, "water", definition);
  Quantity rented = s.let("rented", run.gpu_time* own.rent, dollar, "bill, rented", definition);
  Quantity owned = s.let("owned", run.gpu_time* own.price, dollar, "bill, owned", definition);
  Quantity bill = s.let("bill", min(rented, owned), dollar, "the cheaper bill", definition);
};

}  // namespace

void build_footprint(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm")};
  const Gpu gpu{sheet.section("gpu"), llm};
  const TrainingPlan plan{sheet, llm, gpu};
  const TrainingHours hours{plan};
  const PowerModel model{sheet.section("power")};
  const PowerDraw power{sheet.section("power"), model, hours.gpus, hours.busy_arithmetic, hours.busy_memory};
  const PowerGrid grid{sheet.section("grid")};
  const Footprint footprint{sheet.section("carbon"), grid, power};
  const Ownership own{sheet.section("own"), grid, power, gpu.price_per_hour};
  const RunFootprint run{sheet.section("run"), hours, power, footprint, own};

  const Section pressure = sheet.section("pressure");
  const Quantity compute = pressure.let("compute", hours.time / max(hours.deadline, 1 * second), unitless,
                                        "time over what the run may take", definition);
  const Quantity dollars =
      pressure.let("dollars", run.bill / max(hours.budget, 1 * dollar), unitless, "bill over the budget", definition);
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}, {"grid", RowKind::grid}};
  system.contests = {
      {"walls", Pick::largest, {{compute, "compute", Wall::compute}, {dollars, "dollars", Wall::dollars}}},
      {"tenure", Pick::smallest, {{own.rent, "rent", {}}, {own.price, "own", {}}}},
      {"carbon_parts",
       Pick::largest,
       {{footprint.operational, "operational", {}}, {footprint.embodied, "embodied", {}}}},
  };
}

}  // namespace wallflip
