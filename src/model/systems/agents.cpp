#include "model/systems/agents.hpp"

#include "model/physics/agent_tasks.hpp"
#include "model/physics/pool.hpp"

namespace wallflip {
namespace {

struct Residents {
  Section fleet;
  KvCache kv;

  Quantity resident = fleet.let("resident", max(kv.batch_limit, 1 * byte / kv.sequence_bytes), sequence,
                                "tasks whose KV a replica holds", definition);
  Requirement fits = fleet.require("fits", kv.batch_limit >= 1 * sequence,
                                   "one task beside the weights needs more than {kv.available_bytes}");
};

struct Platform {
  Section fleet, slo, pressure, requirement, cost;
  AgentTasks tasks;
  Residents held;
  KvCache kv = held.kv;

  Quantity gpus_available = fleet.count("gpus_available", 128 * gpu_count, "GPUs there are", lesson_default);
  Quantity headroom = fleet.input("headroom", 1.3, "GPUs held for each GPU needed", lesson_default);
  Quantity target = slo.input("task_p95", 60 * second, "target of a task at the percentile", lesson_default);

  Quantity need = fleet.let("need", kv.split.tp* tasks.holding / held.resident, gpu_count,
                            "GPUs whose memory holds all tasks in flight", definition);
  Quantity gpus_needed = fleet.let("gpus_needed", whole_replicas(need, kv.split).given(held.fits), gpu_count,
                                   "GPUs, in whole replicas", definition);
  Quantity gpus = fleet.let("gpus", ceil(gpus_needed* headroom), gpu_count, "GPUs of the fleet", definition);
  Quantity price =
      cost.let("price", gpus* kv.gpu.price_per_hour, dollar / second, "price of the fleet", definition, "$/h");
  Quantity per_task = cost.let("per_task", price / tasks.task_rate, dollar, "$ per task", definition);

  Quantity capacity =
      pressure.let("capacity", need / gpus_available, unitless, "pressure on memory capacity", definition);
  Quantity latency =
      pressure.let("latency", tasks.task_p95 / target, unitless, "p95 of a task over its target", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
};

// Of the model itself. At napkin fidelity it stands beside the stated time, by one MFU and one MBU.
ModelCall model_call(const Section& load, const AgentCalls& calls, const Residents& held) {
  Sheet& sheet = load.sheet();
  const KvCache& kv = held.kv;
  const Net net{sheet.section("net")};
  const Collective group{sheet.section("collective"), kv.gpu, net, kv.split.tp};
  const Section prefill = sheet.section("prefill"), decode = sheet.section("decode");
  const Quantity prefill_mfu =
      prefill.input("mfu", 0.5, "achieved fraction of the peak in prefill", lesson_default, "%");
  const Quantity decode_mfu = decode.input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  const Quantity fresh = load.count("new_tokens", 300 * token, "tokens that a tool returns", lesson_default);
  const Quantity output = load.count("output", 32 * token, "output of one call", lesson_default);
  const Quantity cached =
      load.let("cached", kv.context * (1 * sequence), token, "tokens before the new ones", definition);
  const Quantity batch = decode.let("batch", max(held.resident * calls.computing, 1 * sequence), sequence,
                                    "tasks of a replica whose call runs, at least one", definition);
  return {sheet.section("call"),
          calls,
          {prefill, kv.llm, kv.gpu, kv.split, prefill_mfu, fresh, cached, held.fits, group},
          {decode, kv.llm, kv.gpu, kv.split, group, kv, decode_mfu, batch, held.fits},
          output};
}

}  // namespace

void build_agents(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Llm llm{sheet.section("llm"), shape_70b};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Split split{sheet.section("split"), 4};
  const Quantity history =
      load.count("history", 30000 * token / sequence, "tokens that a task has in its cache", lesson_default);
  const KvCache kv{sheet.section("kv"), llm, gpu, history, split};
  const Residents held{sheet.section("fleet"), kv};
  const AgentCalls calls{sheet.section("agent"), sheet.section("cache")};
  const ModelCall call = model_call(load, calls, held);
  const AgentTasks tasks{sheet.section("agent"), sheet.section("net"), calls, call, kv};
  const Platform platform{sheet.section("fleet"),
                          sheet.section("slo"),
                          sheet.section("pressure"),
                          sheet.section("requirement"),
                          sheet.section("cost"),
                          tasks,
                          held};

  const Contestant capacity{platform.capacity, "capacity", Wall::capacity};
  const Contestant latency{platform.latency, "latency", Wall::latency};
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.fits = sheet.gates()[static_cast<size_t>(held.fits.index)].condition;
  system.contests = {{"walls", Pick::largest, {capacity, latency}},
                     {"requirement", Pick::largest, {{platform.met, "met", {}}, capacity, latency}}};
}

}  // namespace wallflip
