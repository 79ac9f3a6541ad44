#pragma once

#include <algorithm>
#include <random>
#include <string_view>
#include <vector>

#include "tests/model/systems/subject.hpp"

namespace wallflip::test {

/// What a learner may turn, over ranges at least as wide as in any lesson. Inputs that a catalog row fills have none.
struct KnobRange {
  std::string_view input;
  double min, max;
  bool log;
};
inline constexpr KnobRange knob_ranges[] = {
    {"gpu.reserve_bytes", 0, 4e9, false},
    {"gpu.mbu", 0.3, 1, false},
    {"gpu.price_per_hour", 0.5 / 3600, 15.0 / 3600, true},
    {"llm.bytes_per_param", 0.5, 2, false},
    {"llm.kv_bytes_per_element", 0.5, 2, false},
    {"llm.activation_bytes_per_element", 0.5, 4, false},
    {"load.batch", 1, 4096, true},
    {"load.context", 0, 131072, false},
    {"load.prompt", 16, 131072, true},
    {"load.output", 1, 32000, true},
    {"load.cached_prefix", 0, 131072, false},
    {"load.request_rate", 0.1, 10000, true},
    {"load.burstiness", 1, 100, true},
    {"load.length_spread", 0, 1, false},
    {"load.requests", 1, 100000, true},
    {"load.queries", 1, 100, true},
    {"load.new_tokens", 1, 1000, true},
    {"load.history", 100, 128000, true},
    {"load.retrieved", 1, 32768, true},
    {"load.system_prompt", 0, 8000, false},
    {"load.documents", 1e5, 1e10, true},
    {"session.think", 0.5, 30, true},
    {"serving.first_batch", 1, 256, true},
    {"slo.percentile", 0.5, 0.999, false},
    {"slo.budget", 0.01, 10, true},
    {"slo.task_p95", 1, 600, true},
    {"cache.lookup", 0, 0.1, false},
    {"cache.retention", 1, 3600, true},
    {"cache.recompute", 0, 1, false},
    {"users.daily", 1e5, 1e9, true},
    {"users.turns", 1, 100, true},
    {"retrieval.time", 0.005, 5, true},
    {"agent.task_rate", 0.1, 1000, true},
    {"agent.calls", 1, 50, false},
    {"agent.call_median", 0.05, 10, true},
    {"agent.call_p99", 0.5, 30, true},
    {"agent.tool_time", 0, 20, false},
    {"agent.slow_share", 0, 0.2, false},
    {"agent.percentile", 0.5, 0.999, false},
    {"net.host_bw", 1e9, 900e9, true},
    {"encoder.params", 1e7, 1e10, true},
    {"encoder.layers", 1, 100, true},
    {"encoder.hidden", 64, 16384, true},
    {"encoder.vector_bytes", 64, 65536, true},
    {"job.window", 1800, 168 * 3600, true},
    {"job.padding", 0, 0.6, false},
    {"job.stragglers", 0, 1, false},
    {"slo.ttft", 0.1, 100, true},
    {"kv.cached_tokens", 1e3, 1e7, true},
    {"train.budget", 1e5, 5e8, true},
    {"train.state_per_param", 2, 32, false},
    {"spec.acceptance", 0.1, 0.99, false},
    {"spec.draft", 1, 16, true},
    {"spec.cost", 0, 0.5, false},
    {"quantise.bytes", 0.25, 2, false},
    {"quantise.overhead", 0, 1, false},
    {"moe.experts", 1, 256, true},
    {"moe.active", 1, 16, true},
    {"cache.hit_rate", 0, 1, false},
    {"cache.dram_bw", 1e9, 1e12, true},
    {"cache.ssd_bw", 1e8, 1e11, true},
    {"cache.dram_bytes", 1e9, 1e13, true},
    {"cache.ssd_bytes", 1e9, 1e14, true},
    {"decode.imbalance", 1, 4, false},
    {"decode.dispatch_bytes", 0.5, 4, false},
    {"fleet.headroom", 1, 3, false},
    {"net.message", 1, 1e10, true},
    {"load.in_flight", 10, 100000, true},
    {"fleet.gpus_available", 8, 16384, true},
    {"slo.tpot", 0.005, 0.2, true},
    {"net.link_bw", 0.3e9, 900e9, true},
    {"net.gpus_per_node", 1, 72, false},
    {"net.hop_cross_node", 0, 1e-4, false},
    {"net.simple_latency", 0, 1e-4, false},
    {"net.ll_latency", 0, 1e-4, false},
    {"net.ll128_latency", 0, 1e-4, false},
    {"net.simple_efficiency", 0.1, 1, false},
    {"net.ll_efficiency", 0.1, 1, false},
    {"net.ll128_efficiency", 0.1, 1, false},
    {"decode.mfu", 0.1, 1, false},
    {"prefill.mfu", 0.1, 1, false},
    {"llm.ffn_hidden", 0, 65536, false},
    {"llm.shared_hidden", 0, 8192, false},
    {"llm.vocab", 1000, 262144, true},
    {"kernel.m", 1, 65536, true},
    {"kernel.n", 1, 262144, true},
    {"kernel.k", 1, 65536, true},
    {"kernel.batch", 1, 4096, true},
    {"kernel.q_heads", 1, 256, true},
    {"kernel.kv_heads", 1, 256, true},
    {"kernel.head_dim", 16, 576, true},
    {"kernel.fresh", 1, 131072, true},
    {"kernel.cached", 0, 131072, false},
    {"kernel.causal", 0, 1, false},
    {"kernel.hidden", 64, 32768, true},
    {"kernel.width", 1, 65536, true},
    {"kernel.experts", 1, 512, true},
    {"kernel.chosen", 1, 16, true},
    {"kernel.bytes", 1, 1e12, true},
    {"kernel.vocab", 1, 262144, true},
    {"kernel.mfu", 0.1, 1, false},
    {"kernel.tile_overhead", 0, 1e-5, false},
    {"kernel.wave_loss", 0, 1, false},
    {"kernel.overlap_loss", 0, 1, false},
    {"kernel.narrow_fraction", 0.1, 1, false},
    {"kernel.split_depth", 32, 4096, true},
    {"kernel.quantise_launch", 0, 1e-4, false},
    {"kernel.quantise_fraction", 0.1, 1, false},
    {"kernel.softmax_flops", 0, 500, false},
    {"kernel.prefill_tail", 0, 1, false},
    {"kernel.prefill_passes", 1, 10, false},
    {"kernel.training_gain", 0.3, 2, false},
    {"kernel.training_passes", 1, 10, false},
    {"kernel.unfused_passes", 1, 40, false},
    {"kernel.mask_passes", 0, 20, false},
    {"kernel.decode_ramp", 0, 1e-4, false},
    {"kernel.decode_ramp_half", 1e-6, 1e-3, true},
    {"kernel.widen_rate", 1e9, 1e12, true},
    {"kernel.experts_launch", 0, 1e-4, false},
    {"kernel.experts_passes", 1, 20, false},
    {"kernel.experts_overlap_loss", 0, 1, false},
    {"kernel.l2_speedup", 1, 10, false},
    {"kernel.host_launch", 0, 1e-4, false},
    {"routing.skew", 0, 1.6, false},
    {"routing.cap", 0.1, 1, false},
    {"routing.visit", 0.1, 1, false},
    {"engine.read_fraction", 0.3, 1, false},
    {"engine.expert_read_fraction", 0.3, 1, false},
    {"engine.kv_fraction", 0.3, 1, false},
    {"engine.gemm_fraction", 0.1, 1, false},
    {"engine.expert_fraction", 0.1, 1, false},
    {"engine.expert_tile", 0, 128, false},
    {"engine.attention_fraction", 0.05, 1, false},
    {"engine.link_fraction", 0.1, 1, false},
    {"engine.hop_time", 0, 1e-4, false},
    {"engine.hop_growth", 0, 1, false},
    {"engine.step_time", 0, 0.02, false},
    {"engine.layer_time", 0, 1e-3, false},
    {"engine.expert_layer_time", 0, 1e-3, false},
    {"engine.sequence_time", 0, 0.01, false},
    {"engine.prompt_token_time", 0, 1e-5, false},
    {"engine.prompt_layer_time", 0, 1e-3, false},
    {"engine.request_delay", 0, 1, false},
    {"engine.caller_delay", 0, 1e-2, false},
    {"engine.memory_fraction", 0.3, 1.1, false},
    {"engine.step_tokens", 64, 65536, true},
    {"engine.expert_bytes_per_param", 0.5, 2, false},
    {"speculation.acceptance", 0, 1, false},
    {"speculation.draft", 1, 32, false},
    {"speculation.cost", 0, 1, false},
    {"step.tokens", 1, 65536, true},
    {"queue.utilisation", 0, 0.95, false},
    {"queue.cv2", 0, 4, false},
    {"queue.level", 0.5, 0.999, false},
    {"serve.short_count", 1, 1000, true},
    {"serve.short_output", 1, 32000, true},
    {"serve.long_count", 1, 1000, true},
    {"serve.long_output", 1, 32000, true},
    {"serve.max_model_len", 512, 131072, true},
    {"serve.block", 1, 256, true},
    {"serve.chunk", 64, 8192, true},
    {"train.gpus", 8, 32768, true},
    {"train.global_batch_tokens", 0.25e6, 64e6, true},
    {"train.context", 128, 131072, true},
    {"train.tokens", 1e9, 5e13, true},
    {"train.critical_batch", 0.5e6, 64e6, true},
    {"train.micro_batch", 1, 64, true},
    {"train.micro_batches", 0, 512, false},
    {"train.interleave", 1, 32, true},
    {"train.mfu_assumed", 0.1, 1, false},
    {"train.grad_bytes_per_param", 1, 4, false},
    {"train.optimizer_bytes_per_param", 2, 16, false},
    {"train.zero_bubble_share", 0, 1, false},
    {"train.tp_overlap", 0, 1, false},
    {"train.dp_overlap", 0, 1, false},
    {"gpu.sustained", 0.3, 1, false},
    {"sizing.floor_loss", 1, 2, false},
    {"sizing.size_weight", 100, 1000, true},
    {"sizing.data_weight", 100, 2000, true},
    {"sizing.size_exponent", 0.2, 0.5, false},
    {"sizing.data_exponent", 0.2, 0.5, false},
    {"sizing.answered", 1e9, 1e16, true},
    {"sizing.smaller", 0.1, 1, false},
    {"train.library.misaligned_fraction", 0.3, 1, false},
    {"train.library.elementwise_passes", 0.5, 4, true},
    {"train.library.attention_fraction", 0.2, 1.5, false},
    {"train.library.attention_backward", 0.2, 1.5, false},
    {"train.library.accumulate_bytes", 0, 32, false},
    {"train.library.optimizer_traffic", 16, 96, false},
    {"train.library.loss_copies", 2, 24, false},
    {"train.library.context_bytes", 0, 4e9, false},
    {"train.library.host_layer", 0, 5e-3, false},
    {"train.library.host_head", 0, 2e-2, false},
    {"failure.gpu_mtbf", 1e6, 1e10, true},
    {"storage.write_bw", 1e9, 2e12, true},
    {"goodput.loss_target", 0.01, 0.5, false},
    {"data.samples_per_gpu", 1, 10000, true},
    {"data.volumes_per_gpu", 0.1, 1000, true},
    {"data.image_bytes", 1000.0, 100000000.0, true},
    {"data.volume_bytes", 100000.0, 1000000000.0, true},
    {"data.image_cpu", 0, 0.1, false},
    {"data.volume_cpu", 0, 1, false},
    {"data.text_tokens", 128, 131072, true},
    {"data.token_bytes", 1, 8, false},
    {"data.text_cpu", 0, 0.1, false},
    {"data.cores_per_gpu", 1, 32, false},
    {"data.gpus_per_node", 1, 72, false},
    {"storage.read_bw", 100000000.0, 100000000000.0, true},
    {"storage.cache_hit", 0, 1, false},
    {"data.offload", 0, 1, false},
    {"data.growth", 0.1, 10, true},
    {"data.au_target", 0.1, 1, false},
    {"data.prefetch", 0, 32, false},
    {"data.hiccup", 0, 10, false},
    {"data.step_time", 0.001, 10, true},
    {"data.shuffle_samples", 1, 1000000.0, true},
    {"data.host_bytes", 10000000000.0, 10000000000000.0, true},
    {"straggler.p", 1e-05, 0.01, true},
    {"image.net.side", 32, 1024, true},
    {"image.net.classes", 2, 100000, true},
    {"image.net.features", 1, 8192, true},
    {"eval.eligible_per_day", 100, 100000000.0, true},
    {"eval.mde", 0.0005, 0.1, true},
    {"eval.baseline", 0.05, 0.95, false},
    {"eval.treatment_share", 0.01, 0.5, false},
    {"eval.cuped_rho", 0, 0.9, false},
    {"eval.sample_factor", 4, 32, false},
    {"eval.confidence", 0.5, 0.999, false},
    {"eval.power", 0.5, 0.999, false},
    {"eval.limit_days", 1, 365, true},
    {"eval.suite_items", 50, 50000, true},
    {"eval.leak", 0, 1, false},
    {"eval.labels", 1, 10000000.0, true},
    {"eval.raters", 1, 500, true},
    {"eval.labels_per_hour", 1, 1000, true},
    {"eval.hours_per_day", 1, 24, false},
    {"eval.rater_price", 1, 1000, true},
    {"eval.judge_cost", 0.0005, 0.1, true},
    {"eval.agreement", 0, 1, false},
    {"train.days", 0.1, 100, true},
    {"demand.mean", 1, 100000.0, true},
    {"demand.peak_to_mean", 1, 10, false},
    {"demand.swing", 1, 100, true},
    {"demand.busy_share", 0, 1, false},
    {"start.reaction", 0, 3600, false},
    {"start.target", 1, 3600, true},
    {"fleet.spares", 0, 10, false},
    {"deploy.surge", 0, 0.5, false},
    {"fleet.ramp", 0, 0.001, false},
    {"bill.month", 2000000.0, 3000000.0, false},
    {"spot.share", 0, 1, false},
    {"spot.discount", 0, 0.9, false},
    {"spot.rework", 0, 2, false},
    {"gpu.availability", 0.99, 0.9999, false},
    {"availability.replicas", 1, 1000, true},
    {"availability.target", 0.9, 0.99999, false},
    {"availability.rollback_time", 1, 3600, true},
    {"straggler.machines", 1, 10000, true},
    {"anchor.mean_nodes", 1, 278, false},
    {"anchor.peak_nodes", 278, 1000, false},
    {"anchor.node_gpus", 1, 72, false},
    {"anchor.gpu_price", 0.0001, 0.01, true},
    {"anchor.day", 80000, 90000, false},
    {"anchor.input_tokens", 1000000000.0, 10000000000000.0, true},
    {"anchor.output_tokens", 1000000000.0, 10000000000000.0, true},
    {"rl.output_mean", 128, 65536, true},
    {"rl.output_max_over_mean", 1, 10, false},
    {"rl.rollouts", 64, 65536, true},
    {"rl.learner_cost", 6, 14, false},
    {"rl.actor_gpus", 8, 4096, true},
    {"rl.actor_share", 0.05, 0.95, false},
    {"llm.params", 1000000000.0, 1000000000000.0, true},
    {"diffusion.steps", 1, 64, false},
    {"diffusion.tokens", 16, 65536, true},
    {"diffusion.fixed_time", 0.001, 10, true},
    {"slo.image_time", 0.1, 100, true},
    {"rec.rows", 10000000.0, 100000000000.0, true},
    {"rec.row_bytes", 16, 4096, true},
    {"rec.candidates", 1, 10000, true},
    {"rec.lookups", 1, 1000, true},
    {"rec.mlp_params", 10000.0, 1000000000.0, true},
    {"rec.shards", 1, 1024, true},
    {"voice.target", 0.2, 5, true},
    {"voice.endpoint", 0.05, 1, false},
    {"voice.network", 0, 0.5, false},
    {"voice.asr", 0, 1, false},
    {"voice.tts", 0, 1, false},
    {"llm.layers", 1, 200, false},
    {"llm.hidden", 256, 20000, true},
    {"llm.heads", 1, 128, true},
    {"llm.kv_heads", 1, 128, true},
    {"llm.head_dim", 32, 256, true},
    {"llm.latent_rank", 0, 0, false},
    {"llm.rope_dim", 0, 0, false},
    {"llm.window_layers", 0, 0, false},
    {"llm.window", 0, 8192, false},
    {"llm.window_kv_heads", 1, 128, true},
    {"llm.window_head_dim", 32, 256, true},
    {"llm.uncached_layers", 0, 0, false},
    {"llm.moe_layers", 0, 0, false},
    {"llm.experts", 1, 1, false},
    {"llm.active_experts", 1, 1, false},
    {"llm.expert_hidden", 0, 0, false},
    {"llm.mlp_matrices", 2, 3, false},
    {"queue.level", 0.5, 0.999, false},
    {"net.library.ll_hop", 0, 1e-05, false},
    {"net.library.ll_fraction", 0.01, 1, false},
    {"net.library.ll128_start", 0, 0.0001, false},
    {"net.library.ll128_hop", 0, 1e-05, false},
    {"net.library.ll128_fraction", 0.1, 1, false},
    {"net.library.own_part", 0, 1, false},
    {"net.library.p2p_start", 0, 0.0001, false},
    {"net.library.peer_latency", 0, 1e-05, false},
    {"net.library.switch_start", 0, 0.001, false},
    {"net.library.one_shot_start", 0, 0.0001, false},
    {"net.library.one_shot_peer", 0, 1e-05, false},
    {"net.library.one_shot_fraction", 0.1, 1, false},
    {"net.library.two_shot_start", 0, 0.001, false},
    {"net.library.two_shot_fraction", 0.1, 1, false},
    {"net.library.net_fraction", 0.1, 1, false},
    {"net.library.net_ll_fraction", 0.1, 1, false},
    {"op.message", 1, 1e11, true},
    {"op.ranks", 1, 4096, true},
    {"op.stride", 1, 64, true},
    {"benchmark.script_time", 0, 1e-3, false},
    {"train.compute_busy", 0, 1, false},
    {"train.memory_busy", 0, 1, false},
    {"train.deadline", 3600, 1e9, true},
    {"train.params", 1e8, 2e12, true},
    {"train.checkpoint_bytes_per_param", 2, 20, false},
    {"power.idle_share", 0, 0.5, false},
    {"power.compute_share", 0, 1, false},
    {"power.memory_share", 0, 1, false},
    {"power.host", 0, 1000, false},
    {"power.pue", 1, 2, false},
    {"grid.intensity", 0, 1e-3, false},
    {"grid.price", 0, 1e-6, false},
    {"grid.water", 0, 1e-3, false},
    {"carbon.embodied_per_gpu", 0, 1e6, false},
    {"carbon.life", 1e6, 1e9, true},
    {"own.purchase", 0, 2e5, false},
    {"own.life", 1e6, 1e9, true},
    {"own.residual", 0, 1, false},
    {"own.interest", 0, 0.3, false},
    {"own.upkeep", 0, 0.5, false},
    {"own.space", 0, 1e-6, false},
    {"own.use", 0.01, 1, false},
    {"checkpoint.copy_bw", 1e8, 1e12, true},
    {"checkpoint.asked", 0, 1e5, false},
    {"standby.restart_time", 0, 1e5, false},
    {"standby.repair_time", 0, 1e7, false},
    {"standby.node_gpus", 1, 72, false},
    {"standby.spare_nodes", 0, 1000, false},
    {"experts.tokens", 1, 65536, true},
    {"experts.token_bytes", 512, 65536, true},
    {"experts.chosen", 1, 16, false},
    {"experts.groups", 1, 64, true},
    {"experts.groups_visited", 1, 64, true},
    {"experts.link_fraction", 0.1, 1, false},
};

/// Random designs of a system: any accelerator, any model, every knob anywhere in its range, often at an end of it.
class RandomDesigns {
 public:
  explicit RandomDesigns(std::string_view system_id, unsigned seed = 1) : subject_(system_id), random_(seed) {
    for (const RowSlot& slot : subject_.system->rows) {
      rows_.emplace_back();
      for (const std::string& id : rows_for(slot, shipped_catalog())) {
        Issues issues;
        rows_.back().push_back(row_values(*subject_.system, slot, shipped_catalog(), id, issues));
        for (const RowValue& v : rows_.back().back()) filled_.push_back(v.input);
      }
    }
    for (size_t i = 0; i < subject_.system->sheet.inputs().size(); ++i) ways_.push_back(way_of(static_cast<int>(i)));
  }

