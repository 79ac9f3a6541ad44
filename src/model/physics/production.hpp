#pragma once

// What production adds to the work: idle nights, redundancy, failures, cold starts, spot capacity, late machines.
//
// Simplifications: replicas fail independently; demand has one shape every day; the fleet without autoscaling is sized
// for the peak; a month is 730 hours. A start: napkin only reads the weights; detailed takes their whole way and what
// the engine does then.
// Sources: E17 (binomial) for availability; DeepSeek 2025 for the anchor; ServerlessLLM (arXiv 2401.14351) for the way
// of the weights; definition for the rest.
//
//   peak over mean: sinusoid with swing r: 2 / (1 + 1/r);  a workday of share h at the peak: 1 / (h + (1-h)/r)
//   fleet = mean * peak/mean * (1 + surge) + spares      idle = fleet - mean      redundancy = the surge + the spares
//   autoscaled fleet = mean * (1 + ramp * lag) * (1 + surge) + spares      lag = load time + reaction
//   napkin    load time = weights / storage
//   detailed  load time = weights / storage + weights / host links (in pieces: the longer of the two) + engine
//   spot = price * (1 - discount) * (1 + rework): loses when rework > discount / (1 - discount)

#include "model/physics/binomial.hpp"
#include "model/physics/fidelity.hpp"
#include "model/physics/gpu.hpp"
#include "model/physics/load.hpp"

namespace wallflip {

/// How much more than the mean the peak is.
struct Demand {
  Section s;  ///< "demand"

  Quantity mean = s.input("mean", 100, "replicas busy on average", lesson_default);
  Quantity peak_to_mean = s.input("peak_to_mean", 4, "peak over mean, as measured", lesson_default);
  Quantity shape =
      s.choice("shape", {"measured", "flat", "sinusoid", "workday"}, 0, "shape of the day", lesson_default);
  Quantity swing = s.input("swing", 10, "peak over trough of the shape", lesson_default);
  Quantity busy_share = s.input("busy_share", 0.375, "share of the day at the peak, workday", lesson_default, "%");

  Quantity trough = s.let("trough", 1 / swing, unitless, "trough over peak", definition, "%");
  Quantity sinusoid_mean =
      s.let("sinusoid_mean", (1 + trough) / 2, unitless, "mean over peak of a sinusoid", definition, "%");
  Quantity workday_mean = s.let("workday_mean", busy_share + (1 - busy_share) * trough, unitless,
                                "mean over peak of a workday", definition, "%");
  Quantity sinusoid_idle = s.let("sinusoid_idle", 1 - sinusoid_mean, unitless,
                                 "idle share of a fleet for the peak of a sinusoid", definition, "%");
  Quantity workday_idle = s.let("workday_idle", 1 - workday_mean, unitless,
                                "idle share of a fleet for the peak of a workday", definition, "%");
  Quantity shaped = s.let("shaped", select(shape == 2, 1 / sinusoid_mean, 1 / workday_mean), unitless,
                          "peak over mean of a sinusoid or a workday", definition);
  Quantity modelled =
      s.let("modelled", select(shape == 1, 1.0, shaped), unitless, "peak over mean of the shape", definition);
  Quantity peak = s.let("peak", select(shape == 0, peak_to_mean, modelled), unitless, "peak over mean", definition);
};

/// The time from "one more replica" to its first answer.
struct ColdStart {
  Section s;        ///< "start"
  Section storage;  ///< "storage"
  Section net;      ///< "net"
  Llm llm;
  Split split;

  Quantity read_bw = storage.input("read_bw", 2e9 * byte / second, "read bandwidth of one start", lesson_default);
  Quantity reaction = s.input("reaction", 60 * second, "time to notice and to get a machine", lesson_default);
  Quantity target = s.input("target", 300 * second, "time a start may take", lesson_default);
  Quantity host_bw = net.input("host_bw", 55e9 * byte / second / gpu_count, "link to the host", lesson_default);
  Quantity loader = s.choice("loader", {"one after the other", "in pieces"}, 0,
                             "weights go to the host, then to the GPUs; or both at once", serverlessllm_2024);
  Quantity engine_time = s.input("engine_time", 30 * second,
                                 "time of the engine after that: memory measured, graphs recorded", rule_of_thumb);

