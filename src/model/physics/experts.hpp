#pragma once

// The routed experts of one layer on one accelerator: grouped matrix products behind a router (detailed fidelity).
//
// Simplifications: every visited expert gets the mean number of rows, padded to a tile; the most loaded rank is as many
// deviations above the mean as the largest of `ranks` normal draws; routed states cross memory several times (sort,
// gather, activation, weighted sum).
// Sources: constants of kernel_library.hpp, fitted to 270 measured fused MoE layers on H200 (median error 8 %).
//
//   rows = tokens * chosen / ranks * load
//   even: visited = min(experts, rows)       random: experts * (1 - (1 - chosen/E)^tokens)
//   skewed: tokens of an expert spread as x^-skew over 1 .. cap * tokens; with a = 1 - skew and X the upper end
//           moment p = (X^(a+p) - 1) / (a + p), mean = moment 1 / moment 0, spread^2 = moment 2 / moment 0 / mean^2 - 1
//           visited = experts * (t^a - X^a) / (1 - X^a), t being the share that makes `visit` of a token
//           load = 1 + spread * sqrt(log2 ranks / experts of a rank), at most what one token per expert allows

#include "model/physics/gemm.hpp"

namespace wallflip {

/// How tokens spread over experts: one choice for the whole sheet, "routing".
struct Routing {
  Quantity kind, skew, cap, visit;
};
inline Routing routing_of(const Section& section) {
  Sheet& sheet = section.sheet();
  const auto found = [&](const char* name) { return Quantity{&sheet, sheet.find(name)}; };
  if (sheet.find("routing.kind") >= 0) {
    return {found("routing.kind"), found("routing.skew"), found("routing.cap"), found("routing.visit")};
  }
  const Section s = sheet.section("routing");
  return {s.choice("kind", {"even", "random", "skewed"}, 1, "how tokens choose experts", kernel_assumption),
          s.input("skew", 1.2, "exponent of the skewed spread", kernel_assumption),
          s.input("cap", 0.8, "most tokens of one expert, as a share of all", aicfg_kernels, "%"),
          s.input("visit", 0.65, "expected tokens from which an expert is visited", aicfg_kernels)};
}

/// What of the experts one rank sees; tokens, experts, chosen and ranks are plain numbers.
struct ExpertLoad {
  ExpertLoad(const Section& section, Routing how, Quantity rows, Quantity all, Quantity visits, Quantity gpus);

  Section s;
  Routing routing;
  Quantity tokens, experts, chosen, ranks;

  Quantity local = s.let("local", experts / ranks, unitless, "experts of a rank", definition);
  Quantity even_rows =
      s.let("even_rows", max(tokens* chosen / ranks, 1), unitless, "routed rows of a rank, mean", definition);

  // the skewed spread
  Quantity top = s.let("top", max(routing.cap* tokens, 2), unitless, "upper end of the spread", aicfg_kernels);
  Quantity bend = s.let("bend", 1 - routing.skew, unitless, "1 - skew", definition);
  Quantity a = s.let("a", select(max(bend, -bend) < 0.01, 0.01, bend), unitless,
                     "1 - skew, one per cent beside 0, where it becomes a logarithm", definition);
  Quantity top_a = s.let("top_a", pow(top, a), unitless, "X^a", definition);
  Quantity moment0 = s.let("moment0", (top_a - 1) / a, unitless, "weight of the spread", definition);
  Quantity moment1 = s.let("moment1", (top * top_a - 1) / (a + 1), unitless, "its first moment", definition);
  Quantity moment2 = s.let("moment2", (top * top * top_a - 1) / (a + 2), unitless, "its second moment", definition);
  Quantity mean = s.let("mean", moment1 / moment0, unitless, "its mean", definition);
  Quantity spread = s.let("spread", sqrt(max(moment2 / moment0 / (mean * mean) - 1, 0)), unitless,
                          "its standard deviation over its mean", definition);
  Quantity room =
      s.let("room", ranks* min(chosen, local) / chosen, unitless, "most load that one rank can have", definition);
  Quantity skewed_load = s.let("skewed_load", min(1 + spread * sqrt(log2(ranks) / local), room), unitless,
                               "load of the fullest rank over the mean", aicfg_kernels);
  Quantity least = s.let("least", max(routing.visit* mean* experts / (tokens * chosen), 1), unitless,
                         "place in the spread from which an expert is visited", aicfg_kernels);
  Quantity least_a = s.let("least_a", pow(min(least, top), a), unitless, "t^a", definition);
  Quantity share =
      s.let("share", (least_a - top_a) / (1 - top_a), unitless, "share of experts visited, skewed", aicfg_kernels, "%");
  Quantity skewed = s.let("skewed", max({local * share, chosen / ranks, 1}), unitless,
                          "experts of a rank visited, skewed", aicfg_kernels);

