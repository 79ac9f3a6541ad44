#pragma once

// One step of a serving engine: what its kernels, its launches and its scheduler take on a given accelerator.
//
// Simplifications: every part of a step is one fraction of the data sheet or one time per layer, sequence or token;
// reading and multiplying overlap smoothly rather than perfectly; experts are chosen evenly; attention data-parallel
// over the same GPUs takes what tensor-parallel takes.
// Why not the operators of step_operators.hpp: their constants are of single kernels measured alone, these of whole
// runs from outside, where an engine's own kernels, fusion and scheduler cannot be told apart. With the operators'
// products in place of EngineGemms (their rate and the time of a layer refitted, the rest as it is) the median error of
// a request's time over 1,200 serving runs went from 7% to 11%, its mean from 13% to 30% (experts in other widths).
// Sources: Pope et al. 2022 for the terms; their sizes are fitted to serving runs (engine_runs), one set for an engine
// on a generation of accelerators, none for a model or a run.
//
//   read = (dense weights + experts touched) / rate        compute = FLOP / rate, every touched expert padded by a tile
//   GEMMs = (read^4 + compute^4)^(1/4)
//   decode step = GEMMs + KV read + all-reduces + host;    host = a step + a layer * layers + a sequence * batch
//   prompt = the GEMMs it adds to a step + attention + all-reduces + host, chunk by chunk
//   That is the detailed side, which stands by default (systems/serving_point.cpp). Napkin: one MBU for all that is
//   read, one MFU for all that is multiplied, GEMMs = max(read, compute), no host; all-reduces and what is outside the
//   engine are the same.

#include "model/physics/fidelity.hpp"
#include "model/physics/kv_cache.hpp"

namespace wallflip {

struct ServingEngine {
  Section s;

  Quantity read_fraction =
      s.input("read_fraction", 0.84, "achieved fraction of the bandwidth, dense weights", engine_runs, "%");
  Quantity expert_read_fraction =
      s.input("expert_read_fraction", 0.67, "achieved fraction of the bandwidth, experts", engine_runs, "%");
  Quantity kv_fraction = s.input("kv_fraction", 0.69, "achieved fraction of the bandwidth, KV cache", engine_runs, "%");
  Quantity mfu = s.input("mfu", 0.5, "achieved fraction of the peak, napkin fidelity", lesson_default, "%");
  Quantity gemm_fraction = s.input("gemm_fraction", 0.74, "achieved fraction of the peak, GEMMs", engine_runs, "%");
  Quantity expert_fraction =
      s.input("expert_fraction", 0.333, "rate of the experts' GEMMs over the dense ones'", engine_runs, "%");
  Quantity expert_tile =
      s.input("expert_tile", 9.7 * token, "tokens of padding each touched expert computes", engine_runs);
  Quantity attention_fraction =
      s.input("attention_fraction", 0.436, "achieved fraction of the 16-bit peak, prompt attention", engine_runs, "%");
  Quantity link_fraction =
      s.input("link_fraction", 0.536, "achieved fraction of the link in all-reduces", engine_runs, "%");
  Quantity hop_time = s.input("hop_time", 1.08e-5 * second, "start of an all-reduce between two GPUs", engine_runs);
  Quantity hop_growth = s.input("hop_growth", 0.18, "that much more for each doubling of the GPUs", engine_runs);
  Quantity step_time = s.input("step_time", 2.8e-4 * second, "host time of a step", engine_runs);
  Quantity layer_time = s.input("layer_time", 4.18e-5 * second, "launches and gaps of one layer", engine_runs);
  Quantity expert_layer_time = s.input("expert_layer_time", 1e-5 * second,
                                       "more of it in a layer with experts: routing, sorting, adding up", engine_runs);
  Quantity sequence_time =
      s.input("sequence_time", 6.7e-6 * second / sequence, "host time of a sequence in a step", engine_runs);
  Quantity prompt_token_time =
      s.input("prompt_token_time", 3.85e-7 * second / token, "host time of a prompt token", engine_runs);
  Quantity prompt_layer_time =
      s.input("prompt_layer_time", 2.79e-4 * second, "more launches of one layer in a step with prompts", engine_runs);
  Quantity request_delay =
      s.input("request_delay", 0.0145 * second, "from the caller to the scheduler and back", engine_runs);
  Quantity caller_delay =
      s.input("caller_delay", 6.1e-4 * second / sequence, "more of it for each caller at work", engine_runs);
  Quantity memory_fraction =
      s.input("memory_fraction", 0.93, "share of the memory that weights and KV cache may take", engine_runs, "%");
  Quantity step_tokens = s.count("step_tokens", 8192 * token, "most tokens in a step", engine_runs);
  Quantity scheduling = s.choice("scheduling", {"mixed", "prompts first"}, 0, "what a step may hold", engine_runs);
  Quantity admission =
      s.choice("admission", {"prompt fits", "answer fits"}, 0, "what must fit before a request runs", engine_runs);
  Quantity expert_bytes_per_param =
      s.input("expert_bytes_per_param", 1 * byte, "bytes a weight of an expert", engine_runs);
};

/// What of a step does not depend on the tokens in it.
struct EngineRates {
  Section s;
  Llm llm;
  Gpu gpu;
  Split split;
  KvCache kv;  ///< at the mean context of a running sequence
  ServingEngine engine;

