#pragma once

// A whole training step from its inputs: run, split, memory, operators, links. What pretraining designs, and what
// others ask for hours or for samples a second.
//
// Simplifications and sources: those of the parts.

#include "model/physics/training_step.hpp"

namespace wallflip {

/// The parts hold references to each other: neither copied nor moved.
struct TrainingPlan {
  TrainingPlan(Sheet& on, const Llm& model, const Gpu& chip) : sheet(on), llm(model), gpu(chip) {}
  TrainingPlan(const TrainingPlan&) = delete;
  TrainingPlan& operator=(const TrainingPlan&) = delete;

  Sheet& sheet;
  const Llm& llm;
  const Gpu& gpu;

  Section train = sheet.section("train");
  Net net{sheet.section("net")};
  TrainingRun run{train};
  TrainingSplit split{sheet.section("split"), run};
  TrainingBatch batch{train, llm, run, split};
  TrainingState state{train, llm, run, split};
  TrainingPipeline pipeline{train, run, split, batch};
  TrainingLibrary library{sheet.section("train.library")};
  TrainingShape shape{sheet.section("shape"), sheet.section("llm"), llm, run, split, batch};
  TrainingActivations memory{train, llm, gpu, run, split, batch, pipeline, state, shape, library};
  TrainingFlops flops{train, llm, gpu, run, batch};
  TrainingNetwork network{train, llm, gpu, net, run, split, batch, state, flops, library.stage_sends};
  TrainingLayer layer{sheet.section("layer"), llm, gpu, run, split, shape, library};
  TrainingHead head{sheet.section("head"), llm, gpu, shape, library};
  TrainingTimes times{train, run, batch, flops, network, library, layer, head};
  TrainingStep step{train, gpu, run, batch, pipeline, state, flops, network, times, memory.fits};
};

}  // namespace wallflip
