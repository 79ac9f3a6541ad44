#pragma once

// A pile of documents to be done by a time: embedded, classified (prompt only) or rewritten (prompt and output).
//
// Simplifications: documents are alike; GPUs are busy all the time and change phases at no cost; an embedding model
// reads the whole document at once without a mask and keeps no KV; its vectors leave over the NIC unhindered. Sources:
// the scaling book (4 layers hidden s^2 without a mask); LESSONS 18; definition.
//
//   GPU time of a document = prefill + G * step / B            embed: (2 N s + 4 layers hidden s^2) / (peak * MFU)
//   GPUs = documents * GPU time / window, stragglers added     spot price = price * (1 - discount) * (1 + rework)

#include "model/physics/pool.hpp"

namespace wallflip {

/// A model that reads both ways, in 16 bits.
struct Encoder {
  Section s;  ///< "encoder"
  Gpu gpu;
  Quantity mfu;     ///< achieved fraction of the peak in prefill
  Quantity tokens;  ///< token: of one document

  Quantity params = s.input("params", 3e8, "parameters of the embedding model", lesson_default);
  Quantity layers = s.count("layers", {24, unitless}, "its layers", lesson_default);
  Quantity hidden = s.count("hidden", {1024, unitless}, "its hidden size", lesson_default);
  Quantity vector_bytes = s.input("vector_bytes", 768 * 2 * byte, "one vector: 768 numbers of 2 bytes", lesson_default);

  Quantity linear_flops =
      s.let("linear_flops", 2 * flop / token * params * tokens, flop, "FLOP of the GEMMs", scaling_book);
  Quantity quadratic_flops = s.let("quadratic_flops", 4 * flop / (token * token) * layers * hidden * tokens * tokens,
                                   flop, "FLOP of attention, both ways", scaling_book);
  Quantity time = s.let("time", (linear_flops + quadratic_flops) / (gpu.peak_bf16 * mfu), second* gpu_count,
                        "GPU time of one document", scaling_book);
};

/// GPU time of one document in each phase, and of all.
struct BatchJob {
  Section s;     ///< "job"
  Section load;  ///< "load"
  Section spot;  ///< "spot"
  Quantity job;  ///< 0 embed, 1 classify, 2 generate
  Encoder encoder;
  Prefill prefill;
  Decode decode;
  Quantity output;  ///< token

  Quantity documents = load.input("documents", 1e9, "documents", lesson_default);
  Quantity window = s.input("window", 12 * 3600 * second, "time until all must be done", lesson_default, "h");
  Quantity padding = s.input("padding", 0, "share of tokens that is padding", lesson_default, "%");
  Quantity stragglers = s.input("stragglers", 0.1, "GPUs added for stragglers when generating", lesson_default, "%");
  Quantity discount = spot.input("discount", 0.6, "spot discount", lesson_default, "%");
  Quantity rework = spot.input("rework", 0.05, "work lost to preemptions and done again", lesson_default, "%");

  Quantity useful = s.let("useful", max(1 - padding, 0.01), unitless, "share of tokens that is text", definition, "%");
  Quantity prompt_time =
      s.let("prompt_time", prefill.span* prefill.split.tp, second* gpu_count, "prefill of one", pope_2022);
  Quantity read_time = s.let("read_time", select(job == 0, encoder.time, prompt_time) / useful, second* gpu_count,
                             "GPU time that reading one document takes", definition);
  Quantity steps = s.let("steps", output / decode.tokens / useful * decode.split.tp, gpu_count,
                         "share of a step that one document uses, in GPU steps", definition);
  Quantity share =
      s.let("share", select(job == 2, steps, 0 * gpu_count), gpu_count, "the same for this job", definition);
  Quantity decode_mem =
      s.let("decode_mem", share* decode.bandwidth_wall, second* gpu_count, "GPU time of decode's bytes", pope_2022);
  Quantity decode_gemm =
      s.let("decode_gemm", share* decode.compute_wall, second* gpu_count, "GPU time of decode's GEMMs", pope_2022);
  Quantity decode_net =
      s.let("decode_net", share* decode.net_time, second* gpu_count, "GPU time of decode's all-reduces", pope_2022);
  Quantity write_time =
      s.let("write_time", share* decode.span, second* gpu_count, "GPU time that writing one document takes", pope_2022);
  Quantity document_time =
      s.let("document_time", read_time + write_time, second* gpu_count, "GPU time of one document", definition);
  Quantity decode_share = s.let("decode_share", write_time / document_time, unitless,
                                "share of the GPU time that decodes", definition, "%");
  Quantity gpu_time =
      s.let("gpu_time", documents* document_time, second* gpu_count, "GPU time of all documents", definition);
  Quantity spread = s.let("spread", select(job == 2, 1 + stragglers, 1.0), unitless, "room for stragglers", definition);
  Quantity need = s.let("need", gpu_time / window * spread, gpu_count, "GPUs, as a real number", definition);
  Quantity read_rate = s.let("read_rate", prefill.tokens / read_time, token / second / gpu_count,
                             "tokens that a GPU reads a second", definition);
  Quantity output_rate = s.let("output_rate", documents* output / window, token / second,
                               "output tokens a second over the window", definition);
};

}  // namespace wallflip