  Quantity ranks = s.let("ranks", split.tp / (1 * gpu_count), unitless, "GPUs of the replica", definition);
  Quantity mem_bw = s.let("mem_bw", split.tp* gpu.mem_bw, byte / second, "memory bandwidth of the replica", definition);
  Quantity dense_params =
      s.let("dense_params", llm.params - llm.expert_params, unitless, "parameters outside experts", definition);
  Quantity dense_read_time =
      s.let("dense_read_time", dense_params* llm.bytes_per_param / (mem_bw * engine.read_fraction), second,
            "time to read them", pope_2022);
  Quantity expert_read_time = s.let(
      "expert_read_time", llm.expert_params* engine.expert_bytes_per_param / (mem_bw * engine.expert_read_fraction),
      second, "time to read all experts", pope_2022);
  Quantity gemm_rate = s.let("gemm_rate", split.tp* gpu.peak_flops* engine.gemm_fraction, flop / second,
                             "rate of the dense GEMMs", engine_runs);
  Quantity expert_rate =
      s.let("expert_rate", gemm_rate* engine.expert_fraction, flop / second, "rate of the experts' GEMMs", engine_runs);
  Quantity expert_share = s.let("expert_share", llm.active_experts / llm.experts, unitless,
                                "share of the experts that one token visits", definition, "%");
  Quantity dense_token_time = s.let("dense_token_time", 2 * flop / token * dense_params / gemm_rate, second / token,
                                    "dense GEMMs of one token", scaling_book);
  Quantity expert_token_time =
      s.let("expert_token_time", 2 * flop / token * llm.expert_params * expert_share / expert_rate, second / token,
            "experts of one token", scaling_book);
  Quantity expert_tile_time =
      s.let("expert_tile_time", 2 * flop / token * llm.expert_params * engine.expert_tile / expert_rate, second,
            "padding of all experts", engine_runs);
  Quantity token_time = s.let("token_time", dense_token_time + expert_token_time, second / token,
                              "GEMMs of one token while compute is the wall", scaling_book);
  Quantity kv_ranks = s.let("kv_ranks", select(llm.latent_rank > 0, 1, min(ranks, llm.kv_heads)), unitless,
                            "GPUs that the KV cache is cut over", pope_2022);
  Quantity kv_bw = s.let("kv_bw", kv_ranks* gpu.mem_bw* engine.kv_fraction*(1 * gpu_count), byte / second,
                         "rate at which the KV cache is read", pope_2022);
  Quantity napkin_bw =
      s.let("napkin_bw", split.tp* gpu.effective_mem_bw, byte / second, "rate of all reads by one MBU", pope_2022);
  Quantity napkin_flops = s.let("napkin_flops", split.tp* gpu.peak_flops* engine.mfu, flop / second,
                                "rate of all products by one MFU", pope_2022);
  Quantity napkin_kv_time = s.let("napkin_kv_time", kv.bytes_per_sequence / napkin_bw, second / sequence,
                                  "time to read the KV of one sequence, by one MBU", pope_2022);
  Quantity engine_kv_time = s.let("engine_kv_time", kv.bytes_per_sequence / kv_bw, second / sequence,
                                  "time to read the KV of one sequence, as the engine does", pope_2022);
  Quantity kv_sequence_time = s.let("kv_sequence_time", by_fidelity(s, napkin_kv_time, engine_kv_time),
                                    second / sequence, "time to read the KV of one sequence", pope_2022);
  Quantity several = s.let("several", min(ranks - 1, 1), unitless, "0 for a GPU alone, else 1", definition);
  Quantity doublings =
      s.let("doublings", log2(max(ranks, 2)) - 1, unitless, "doublings of the GPUs beyond two", definition);
  Quantity hops_time =
      s.let("hops_time", 2 * llm.layers * several * engine.hop_time * (1 + engine.hop_growth * doublings), second,
            "starts of a step's all-reduces", engine_runs);
  Quantity link = s.let("link", max(gpu.link_bw, 1 * byte / second / gpu_count) * (1 * gpu_count), byte / second,
                        "link of one GPU, at least a byte a second", definition);
  Quantity sent_per_token =
      s.let("sent_per_token", 2 * llm.layers * llm.activation_bytes_per_token * 2 * (1 - 1 / ranks), byte / token,
            "bytes a GPU sends in all-reduces for one token", megatron_2021);
  Quantity link_token_time = s.let("link_token_time", sent_per_token / (link * engine.link_fraction), second / token,
                                   "all-reduces of one token", megatron_2021);
  Quantity experts_time = s.let("experts_time", llm.moe_layers* engine.expert_layer_time, second,
                                "launches of the layers with experts", engine_runs);
  Quantity engine_host_time =
      s.let("engine_host_time", engine.step_time + llm.layers * engine.layer_time + experts_time, second,
            "host and launches of a step, as the engine's", engine_runs);
  Quantity host(const char* name, Quantity of_engine, const Unit& unit, const char* label) const {
    return s.let(name, select(model_fidelity(s) == 0, 0 * of_engine, of_engine), unit, label, engine_runs);
  }
  Quantity host_time = host("host_time", engine_host_time, second, "host and launches of a step");
  Quantity sequence_time =
      host("sequence_time", engine.sequence_time, second / sequence, "host time of a sequence in a step");
  Quantity prompt_token_time =
      host("prompt_token_time", engine.prompt_token_time, second / token, "host time of a prompt token");
  Quantity prompt_layer_time =
      host("prompt_layer_time", engine.prompt_layer_time, second, "more launches of one layer in a step with prompts");
};

/// The GEMMs of a step with so many tokens in it.
struct EngineGemms {
  Section s;
  EngineRates rates;
  Quantity tokens;  ///< token

