#pragma once

// What feeds a training job: storage that reads samples, hosts that decode them, GPUs that consume them.
//
// Simplifications: every GPU consumes at one steady rate; a node's readers share its storage link evenly; decoding
// scales with cores; a GPU waits only for what the prefetch queue does not cover. What a GPU takes: napkin: images as
// stated, text at one MFU; detailed: images by the layers of a ResNet-50, text by the steps of a training plan.
// Sources: MLPerf Storage (accelerator utilisation); tf.data (arXiv 2101.12127) for prefetching; definition for the
// rest.
//
//   host = rate * CPU time / cores     storage = GPUs of a node * rate * sample / read bandwidth     compute = 1
//   accelerator utilisation AU = 1 / max(host, storage, 1) = min(1, supply / demand)
//   a queue of d batches rides a hiccup of (d - 1) steps          a step is delayed with 1 - (1 - p)^ranks

#include "model/physics/convolution_times.hpp"
#include "model/physics/fidelity.hpp"

namespace wallflip {

/// What a ResNet-50 alone would let a GPU take: the reason why the images a second are an input.
struct ImageCeiling {
  Section s;  ///< "image"
  ConvTimes layers;
  Quantity mfu;

  Quantity train_flops =
      s.let("train_flops", 3 * layers.net.forward_flops, flop, "FLOP to train on one image", scaling_book);
  Quantity napkin_ceiling =
      s.let("napkin_ceiling", layers.gpu.peak_flops* mfu / train_flops, unitless / second / gpu_count,
            "images a second if only the FLOP counted", scaling_book);
  Quantity detailed_ceiling = s.let("detailed_ceiling", 1 / (layers.time * (1 * gpu_count)),
                                    unitless / second / gpu_count, "images a second of its layers", resnet_2015);
  Quantity ceiling = s.let("ceiling", by_fidelity(s, napkin_ceiling, detailed_ceiling), unitless / second / gpu_count,
                           "images a second if nothing held the GPU up", definition);
};

/// One sample of each modality, and how fast a GPU takes them.
struct Samples {
  Section s;  ///< "data"
  Llm llm;
  Gpu gpu;
  Quantity mfu;           ///< achieved fraction of the peak in training
  Quantity step_tokens;   ///< token/second/GPU: of the steps of a training plan (detailed)
  Quantity layer_images;  ///< 1/second/GPU: of the net's layers (detailed)

  Quantity modality = s.choice("modality", {"image", "volume", "text"}, 0, "what is trained on", lesson_default);
  Quantity samples_per_gpu = s.input("samples_per_gpu", 1700 * (unitless / second / gpu_count),
                                     "images a GPU takes a second, as measured", lesson_default);
  Quantity volumes_per_gpu =
      s.input("volumes_per_gpu", 20 * (unitless / second / gpu_count), "volumes a GPU takes a second", lesson_default);
  Quantity image_bytes = s.input("image_bytes", 114660 * byte, "one stored image", mlperf_storage);
  Quantity volume_bytes = s.input("volume_bytes", 146.6e6 * byte, "one stored volume", mlperf_storage);
  Quantity image_cpu = s.input("image_cpu", 0.008 * second, "CPU time to decode one image", lesson_default);
  Quantity volume_cpu = s.input("volume_cpu", 0.3 * second, "CPU time to crop one volume", lesson_default);
  Quantity text_tokens = s.count("text_tokens", 8192 * token, "tokens of one text sample", lesson_default);
  Quantity token_bytes = s.input("token_bytes", 4 * byte / token, "one stored token", lesson_default);
  Quantity text_cpu = s.input("text_cpu", 0.001 * second, "CPU time to pack one text sample", lesson_default);

  Quantity train_flops =
      s.let("train_flops", 3 * llm.forward_flops, flop / token, "FLOP to train on one token", scaling_book);
  Quantity napkin_tokens = s.let("napkin_tokens", gpu.peak_flops* mfu / train_flops, token / second / gpu_count,
                                 "tokens a GPU trains on a second, at one MFU", scaling_book);
  Quantity tokens_per_gpu = s.let("tokens_per_gpu", by_fidelity(s, napkin_tokens, step_tokens),
                                  token / second / gpu_count, "tokens a GPU trains on a second", definition);
  Quantity images_per_gpu = s.let("images_per_gpu", by_fidelity(s, samples_per_gpu, layer_images),
                                  unitless / second / gpu_count, "images a GPU takes a second", definition);
  Quantity texts_per_gpu = s.let("texts_per_gpu", tokens_per_gpu / text_tokens, unitless / second / gpu_count,
                                 "text samples a GPU takes a second", definition);
  Quantity text_bytes = s.let("text_bytes", text_tokens* token_bytes, byte, "one text sample", definition);
  Quantity of_modality(const char* name, Quantity image, Quantity volume, Quantity text, const Unit& unit,
                       const char* label) const {
    return s.let(name, select(modality == 0, image, select(modality == 1, volume, text)), unit, label, definition);
  }
  Quantity rate = of_modality("rate", images_per_gpu, volumes_per_gpu, texts_per_gpu, unitless / second / gpu_count,
                              "samples a GPU takes a second");
  Quantity sample_bytes = of_modality("sample_bytes", image_bytes, volume_bytes, text_bytes, byte, "one stored sample");
  Quantity sample_cpu =
      of_modality("sample_cpu", image_cpu, volume_cpu, text_cpu, second, "CPU time to prepare one sample");
};

/// Supply against demand, per GPU and per node.
struct DataPlane {
  Section s;        ///< "data"
  Section storage;  ///< "storage"
  Samples samples;

