#pragma once

// What failures and checkpoints take of a long run: lost work, stalls, restarts, waiting for spares.
//
// Simplifications: failures are independent and come at a steady rate per GPU; every failure stops the whole run; a
// repaired node is a spare again. Napkin: a failure loses half an interval, and the run is whole again before the next
// one comes. Detailed: failures come at any time, during work done again, checkpoints and restarts too.
// Sources: Young 1974 (the interval, napkin); Daly 2006 (detailed: the complete model of section 4, and equation 37 for
// its interval); Llama 3 (failures per GPU); LESSONS E13, E17.
//
//   MTBF M = MTBF of a GPU / GPUs        stall: the write (blocking) or the copy to host memory (the other two)
//   not yet safe u: nothing (blocking), the write in the background (asynchronous), the copy to a neighbour (in memory)
//   napkin    T* = sqrt(2 stall M)       loss = stall / T + (T / 2 + u) / M + restart / M
//   detailed  T work takes M (e^((T + stall) / M) - 1) e^((u + restart) / M), restarts the part that they add
//   useful = 1 / (1 + loss)              enough nodes: at least `needed` of needed + spares are up

#include "model/physics/binomial.hpp"
#include "model/physics/fidelity.hpp"

namespace wallflip {

/// What a run of any kind is told about its failures.
struct RunRisks {
  Section failure, storage, goodput;

  Quantity gpu_mtbf = failure.input("gpu_mtbf", 54.0 * 86400 * 16384 / 419 * second * gpu_count,
                                    "mean time between failures of one GPU", llama3_2024);
  Quantity write_bw =
      storage.input("write_bw", 100e9 * byte / second, "write bandwidth of the checkpoint store", lesson_default);
  Quantity loss_target = goodput.input("loss_target", 0.05, "share of the time that may be lost", lesson_default, "%");
};

/// How often a run of so many GPUs is stopped.
struct FailureRate {
  Section s;
  Quantity gpus;      ///< GPU
  Quantity gpu_mtbf;  ///< second*GPU

  Quantity mtbf = s.let("mtbf", gpu_mtbf / max(gpus, 1 * gpu_count), second,
                        "mean time between failures of the run, at least one GPU", llama3_2024);
  Quantity per_day = s.let("per_day", 86400 * second / mtbf, unitless, "failures in a day", definition);
};

/// Checkpoints of one kind, at the best interval or a given one.
struct Checkpointing {
  Section s;
  FailureRate failures;
  Quantity bytes;     ///< byte: one checkpoint
  Quantity write_bw;  ///< byte/second: of the store

  Quantity mode = s.choice("mode", {"blocking", "asynchronous", "in memory"}, 0, "checkpoints", lesson_default);
  Quantity copy_bw = s.input("copy_bw", 25e9 * byte / second / gpu_count,
                             "from a GPU to host memory, all of its node at once", rule_of_thumb);
  Quantity asked = s.input("asked", 0 * second, "time between checkpoints, 0 for the best", lesson_default);