  System& system() { return *subject_.system; }

  std::vector<double> next() {
    std::vector<double> inputs = subject_.design.inputs;
    for (size_t i = 0; i < inputs.size(); ++i) inputs[i] = value(static_cast<int>(i), inputs[i]);
    for (const auto& slot : rows_) {
      for (const RowValue& v : slot[random_() % slot.size()]) inputs[static_cast<size_t>(v.input)] = v.value;
    }
    return inputs;
  }

  double uniform() {
    switch (random_() % 8) {
      case 0:
        return 0;
      case 1:
        return 1;
      default:
        return static_cast<double>(random_()) / 4294967296.0;
    }
  }

 private:
  const KnobRange* way_of(int row) {
    const Input& input = subject_.system->sheet.inputs()[static_cast<size_t>(row)];
    for (const KnobRange& range : knob_ranges) {
      if (range.input == input.name) return &range;
    }
    const bool listed = input.steps == Steps::named || input.steps == Steps::powers_of_two;
    const bool filled = std::find(filled_.begin(), filled_.end(), row) != filled_.end();
    if (!listed && !filled) FAIL_CHECK("no range for " << input.name);  // a new input wants one above
    return nullptr;
  }

  double value(int row, double standing) {
    const Input& input = subject_.system->sheet.inputs()[static_cast<size_t>(row)];
    if (input.steps == Steps::named) return static_cast<double>(random_() % input.choices.size());
    if (input.steps == Steps::powers_of_two) return std::exp2(random_() % 7);
    const KnobRange* range = ways_[static_cast<size_t>(row)];
    if (range == nullptr) return standing;
    const double u = uniform();
    const double v =
        range->log ? range->min * std::pow(range->max / range->min, u) : range->min + u * (range->max - range->min);
    return input.steps == Steps::integer ? std::round(v) : v;
  }

  Subject subject_;
  std::mt19937 random_;
  std::vector<std::vector<std::vector<RowValue>>> rows_;
  std::vector<int> filled_;
  std::vector<const KnobRange*> ways_;
};

}  // namespace wallflip::test