  Quantity load =
      s.let("load", select(routing.kind == 2, skewed_load, 1), unitless, "load of the fullest rank", aicfg_kernels);
  Quantity rows = s.let("rows", max(even_rows* load, 1), unitless, "routed rows of the fullest rank", definition);
  Quantity missed = s.let("missed", pow(max(1 - chosen / experts, 0), tokens), unitless,
                          "chance that an expert is not visited", scaling_book);
  Quantity random = s.let("random", max(local*(1 - missed), 1), unitless, "experts visited, random", scaling_book);
  Quantity uneven = s.let("uneven", select(routing.kind == 1, random, skewed), unitless,
                          "experts visited, unevenly chosen", definition);
  Quantity wanted = s.let("wanted", select(routing.kind == 0, even_rows, uneven), unitless,
                          "experts that rows could visit", definition);
  Quantity visited = s.let("visited", min({wanted, local, rows}), unitless, "experts of a rank visited", definition);
};

struct Experts {
  Experts(const Section& section, const Gpu& gpu, GemmWidth how, const ExpertLoad& here, Quantity state, Quantity wide,
          Quantity products);

  Section s;
  GpuKernels kernels;
  GemmWidth multiplies;
  ExpertLoad load;
  Quantity hidden;    ///< width of a hidden state
  Quantity width;     ///< of one expert on this GPU
  Quantity matrices;  ///< of one expert: 3 when gated

  Quantity flops =
      s.let("flops", 2 * flop * load.rows * matrices * hidden * width, flop, "FLOP of the rows", scaling_book);
  Quantity expert_params =
      s.let("expert_params", matrices* hidden* width, unitless, "weights of one expert here", scaling_book);
  Quantity weight_bytes = s.let("weight_bytes", load.visited* expert_params* multiplies.weight_bytes, byte,
                                "weights of the experts visited", scaling_book);
  Quantity row_bytes = s.let("row_bytes", kernels.library.experts_passes* load.rows* hidden*(2 * byte), byte,
                             "routed states moved", aicfg_kernels);
  Quantity padded = s.let("padded", load.visited* ceil(load.rows / load.visited / 64) * 64, unitless,
                          "rows with every expert's padded to a tile", nvidia_matmul);
  Quantity padded_up = s.let("padded_up", ceil((matrices - 1) * width / 128) * 128, unitless,
                             "columns of the first product, padded", nvidia_matmul);
  Quantity padded_down =
      s.let("padded_down", ceil(width / 64) * 64, unitless, "depth of the second product, padded", nvidia_matmul);
  Quantity padded_flops = s.let("padded_flops", 2 * flop * padded * hidden * (padded_up + padded_down), flop,
                                "FLOP with padding", nvidia_matmul);
  Quantity compute_time = s.let("compute_time", padded_flops / multiplies.rate, second, "compute time", aicfg_kernels);
  Quantity weight_time =
      s.let("weight_time", weight_bytes / kernels.copy_rate, second, "time to read the weights", aicfg_kernels);
  Quantity row_time =
      s.let("row_time", row_bytes / kernels.copy_rate, second, "time to move the routed states", aicfg_kernels);
  Quantity mem_time = s.let("mem_time", weight_time + row_time, second, "memory time", aicfg_kernels);
  Quantity longer = s.let("longer", max(compute_time, weight_time), second, "the longer of the two", nvidia_matmul);
  Quantity shorter = s.let("shorter", min(compute_time, weight_time), second, "the shorter of the two", nvidia_matmul);
  Quantity busy = s.let("busy", longer + kernels.library.experts_overlap_loss * shorter + row_time, second,
                        "memory and compute time, overlapped in part", aicfg_kernels);
  Quantity time = s.let("time", kernels.library.experts_launch + busy, second, "experts of one layer", aicfg_kernels);
};

}  // namespace wallflip
