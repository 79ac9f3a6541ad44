#include "model/systems/agents.hpp"

#include "model/physics/agent_tasks.hpp"
#include "model/physics/pool.hpp"

namespace wallflip {
namespace {

struct Platform {
  Section fleet, slo, pressure, requirement, cost;
  AgentTasks tasks;
  KvCache kv;

  Quantity resident = fleet.let("resident", max(kv.batch_limit, 1 * byte / kv.sequence_bytes), sequence,
                                "tasks whose KV a replica holds", definition);
  Requirement fits = fleet.require("fits", kv.batch_limit >= 1 * sequence,
                                   "one task beside the weights needs more than {kv.available_bytes}");
  Quantity gpus_available = fleet.count("gpus_available", 128 * gpu_count, "GPUs there are", lesson_default);
  Quantity headroom = fleet.input("headroom", 1.3, "GPUs held for each GPU needed", lesson_default);
  Quantity target = slo.input("task_p95", 60 * second, "target of a task at the percentile", lesson_default);

  Quantity need = fleet.let("need", kv.split.tp* tasks.holding / resident, gpu_count,
                            "GPUs whose memory holds all tasks in flight", definition);
  Quantity gpus_needed = fleet.let("gpus_needed", whole_replicas(need, kv.split).given(fits), gpu_count,
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
  const AgentTasks tasks{sheet.section("agent"), sheet.section("cache"), sheet.section("net"), kv};
  const Platform platform{sheet.section("fleet"),
                          sheet.section("slo"),
                          sheet.section("pressure"),
                          sheet.section("requirement"),
                          sheet.section("cost"),
                          tasks,
                          kv};

  const Contestant capacity{platform.capacity, "capacity", Wall::capacity};
  const Contestant latency{platform.latency, "latency", Wall::latency};
  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.fits = sheet.gates()[static_cast<size_t>(platform.fits.index)].condition;
  system.contests = {{"walls", Pick::largest, {capacity, latency}},
                     {"requirement", Pick::largest, {{platform.met, "met", {}}, capacity, latency}}};
}

}  // namespace wallflip
