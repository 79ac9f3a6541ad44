#include "model/systems/rl.hpp"

#include "model/physics/rl.hpp"
#include "model/systems/replica_parts.hpp"

namespace wallflip {
namespace {

struct Memory {
  Section s;
  KvCache kv;

  Quantity batch = s.let("batch", max(kv.batch_limit, 1 * sequence), sequence, "rollouts a replica holds", pope_2022);
  Quantity one = s.let("one", 1 * sequence, sequence, "the longest rollout alone", definition);
  Quantity needed_bytes = s.let("needed_bytes", kv.llm.weight_bytes + kv.sequence_bytes * (1 * sequence), byte,
                                "weights and one rollout", definition);
  Requirement fits =
      s.require("fits", needed_bytes <= kv.available_bytes, "needs {actor.needed_bytes}, has {kv.available_bytes}");
};

struct Pressures {
  Section s;
  Memory memory;
  RlStep step;

  Quantity rollout_part(const char* name, Quantity part) const {
    return step.s.let(name, step.rollout_time * part / step.actor.span, second, "part of the rollouts", definition);
  }
  Quantity rollout_mem = rollout_part("rollout_mem", step.actor.bandwidth_wall);
  Quantity rollout_gemm = rollout_part("rollout_gemm", step.actor.compute_wall);
  Quantity rollout_net = rollout_part("rollout_net", step.actor.net_time);
  Quantity capacity = s.let("capacity", memory.needed_bytes / memory.kv.available_bytes, unitless,
                            "weights and one rollout over memory", definition);
  Quantity bandwidth =
      s.let("bandwidth", rollout_mem / step.span, unitless, "reading memory in rollouts, over the step", definition);
  Quantity network =
      s.let("network", (rollout_net + step.sync_time) / step.span, unitless, "links, over the step", definition);
  Quantity compute = s.let("compute", max(step.train_time, rollout_gemm) / step.span, unitless,
                           "training or the GEMMs of rollouts, over the step", definition);
  Quantity latency =
      s.let("latency", step.waited_tail / step.span, unitless, "the longest rollout, over the step", definition);
};

std::vector<Contest> contests_of(const Pressures& p) {
  const RlStep& step = p.step;
  const Contestant rollout{step.rollout_time, "rollout", {}};
  const Contestant learner{step.train_time, "learner", Wall::compute};
  const Contestant tail{step.tail_time, "tail", Wall::latency};
  return {
      {"walls",
       Pick::largest,
       {{p.capacity, "capacity", Wall::capacity},
        {p.bandwidth, "bandwidth", Wall::bandwidth},
        {p.network, "network", Wall::network},
        {p.compute, "compute", Wall::compute},
        {p.latency, "latency", Wall::latency}}},
      {"pools", Pick::largest, {rollout, learner}},
      {"tail", Pick::largest, {rollout, tail}},
      {"step", Pick::largest, {rollout, learner, tail, {step.sync_time, "wire", Wall::network}}},
  };
}

}  // namespace

void build_rl(System& system) {
  Sheet& sheet = system.sheet;
  const RlLoad load{sheet.section("rl"), sheet.section("load")};
  const ReplicaParts parts{sheet, load.mean_context, 4, shape_70b};
  const KvCache tail_kv{sheet.section("tail.kv").noted("of the longest rollout"), parts.llm, parts.gpu,
                        load.tail_context, parts.split};
  const Memory memory{sheet.section("actor"), parts.kv};
  const Quantity train_mfu =
      sheet.section("train").input("mfu_assumed", 0.4, "achieved fraction of the peak", lesson_default, "%");
  const Decode actor = parts.decode_of(sheet.section("decode"), memory.batch, memory.fits);
  const Decode alone{sheet.section("tail").noted("of the longest rollout"),
                     parts.llm,
                     parts.gpu,
                     parts.split,
                     parts.group,
                     tail_kv,
                     parts.decode_mfu,
                     memory.one,
                     memory.fits};
  const RlStep step{sheet.section("rl"), load, parts.llm, parts.gpu, parts.net, parts.split, train_mfu, actor, alone};
  const Pressures pressures{sheet.section("pressure"), memory, step};

  finish(system, memory.fits);
  system.contests = contests_of(pressures);
}

}  // namespace wallflip