  Quantity write_time = s.let("write_time", bytes / max(write_bw, 1 * byte / second), second,
                              "writing a checkpoint to the store, at least a byte a second", definition);
  Quantity copy_rate =
      s.let("copy_rate", max(copy_bw, 1 * byte / second / gpu_count) * max(failures.gpus, 1 * gpu_count), byte / second,
            "all GPUs to host memory, at least a byte a second", definition);
  Quantity copy_time = s.let("copy_time", bytes / copy_rate, second, "copying a checkpoint to host memory", definition);
  Quantity stall =
      s.let("stall", select(mode == 0, write_time, copy_time), second, "what a checkpoint holds up", definition);
  Quantity unsafe = s.let("unsafe", select(mode == 0, 0 * second, select(mode == 1, write_time, copy_time)), second,
                          "until a checkpoint is safe, while the run goes on", definition);
  Quantity young = s.let("young", sqrt(2 * stall * failures.mtbf), second, "Young's interval", young_1974);
  Quantity shortest = s.let("shortest", select(mode == 1, write_time, stall), second,
                            "no checkpoint before the last one is written", definition);
  Quantity napkin_best =
      s.let("napkin_best", max(young, shortest), second, "best time between checkpoints, first order", young_1974);
  Quantity order = s.let("order", stall / (2 * failures.mtbf), unitless, "half a stall over the MTBF", daly_2006);
  Quantity daly = s.let("daly", young*(1 + sqrt(order) / 3 + order / 9) - stall, second,
                        "Daly's interval of work between checkpoints", daly_2006);
  Quantity daly_best = s.let("daly_best", select(order < 1, daly, failures.mtbf), second,
                             "the same, the MTBF where a stall is longer than two", daly_2006);
  Quantity detailed_best = s.let("detailed_best", select(mode == 1, max(daly_best, write_time), daly_best), second,
                                 "best time between checkpoints, higher order", daly_2006);
  Quantity best =
      s.let("best", by_fidelity(s, napkin_best, detailed_best), second, "best time between checkpoints", definition);
  Quantity interval = s.let("interval", max(select(asked > 0 * second, max(asked, shortest), best), 1e-6 * second),
                            second, "time between checkpoints, at least a microsecond", young_1974);
  Quantity writing = s.let("writing", stall / interval, unitless, "time held up by checkpoints", young_1974, "%");
  Quantity napkin_redone = s.let("napkin_redone", (interval / 2 + unsafe) / failures.mtbf, unitless,
                                 "time spent on lost work, one failure at a time", young_1974, "%");
  Quantity cycle = s.let("cycle", interval + stall, second, "work and the checkpoint behind it", daly_2006);
  Quantity risk = s.let("risk", min(cycle / failures.mtbf, 100), unitless,
                        "failures that are due in that time, at most a hundred", daly_2006);
  Quantity stretch =
      s.let("stretch", time_over_risk, {risk}, unitless, "time until it is done once over that time", daly_2006);
  Quantity unsafe_risk = s.let("unsafe_risk", min(unsafe / failures.mtbf, 100), unitless,
                               "failures due until a checkpoint is safe, at most a hundred", daly_2006);
  Quantity lived =
      s.let("lived", cycle* stretch* exp(unsafe_risk), second, "time until it is done, restarts aside", daly_2006);
  Quantity detailed_redone = s.let("detailed_redone", (lived - cycle) / interval, unitless,
                                   "time spent on lost work, whenever failures come", daly_2006, "%");
  Quantity redone = s.let("redone", by_fidelity(s, napkin_redone, detailed_redone), unitless, "time spent on lost work",
                          definition, "%");
  Quantity loss = s.let("loss", writing + redone, unitless, "time lost to checkpoints and lost work", young_1974, "%");
};

/// Nodes that stand by, and how long a stop takes.
struct Standby {
  Section s;
  Checkpointing checkpoint;
  FailureRate failures = checkpoint.failures;

  Quantity restart_time = s.input("restart_time", 600 * second,
                                  "from a failure to the next step: found out, replaced, loaded", rule_of_thumb);
  Quantity repair_time = s.input("repair_time", 86400 * second, "until a broken node is back", rule_of_thumb);
  Quantity node_gpus = s.count("node_gpus", 8 * gpu_count, "GPUs in a node", lesson_default);
  Quantity spare_nodes = s.count("spare_nodes", {16, unitless}, "nodes that stand by", rule_of_thumb);

  Quantity napkin_restarting = s.let("napkin_restarting", restart_time / failures.mtbf, unitless,
                                     "time in restarts, one failure at a time", definition, "%");
  Quantity restart_risk = s.let("restart_risk", min(restart_time / failures.mtbf, 100), unitless,
                                "failures that are due in a restart, at most a hundred", daly_2006);
  Quantity restart_stretch = s.let("restart_stretch", time_over_risk, {restart_risk}, unitless,
                                   "time until a restart succeeds over its own", daly_2006);
  Quantity detailed_restarting =
      s.let("detailed_restarting", checkpoint.lived / checkpoint.interval * restart_risk * restart_stretch, unitless,
            "time in restarts, whenever failures come", daly_2006, "%");
  Quantity restarting = s.let("restarting", by_fidelity(s, napkin_restarting, detailed_restarting), unitless,
                              "time in restarts", definition, "%");
  Quantity needed =
      s.let("needed", max(failures.gpus / node_gpus, 1), unitless, "nodes needed, at least one", definition);
  Quantity node_mtbf =
      s.let("node_mtbf", failures.gpu_mtbf / node_gpus, second, "mean time between failures of a node", definition);
  Quantity up =
      s.let("up", node_mtbf / (node_mtbf + repair_time), unitless, "chance that a node is up", definition, "%");
  Quantity broken = s.let("broken", (needed + spare_nodes) * (1 - up), unitless, "nodes in repair, mean", definition);
  Availability nodes{s, needed, spare_nodes, up};
};

/// What is left of the time.
struct Goodput {
  Section s;
  Checkpointing checkpoint;
  Standby standby;

  Quantity loss = s.let("loss", checkpoint.loss + standby.restarting, unitless,
                        "time lost to checkpoints, lost work and restarts", definition, "%");
  Quantity useful =
      s.let("useful", 1 / (1 + loss), unitless, "useful share while enough nodes are up", young_1974, "%");
  Quantity share =
      s.let("share", useful* standby.nodes.available, unitless, "useful share of all time", definition, "%");
};

}  // namespace wallflip