  Quantity touched = s.let("touched", 1 - pow(1 - rates.expert_share, tokens / (1 * token)), unitless,
                           "share of the experts that the step reads", scaling_book, "%");
  Quantity dense_bytes =
      s.let("dense_bytes", rates.dense_params* rates.llm.bytes_per_param, byte, "dense weights read", pope_2022);
  Quantity expert_bytes = s.let("expert_bytes", touched* rates.llm.expert_params* rates.engine.expert_bytes_per_param,
                                byte, "experts read", pope_2022);
  Quantity napkin_read = s.let("napkin_read", (dense_bytes + expert_bytes) / rates.napkin_bw, second,
                               "time to read the weights, by one MBU", pope_2022);
  Quantity engine_read = s.let("engine_read", rates.dense_read_time + touched * rates.expert_read_time, second,
                               "time to read the weights, as the engine does", pope_2022);
  Quantity read_time =
      s.let("read_time", by_fidelity(s, napkin_read, engine_read), second, "time to read the weights", pope_2022);
  Quantity napkin_compute = s.let("napkin_compute", tokens* rates.llm.forward_flops / rates.napkin_flops, second,
                                  "time to multiply, by one MFU", pope_2022);
  Quantity engine_compute = s.let("engine_compute", tokens* rates.token_time + touched * rates.expert_tile_time, second,
                                  "time to multiply, as the engine does", pope_2022);
  Quantity compute_time =
      s.let("compute_time", by_fidelity(s, napkin_compute, engine_compute), second, "time to multiply", pope_2022);
  Quantity longer = s.let("longer", max(read_time, compute_time), second, "the longer of the two", pope_2022);
  Quantity ratio = s.let("ratio", min(read_time, compute_time) / longer, unitless, "the shorter over it", definition);
  Quantity square = s.let("square", ratio* ratio, unitless, "its square", definition);
  Quantity engine_gemms = s.let("engine_gemms", longer* sqrt(sqrt(1 + square * square)), second,
                                "reading and multiplying, smoothly overlapped", engine_runs);
  Quantity gemm_time =
      s.let("gemm_time", by_fidelity(s, longer, engine_gemms), second, "reading and multiplying", pope_2022);
};

/// One step that makes a token for each of `batch` sequences.
struct EngineDecode {
  Section s;
  EngineRates rates;
  Quantity batch;  ///< sequence

