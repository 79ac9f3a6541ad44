#include "model/systems/pretraining.hpp"

#include "model/physics/training_goodput.hpp"
#include "model/physics/training_plan.hpp"
#include "model/physics/training_sizing.hpp"

namespace wallflip {
namespace {

struct Pressures {
  Section s;
  const Gpu& gpu;
  const TrainingActivations& memory;
  const TrainingStep& step;

  Quantity capacity =
      s.let("capacity", memory.memory_bytes / gpu.usable_bytes, unitless, "pressure on memory capacity", definition);
  Quantity network = s.let("network", step.network.sync_time / step.window, unitless,
                           "gradient sync over the longer of it and the backward pass", definition);
  Quantity compute = s.let("compute", step.compute.backward_time / step.window, unitless,
                           "backward pass over the longer of it and the gradient sync", definition);
  Quantity met = s.let("met", 1.0, unitless, "the line", definition);
};

std::vector<Contest> contests_of(const Pressures& pressure, const TrainingStep& step, const TrainingCost& cost,
                                 const TrainingSizing& sizing) {
  const TrainingNetwork& network = step.network;
  const TrainingGoodput& goodput = cost.goodput;
  const Contestant full{pressure.capacity, "capacity", Wall::capacity};
  return {
      {"walls",
       Pick::largest,
       {full, {pressure.network, "network", Wall::network}, {pressure.compute, "compute", Wall::compute}}},
      {"requirement",
       Pick::largest,
       {{pressure.met, "met", {}},
        full,
        {goodput.pressure, "storage", Wall::storage},
        {cost.batch_pressure, "statistics", Wall::evidence}}},
      {"step",
       Pick::largest,
       {{step.compute.compute_time, "compute", Wall::compute},
        {step.net_exposed, "network", Wall::network},
        {step.bubble_time, "bubble", Wall::latency},
        {step.optimizer_time, "bandwidth", Wall::bandwidth}}},
      {"tp_tax",
       Pick::largest,
       {{network.tp_even, "compute", Wall::compute}, {network.tp_tax, "network", Wall::network}}},
      {"batch",
       Pick::largest,
       {{pressure.met, "compute", Wall::compute}, {cost.batch_pressure, "statistics", Wall::evidence}}},
      {"goodput", Pick::largest, {{goodput.loss, "storage", Wall::storage}, {goodput.risks.loss_target, "met", {}}}},
      {"lifetime", Pick::smallest, {{sizing.best_life, "best for training", {}}, {sizing.small_life, "smaller", {}}}},
  };
}

}  // namespace

void build_pretraining(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm"), shape_70b};
  const Gpu gpu{sheet.section("gpu"), llm};
  const TrainingPlan plan{sheet, llm, gpu};
  const RunRisks risks{sheet.section("failure"), sheet.section("storage"), sheet.section("goodput")};
  const FailureRate failures{risks.failure, plan.run.gpus, risks.gpu_mtbf};
  const Checkpointing checkpoint{sheet.section("checkpoint"), failures, plan.state.checkpoint_bytes, risks.write_bw};
  const TrainingGoodput goodput{risks.goodput, risks, checkpoint};
  const TrainingCost cost{plan.train, gpu, plan.run, plan.step, goodput};
  const Section sizing_section = sheet.section("sizing");
  const LossLaw law{sizing_section};
  const TrainingSizing sizing{sizing_section, law, llm.params, plan.run.tokens};
  const Pressures pressure{sheet.section("pressure"), gpu, plan.memory, plan.step};

  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = contests_of(pressure, plan.step, cost, sizing);
  system.fits = sheet.gates()[static_cast<size_t>(plan.memory.fits.index)].condition;
}

}  // namespace wallflip
