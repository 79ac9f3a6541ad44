#include "model/systems/data_plane.hpp"

#include "model/physics/data_plane.hpp"
#include "model/physics/training_plan.hpp"

namespace wallflip {
namespace {

struct Pressures {
  Section s, requirement;
  DataPlane plane;

  Quantity host = s.let("host", plane.host, unitless, "cores wanted over cores there", definition);
  Quantity storage = s.let("storage", plane.fetch, unitless, "bytes wanted over bandwidth there", definition);
  Quantity compute = s.let("compute", 1.0, unitless, "the GPUs themselves: the line", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
  Quantity host_at_target =
      requirement.let("host", host* plane.au_target, unitless, "host, at the utilisation asked for", definition);
  Quantity storage_at_target = requirement.let("storage", storage* plane.au_target, unitless,
                                               "storage, at the utilisation asked for", definition);
};

std::vector<Contest> contests_of(const Pressures& p) {
  return {
      {"walls",
       Pick::largest,
       {{p.host, "host", Wall::host}, {p.storage, "storage", Wall::storage}, {p.compute, "compute", Wall::compute}}},
      {"requirement",
       Pick::largest,
       {{p.met, "met", {}}, {p.host_at_target, "host", Wall::host}, {p.storage_at_target, "storage", Wall::storage}}},
  };
}

}  // namespace

void build_data_plane(System& system) {
  Sheet& sheet = system.sheet;
  const Llm llm{sheet.section("llm"), shape_70b};
  const Gpu gpu{sheet.section("gpu"), llm};
  const TrainingPlan plan{sheet, llm, gpu};
  const Quantity mfu = plan.run.mfu_assumed;
  const Quantity gpus = plan.run.gpus;
  const Quantity step_tokens =
      plan.train.let("step_tokens", plan.run.global_batch_tokens / (plan.step.whole_time * gpus),
                     token / second / gpu_count, "tokens a GPU trains on a second, of the steps", megatron_2021);
  const ConvNet net{sheet.section("image.net")};
  const ImageCeiling ceiling{sheet.section("image"), {net.s, gpu, net}, mfu};

  const Samples samples{sheet.section("data"), llm, gpu, mfu, step_tokens, ceiling.detailed_ceiling};
  const DataPlane plane{sheet.section("data"), sheet.section("storage"), samples};
  const Prefetch prefetch{sheet.section("data"), plane};
  const Section straggler = sheet.section("straggler");
  const Quantity ranks =
      straggler.let("ranks", gpus / (1 * gpu_count), unitless, "ranks that step together", definition);
  const Stragglers stragglers{straggler, ranks};
  const TextTraffic text{sheet.section("text"), samples, gpus};
  const Pressures pressures{sheet.section("pressure"), sheet.section("requirement"), plane};

  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.contests = contests_of(pressures);
}

}  // namespace wallflip