  Quantity tokens = s.let("tokens", batch*(1 * token / sequence), token, "tokens made in one step", definition);
  EngineGemms gemms{s, rates, tokens};
  Quantity kv_time = s.let("kv_time", batch* rates.kv_sequence_time, second, "time to read the KV cache", pope_2022);
  Quantity net_time = s.let("net_time", rates.hops_time + tokens * rates.link_token_time, second,
                            "time of the all-reduces", megatron_2021);
  Quantity host_time =
      s.let("host_time", rates.host_time + batch * rates.sequence_time, second, "host and launches", engine_runs);
  Quantity step_time =
      s.let("step_time", gemms.gemm_time + kv_time + net_time + host_time, second, "one decode step", pope_2022);
};

/// What `prompts` prompts of equal length take in steps that hold `beside` other tokens, over the step without them.
struct EnginePrompt {
  Section s;
  EngineRates rates;
  Quantity prompt;   ///< token: of one of them
  Quantity prompts;  ///< unitless
  Quantity beside;   ///< token
  Quantity without;  ///< second: GEMMs of the step without prompts

  Quantity tokens = s.let("tokens", prompt* prompts, token, "prompt tokens", definition);
  Quantity chunk = s.let("chunk", max(min(tokens, rates.engine.step_tokens), 1 * token), token,
                         "prompt tokens in one step", sarathi_2024);
  Quantity chunks = s.let("chunks", tokens / chunk, unitless, "steps that they share, as a real number", sarathi_2024);
  Quantity step_tokens = s.let("step_tokens", beside + chunk, token, "tokens in one of these steps", sarathi_2024);
  EngineGemms gemms{s, rates, step_tokens};
  Quantity added_time =
      s.let("added_time", chunks*(gemms.gemm_time - without), second, "GEMMs that the prompts add", pope_2022);
  Quantity full_pairs = s.let("full_pairs", rates.kv.full_layers* prompt* prompt / 2, token* token,
                              "pairs attended to in full layers, one prompt", scaling_book);
  Quantity window_tokens = s.let("window_tokens", min(prompt, rates.llm.window*(1 * sequence)), token,
                                 "tokens a windowed layer looks back", definition);
  Quantity pairs = s.let("pairs", full_pairs + rates.llm.window_layers * prompt * window_tokens, token* token,
                         "pairs attended to, one prompt", scaling_book);
  Quantity pair_flops = s.let("pair_flops", 4 * flop / (token * token) * rates.llm.heads * rates.llm.head_dim,
                              flop / (token * token), "FLOP of one pair", scaling_book);
  Quantity attention_rate =
      s.let("attention_rate", rates.split.tp* rates.gpu.peak_bf16* rates.engine.attention_fraction, flop / second,
            "rate of prompt attention", engine_runs);
  Quantity napkin_attention = s.let("napkin_attention", prompts* pairs* pair_flops / rates.napkin_flops, second,
                                    "attention of the prompts, by one MFU", scaling_book);
  Quantity engine_attention = s.let("engine_attention", prompts* pairs* pair_flops / attention_rate, second,
                                    "attention of the prompts, as the engine does", scaling_book);
  Quantity attention_time = s.let("attention_time", by_fidelity(s, napkin_attention, engine_attention), second,
                                  "attention of the prompts", scaling_book);
  Quantity host_time =
      s.let("host_time", tokens* rates.prompt_token_time + chunks * rates.llm.layers * rates.prompt_layer_time, second,
            "host and launches that the prompts add", engine_runs);
  Quantity net_time =
      s.let("net_time", tokens* rates.link_token_time, second, "all-reduces that the prompts add", megatron_2021);
  Quantity time = s.let("time", added_time + attention_time + net_time + host_time, second,
                        "what the prompts add to their steps", pope_2022);
};

}  // namespace wallflip
