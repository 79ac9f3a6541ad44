#pragma once

// An image by diffusion: the same transformer, step after step, then the picture is decoded.
//
// Simplifications: every step costs the same; guidance doubles the passes; text encoder and image decoder take a fixed
// time; one image at a time on one GPU; images wait in one line for any free GPU, their times taken as exponential
// (M/M/c), so the wait shown is an upper bound.
// Sources: Peebles and Xie 2022, arXiv 2212.09748; Erlang C.
//
//   image = fixed + steps * (2 with guidance, else 1) * pass        GPUs = images a second * image * headroom

#include "model/physics/encoder.hpp"
#include "model/physics/queue.hpp"

namespace wallflip {

struct DiffusionJob {
  Section s;  ///< "diffusion"
  Section slo, load;

  Quantity steps = s.count("steps", {28, unitless}, "denoising steps", lesson_default);
  Quantity tokens = s.count("tokens", 4608 * token, "tokens of one image with its text", lesson_default);
  Quantity guidance = s.choice("guidance", {"off", "on"}, 0, "classifier-free guidance", lesson_default);
  Quantity fixed_time = s.input("fixed_time", 0.3 * second, "text encoder and image decoder", lesson_default);
  Quantity target = slo.input("image_time", 5 * second, "time an image may take", lesson_default);
  Quantity request_rate = load.input("request_rate", 10 * (unitless / second), "images a second", lesson_default);
  Quantity passes = s.let("passes", steps* select(guidance == 1, 2.0, 1.0), unitless, "passes for one image", dit_2022);
};

struct Diffusion {
  Section s;  ///< "diffusion"
  DiffusionJob job;
  EncoderPass pass;

  Quantity denoise_span =
      s.let("denoise_span", job.passes* pass.span, second, "all passes, whether or not it fits", dit_2022);
  Quantity denoise_time = s.let("denoise_time", job.passes* pass.time, second, "time of all passes", dit_2022);
  Quantity image_time = s.let("image_time", job.fixed_time + denoise_time, second, "time of one image", dit_2022);
};

/// GPUs for a rate of images, and what one costs.
struct ImageFleet {
  Section fleet, cost, line;
  Diffusion diffusion;

  Quantity headroom = fleet.input("headroom", 1.3, "GPUs for each GPU that is busy", lesson_default);
  Quantity need = fleet.let("need", diffusion.job.request_rate* diffusion.image_time* diffusion.pass.gpus, gpu_count,
                            "GPUs busy on average", queueing);
  Quantity gpus = fleet.let("gpus", ceil(need* headroom), gpu_count, "GPUs of the fleet", definition);
  Quantity per_image = cost.let("per_image", gpus* diffusion.pass.gpu.price_per_hour / diffusion.job.request_rate,
                                dollar, "$ for one image", definition);
  Quantity servers = line.let("servers", gpus / diffusion.pass.gpus, unitless, "images made at once", definition);
  Quantity level = line.input("level", 0.95, "share of images that wait less", lesson_default, "%");
  SharedQueue queue{line, servers, diffusion.job.request_rate, diffusion.image_time, level};
};

}  // namespace wallflip
