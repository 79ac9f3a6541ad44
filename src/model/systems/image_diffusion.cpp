#include "model/systems/image_diffusion.hpp"

#include "model/physics/diffusion.hpp"

namespace wallflip {
namespace {

constexpr LlmShape dit_12b{12e9, 57, 3072, 24};

struct Memory {
  Section s;
  Llm llm;
  Gpu gpu;

  Quantity gpus = s.let("gpus", 1 * gpu_count, gpu_count, "one GPU", definition);
  Quantity available_bytes =
      s.let("available_bytes", gpus* gpu.usable_bytes, byte, "memory for the weights", definition);
  Requirement fits =
      s.require("fits", llm.weight_bytes <= available_bytes, "needs {llm.weight_bytes}, has {memory.available_bytes}");
};

struct Pressures {
  Section s, requirement;
  Memory memory;
  Diffusion image;

  Quantity capacity = s.let("capacity", memory.llm.weight_bytes / memory.available_bytes, unitless,
                            "pressure on memory capacity", definition);
  Quantity bandwidth =
      s.let("bandwidth", image.pass.bandwidth_share, unitless, "reading weights, over the pass", definition);
  Quantity compute = s.let("compute", image.pass.compute_share, unitless, "FLOP, over the pass", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
  Quantity whole = requirement.let("whole", (image.job.fixed_time + image.denoise_span) / image.job.target, unitless,
                                   "the whole image over its target", definition);
  Quantity by_bandwidth =
      requirement.let("bandwidth", whole* bandwidth, unitless, "the image if bandwidth is to blame", definition);
  Quantity by_compute =
      requirement.let("compute", whole* compute, unitless, "the image if compute is to blame", definition);
};

std::vector<Contest> contests_of(const Pressures& p) {
  const Contestant full{p.capacity, "capacity", Wall::capacity};
  return {
      {"walls",
       Pick::largest,
       {full, {p.bandwidth, "bandwidth", Wall::bandwidth}, {p.compute, "compute", Wall::compute}}},
      {"requirement",
       Pick::largest,
       {{p.met, "met", {}},
        full,
        {p.by_bandwidth, "bandwidth", Wall::bandwidth},
        {p.by_compute, "compute", Wall::compute}}},
      {"phases",
       Pick::largest,
       {{p.image.job.fixed_time, "fixed", {}}, {p.image.denoise_span, "denoise", Wall::compute}}},
      {"step_parts",
       Pick::largest,
       {{p.image.pass.linear_flops, "linear", {}}, {p.image.pass.quadratic_flops, "quadratic", {}}}},
  };
}

}  // namespace

void build_image_diffusion(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm"), dit_12b};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Memory memory{sheet.section("memory"), llm, gpu};
  const DiffusionJob job{sheet.section("diffusion"), sheet.section("slo"), sheet.section("load")};
  const Quantity mfu =
      sheet.section("prefill").input("mfu", 0.5, "achieved fraction of the peak in one pass", lesson_default, "%");
  const EncoderPass pass{sheet.section("step"), llm, gpu, memory.gpus, mfu, job.tokens, memory.fits};
  const Diffusion image{sheet.section("diffusion"), job, pass};
  const ImageFleet fleet{sheet.section("fleet"), sheet.section("cost"), sheet.section("queue"), image};
  const Pressures pressures{sheet.section("pressure"), sheet.section("requirement"), memory, image};

  system.rows = {{"gpu", RowKind::accelerator}};
  system.contests = contests_of(pressures);
  system.fits = sheet.gates()[static_cast<size_t>(memory.fits.index)].condition;
}

}  // namespace wallflip
