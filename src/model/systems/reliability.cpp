#include "model/systems/reliability.hpp"

#include "model/physics/failure.hpp"

namespace wallflip {
namespace {

// Lesson 07 at 16,384 GPUs: a 70B model, 14 bytes a parameter (weights and fp32 optimizer state), a 100 GB/s store.
struct LongRun {
  Section train, failure, storage, goodput;

  Quantity gpus = train.count("gpus", 16384 * gpu_count, "GPUs", lesson_default);
  Quantity params = train.input("params", 70e9, "parameters", lesson_default);
  Quantity bytes_per_param =
      train.input("checkpoint_bytes_per_param", 14 * byte, "bytes of a checkpoint for each parameter", lesson_default);
  RunRisks risks{failure, storage, goodput};
  Quantity bytes = train.let("checkpoint_bytes", params* bytes_per_param, byte, "one checkpoint", definition);
};

}  // namespace

void build_reliability(System& system) {
  Sheet& sheet = system.sheet;
  const LongRun run{sheet.section("train"), sheet.section("failure"), sheet.section("storage"),
                    sheet.section("goodput")};
  const FailureRate failures{run.failure, run.gpus, run.risks.gpu_mtbf};
  const Checkpointing checkpoint{sheet.section("checkpoint"), failures, run.bytes, run.risks.write_bw};
  const Standby standby{sheet.section("standby"), checkpoint};
  const Goodput goodput{run.goodput, checkpoint, standby};

  const Section pressure = sheet.section("pressure");
  const Quantity target = pressure.let("target", max(run.risks.loss_target, 1e-6), unitless,
                                       "share that may be lost, at least a millionth", definition, "%");
  const Quantity storage = pressure.let("storage", checkpoint.writing / target, unitless,
                                        "time held up by checkpoints over what may be lost", definition);
  const Quantity latency =
      pressure.let("latency", checkpoint.redone / target, unitless, "lost work over what may be lost", definition);
  const Quantity host =
      pressure.let("host", standby.restarting / target, unitless, "restarts over what may be lost", definition);
  const Quantity whole =
      sheet.section("requirement")
          .let("whole", goodput.loss / target, unitless, "all losses over what may be lost", definition);
  const Quantity met = sheet.section("requirement").let("met", 1.0, unitless, "the line", definition);
  system.contests = {
      {"walls",
       Pick::largest,
       {{storage, "storage", Wall::storage}, {latency, "latency", Wall::latency}, {host, "host", Wall::host}}},
      {"requirement", Pick::largest, {{met, "met", {}}, {whole, "storage", Wall::storage}}},
  };
}

}  // namespace wallflip