  Quantity napkin_load =
      s.let("napkin_load", llm.weight_bytes / read_bw, second, "time to read the weights", definition);
  Quantity copy_time = s.let("copy_time", llm.weight_bytes / (split.tp * host_bw), second,
                             "time to copy them to all GPUs of the replica", serverlessllm_2024);
  Quantity moved = s.let("moved", select(loader == 1, max(napkin_load, copy_time), napkin_load + copy_time), second,
                         "from storage to the GPUs", serverlessllm_2024);
  Quantity detailed_load = s.let("detailed_load", moved + engine_time, second,
                                 "from storage to the GPUs, and the engine ready", serverlessllm_2024);
  Quantity load_time =
      s.let("load_time", by_fidelity(s, napkin_load, detailed_load), second, "time to load the weights", definition);
  Quantity lag = s.let("lag", load_time + reaction, second, "time until a new replica answers", definition);
};

/// Replicas paid for, and by what.
struct ProductionFleet {
  Section s;       ///< "fleet"
  Section deploy;  ///< "deploy"
  Section bill;    ///< "bill"
  Gpu gpu;
  Split split;
  Demand demand;
  ColdStart start;

  Quantity spares = s.count("spares", {3, unitless}, "spare replicas", lesson_default);
  Quantity surge = deploy.input("surge", 0.2, "replicas added while a release rolls out", lesson_default, "%");
  Quantity autoscale = s.choice("autoscale", {"off", "on"}, 0, "follow the demand", lesson_default);
  Quantity ramp = s.input("ramp", 0.3 / 3600 * (unitless / second), "growth of the demand at its steepest, of the mean",
                          lesson_default);
  Quantity month = bill.input("month", 730 * 3600 * second, "a month", definition);

  Quantity ahead =
      s.let("ahead", ramp* start.lag, unitless, "replicas started ahead of demand, of the mean", definition, "%");
  Quantity followed =
      s.let("followed", min(1 + ahead, demand.peak), unitless, "fleet over mean when it follows", definition);
  Quantity over_mean =
      s.let("over_mean", select(autoscale == 1, followed, demand.peak), unitless, "fleet over mean demand", definition);
  Quantity serving = s.let("serving", demand.mean* over_mean, unitless, "replicas for the demand", definition);
  Quantity redundancy =
      s.let("redundancy", serving* surge + spares, unitless, "replicas for releases and failures", definition);
  Quantity replicas = s.let("replicas", serving + redundancy, unitless, "replicas paid for", definition);
  Quantity idle = s.let("idle", replicas - demand.mean, unitless, "replicas paid for beyond the work", definition);
  Quantity idle_share =
      s.let("idle_share", idle / replicas, unitless, "share of the bill that is not work", definition, "%");
  Quantity static_replicas = s.let("static_replicas", demand.mean* demand.peak*(1 + surge) + spares, unitless,
                                   "replicas of a fleet for the peak", definition);
  Quantity kept =
      s.let("kept", min(replicas / static_replicas, 1), unitless, "of the bill of that fleet", definition, "%");
  Quantity autoscale_saves =
      s.let("autoscale_saves", 1 - kept, unitless, "saved by following the demand", definition, "%");
  Quantity replica_price =
      bill.let("replica_price", split.tp* gpu.price_per_hour, dollar / second, "price of a replica", definition, "$/h");
  Quantity per_month =
      bill.let("per_month", replicas* replica_price* month, dollar, "bill of a month, on demand", definition);
};

/// Capacity that may be taken away.
struct Spot {
  Section s;  ///< "spot"
  ProductionFleet fleet;