  Quantity cores_per_gpu =
      s.count("cores_per_gpu", 12 * (unitless / gpu_count), "CPU cores for each GPU", lesson_default);
  Quantity gpus_per_node = s.count("gpus_per_node", 8 * gpu_count, "GPUs that share one reader", lesson_default);
  Quantity read_bw = storage.input("read_bw", 10e9 * byte / second, "storage read bandwidth of a node", lesson_default);
  Quantity cache_hit =
      storage.input("cache_hit", 0, "share of reads that a drive in the node serves", lesson_default, "%");
  Quantity offload =
      s.input("offload", 0, "share of the decoding done on the GPU or ahead of time", lesson_default, "%");
  Quantity growth = s.input("growth", 1, "stored bytes of a sample, times its original", lesson_default);
  Quantity au_target = s.input("au_target", 0.9, "accelerator utilisation to reach", mlperf_storage, "%");

  Quantity host_cpu =
      s.let("host_cpu", samples.sample_cpu*(1 - offload), second, "CPU time left on the host", definition);
  Quantity host =
      s.let("host", samples.rate* host_cpu / cores_per_gpu, unitless, "cores wanted over cores there", mlperf_storage);
  Quantity read_bytes =
      s.let("read_bytes", samples.sample_bytes* growth*(1 - cache_hit), byte, "read from storage a sample", definition);
  Quantity bytes_per_gpu = s.let("bytes_per_gpu", samples.rate* read_bytes, byte / second / gpu_count,
                                 "storage traffic of a GPU", definition);
  Quantity node_bytes =
      s.let("node_bytes", gpus_per_node* bytes_per_gpu, byte / second, "storage traffic of a node", definition);
  Quantity fetch =
      s.let("fetch", node_bytes / read_bw, unitless, "traffic wanted over bandwidth there", mlperf_storage);
  Quantity slowest =
      s.let("slowest", max({host, fetch, 1}), unitless, "demand over supply of the slowest stage", definition);
  Quantity utilisation =
      s.let("utilisation", 1 / slowest, unitless, "accelerator utilisation (AU)", mlperf_storage, "%");
  Quantity wasted = s.let("wasted", 1 - utilisation, unitless, "GPU time that waits for data", definition, "%");
  Quantity supply = s.let("supply", samples.rate* utilisation, unitless / second / gpu_count,
                          "samples a second that reach a GPU", definition);
};

/// A pause of storage, ridden by the queue; and the buffer that shuffles.
struct Prefetch {
  Section s;  ///< "data"
  DataPlane plane;

  Quantity prefetch = s.count("prefetch", {4, unitless}, "batches in the prefetch queue", lesson_default);
  Quantity hiccup = s.input("hiccup", 0.5 * second, "pause of the storage", lesson_default);
  Quantity step_time = s.input("step_time", 0.067 * second, "one training step", lesson_default);
  Quantity shuffle_samples =
      s.count("shuffle_samples", {10000, unitless}, "samples in the shuffle buffer", lesson_default);
  Quantity host_bytes = s.input("host_bytes", 2e12 * byte, "memory of the host", lesson_default);

  Quantity depth_needed =
      s.let("depth_needed", hiccup / step_time + 1, unitless, "batches that ride the pause, real-valued", tfdata_2021);
  Quantity depth = s.let("depth", ceil(depth_needed), unitless, "batches that ride the pause", tfdata_2021);
  Quantity ridden =
      s.let("ridden", max(prefetch - 1, 0) * step_time, second, "pause that the queue rides", tfdata_2021);
  Quantity stall = s.let("stall", max(hiccup - ridden, 0 * second), second, "time the GPUs stand still", definition);
  Quantity shuffle_bytes = s.let("shuffle_bytes", shuffle_samples* plane.samples.sample_bytes, byte,
                                 "memory of the shuffle buffer", definition);
  Quantity shuffle_share = s.let("shuffle_share", shuffle_bytes / host_bytes, unitless,
                                 "shuffle buffer over the host's memory", definition, "%");
};

/// A synchronous step waits for its slowest rank.
struct Stragglers {
  Section s;       ///< "straggler"
  Quantity ranks;  ///< plain number

  Quantity p = s.input("p", 0.001, "chance that one rank is late in a step", lesson_default, "%");
  Quantity delayed =
      s.let("delayed", 1 - pow(1 - p, ranks), unitless, "steps that wait for a late rank", definition, "%");
};

/// All GPUs together, as text: what a token costs in bytes.
struct TextTraffic {
  Section s;  ///< "text"
  Samples samples;
  Quantity gpus;  ///< GPU

  Quantity tokens =
      s.let("tokens", gpus* samples.tokens_per_gpu, token / second, "tokens trained on a second", scaling_book);
  Quantity bytes = s.let("bytes", tokens* samples.token_bytes, byte / second, "text read by all GPUs", definition);
};

}  // namespace wallflip
