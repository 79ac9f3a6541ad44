#include "model/systems/footprint.hpp"

#include "model/physics/gpu.hpp"
#include "model/physics/ownership.hpp"

namespace wallflip {
namespace {

// Lesson 02's run: 15 T tokens on 1,024 GPUs. Or hours that somebody reported, with what they were spent on unknown.
struct TrainingHours {
  Section s;  ///< "train"
  Llm llm;
  Gpu gpu;

  Quantity tokens = s.input("tokens", 15e12 * token, "training tokens", lesson_default);
  Quantity gpus = s.count("gpus", 1024 * gpu_count, "GPUs", lesson_default);
  Quantity mfu_assumed = s.input("mfu_assumed", 0.4, "achieved fraction of the peak", lesson_default, "%");
  Quantity compute_busy = s.input("compute_busy", 1, "time with busy arithmetic", rule_of_thumb, "%");
  Quantity memory_busy = s.input("memory_busy", 0.5, "time with busy memory", rule_of_thumb, "%");
  Quantity budget = s.input("budget", 1e7 * dollar, "budget", lesson_default);
  Quantity deadline = s.input("deadline", 180.0 * 86400 * second, "time the run may take", lesson_default);

  Quantity flops = s.let("flops", 6 * flop / token * llm.params * tokens, flop, "FLOP of the run", scaling_book);
  Quantity gpu_time = s.let("gpu_time", flops / (gpu.peak_flops * mfu_assumed), second* gpu_count,
                            "GPU time at the achieved rate", scaling_book);
  Quantity time =
      s.let("time", gpu_time / max(gpus, 1 * gpu_count), second, "the run, on at least one GPU", definition);
};

struct RunFootprint {
  Section s;  ///< "run"
  TrainingHours run;
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
  const TrainingHours hours{sheet.section("train"), llm, gpu};
  const PowerModel model{sheet.section("power")};
  const PowerDraw power{sheet.section("power"), model, hours.gpus, hours.compute_busy, hours.memory_busy};
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