  Quantity share = s.input("share", 0, "share of the fleet on spot capacity", lesson_default, "%");
  Quantity discount = s.input("discount", 0.6, "off the price on demand", lesson_default, "%");
  Quantity rework = s.input("rework", 0.05, "work done again for work that counts", lesson_default, "%");
  Quantity price =
      s.let("price", (1 - discount) * (1 + rework), unitless, "spot work over work on demand", definition, "%");
  Quantity breakeven_rework = s.let("breakeven_rework", discount / (1 - discount), unitless,
                                    "rework at which spot costs as much", definition, "%");
  Quantity per_month =
      s.let("per_month", fleet.per_month*(1 - share + share * price), dollar, "bill of a month with spot", definition);
};

/// Is the promise kept while replicas fail?
struct Promise {
  Section s;  ///< "availability"
  Gpu gpu;
  Split split;
  ProductionFleet fleet;

  Quantity gpu_up = gpu.s.input("availability", 0.999, "chance that a GPU is up", lesson_default, "%");
  Quantity needed = s.count("replicas", {25, unitless}, "replicas of one pool that must be up", lesson_default);
  Quantity target = s.input("target", 0.999, "availability promised", lesson_default, "%");
  Quantity rollback_time = s.input("rollback_time", 480 * second, "time to roll a bad release back", lesson_default);
  Quantity replica_up = s.let("replica_up", pow(gpu_up, split.tp / (1 * gpu_count)), unitless,
                              "chance that all GPUs of a replica are up", definition, "%");
  Availability pool{s, needed, fleet.spares, replica_up};
  Quantity allowed = s.let("allowed", max(1 - target, 1e-12), unitless, "time that may be lost", definition, "%");
  Quantity pressure =
      s.let("pressure", pool.unavailable / allowed, unitless, "time lost over what is allowed", definition);
  Quantity down_time =
      s.let("down_time", pool.unavailable* fleet.month, second, "time lost in a month", definition, "min");
  Quantity budget =
      s.let("budget", allowed* fleet.month, second, "time that may be lost in a month", definition, "min");
  Quantity rollback_share = s.let("rollback_share", rollback_time / budget, unitless,
                                  "share of the month's budget one rollback takes", definition, "%");
};

/// A request that asks many machines waits for the latest; a second copy after a while hides most of them.
struct FanOut {
  Section s;  ///< "straggler"

  Quantity p = s.input("p", 0.001, "chance that one machine is late", lesson_default, "%");
  Quantity machines = s.count("machines", {100, unitless}, "machines one request asks", lesson_default);
  Quantity late =
      s.let("late", 1 - pow(1 - p, machines), unitless, "requests that wait for a late machine", definition, "%");
  Quantity hedged_late = s.let("hedged_late", 1 - pow(1 - p * p, machines), unitless,
                               "the same when a second copy is sent", definition, "%");
};

/// A published day: 608 B tokens in and 168 B out on 226.75 nodes of 8, 278 at the peak, $2 an hour a GPU.
struct Anchor {
  Section s;  ///< "anchor"

  Quantity mean_nodes = s.input("mean_nodes", 226.75, "nodes busy on average", deepseek_2025);
  Quantity peak_nodes = s.input("peak_nodes", 278, "nodes at the peak", deepseek_2025);
  Quantity node_gpus = s.count("node_gpus", 8 * gpu_count, "GPUs of a node", deepseek_2025);
  Quantity gpu_price = s.input("gpu_price", 2.0 / 3600 * dollar / second / gpu_count, "price of a GPU assumed there",
                               deepseek_2025, "$/h");
  Quantity day = s.input("day", 86400 * second, "a day", definition);
  Quantity input_tokens = s.input("input_tokens", 608e9 * token, "tokens read that day", deepseek_2025);
  Quantity output_tokens = s.input("output_tokens", 168e9 * token, "tokens written that day", deepseek_2025);
  Quantity idle =
      s.let("idle", 1 - mean_nodes / peak_nodes, unitless, "idle share of a fleet for that peak", definition, "%");
  Quantity bill = s.let("bill", mean_nodes* node_gpus* gpu_price* day, dollar, "bill of that day", deepseek_2025);
  Quantity per_million_output = s.let("per_million_output", bill / output_tokens * (1e6 * token), dollar,
                                      "$ per million tokens written", deepseek_2025);
  Quantity per_million_all = s.let("per_million_all", bill / (input_tokens + output_tokens) * (1e6 * token), dollar,
                                   "$ per million tokens, read or written", deepseek_2025);
};

}  // namespace wallflip
