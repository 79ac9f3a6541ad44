#include "model/systems/batch_jobs.hpp"

#include "model/physics/batch_job.hpp"
#include "model/physics/fleet.hpp"

namespace wallflip {
namespace {

struct Bill {
  Section fleet, cost, vectors;
  BatchJob job;
  Gpu gpu;
  Requirement fits;

  Quantity gpus = fleet.let("gpus", ceil(job.need).given(fits), gpu_count, "GPUs that meet the window", definition);
  Quantity gpu_time =
      fleet.let("gpu_time", job.gpu_time.given(fits), second* gpu_count, "GPU time of the job", definition);
  Quantity dollars = cost.let("job", gpu_time* gpu.price_per_hour, dollar, "$ of the job", definition);
  Quantity spot = cost.let("spot", dollars*(1 - job.discount) * (1 + job.rework), dollar, "$ on spot", definition);
  Quantity per_document = cost.let("per_document", dollars / job.documents, dollar, "$ per document", definition);
  Quantity bytes =
      vectors.let("bytes", job.documents* job.encoder.vector_bytes, byte, "vectors of all documents", definition);
  Quantity write_rate = vectors.let("write_rate", bytes / job.window, byte / second, "vectors written", definition);
};

struct Pressures {
  Section s;  ///< "pressure"
  Section work;
  BatchJob job;
  KvCache kv;

  Quantity compute_time = work.let("compute_time", job.read_time + job.decode_gemm, second* gpu_count,
                                   "GEMM time of one document", pope_2022);
  Quantity longest = work.let("longest", max({compute_time, job.decode_mem, job.decode_net}), second* gpu_count,
                              "the longest of the three", definition);
  Quantity capacity = s.let("capacity", kv.llm.weight_bytes / kv.available_bytes, unitless,
                            "weights over memory: all the rest is filled with sequences", definition);
  Quantity bandwidth =
      s.let("bandwidth", job.decode_mem / longest, unitless, "pressure on memory bandwidth", definition);
  Quantity network = s.let("network", job.decode_net / longest, unitless, "pressure on the network", definition);
  Quantity compute = s.let("compute", compute_time / longest, unitless, "pressure on compute", definition);
};

std::vector<Contest> contests_of(const BatchJob& job, const Pressures& p) {
  return {{"walls",
           Pick::largest,
           {{p.capacity, "capacity", Wall::capacity},
            {p.bandwidth, "bandwidth", Wall::bandwidth},
            {p.network, "network", Wall::network},
            {p.compute, "compute", Wall::compute}}},
          {"pools", Pick::largest, {{job.read_time, "prefill", {}}, {job.write_time, "decode", {}}}},
          {"decode_walls",
           Pick::largest,
           {{job.decode_mem, "bandwidth", Wall::bandwidth}, {job.decode_gemm, "compute", Wall::compute}}}};
}

}  // namespace

void build_batch_jobs(System& system) {
  Sheet& sheet = system.sheet;
  const Section load = sheet.section("load");
  const Quantity job = sheet.section("").choice("job", {"embed", "classify", "generate"}, 2, "job", lesson_default);
  const Llm llm{sheet.section("llm"), {}, w8a8_kv8};
  const Gpu gpu{sheet.section("gpu"), llm};
  const Split split{sheet.section("split")};
  const Net net{sheet.section("net")};
  const Quantity prompt = prompt_input(load, 500);
  const Quantity output = output_input(load, 500);
  const Quantity mean_context = load.let("mean_context", (prompt + output / 2) / (1 * sequence), token / sequence,
                                         "mean context of a running document", definition);
  const KvCache kv{sheet.section("kv"), llm, gpu, mean_context, split};
  const Collective group{sheet.section("collective"), gpu, net, split.tp};
  const Section fleet = sheet.section("fleet");
  const Requirement fits = fleet.require("fits", kv.batch_limit >= 1 * sequence,
                                         "one document beside the weights needs more than {kv.available_bytes}");
  const Section decode_section = sheet.section("decode");
  const Quantity batch = decode_section.let("batch", max(kv.batch_limit, 1 * byte / kv.sequence_bytes), sequence,
                                            "documents that fill memory, as a real number", pope_2022);
  const Quantity decode_mfu =
      decode_section.input("mfu", 0.6, "achieved fraction of the peak in decode", lesson_default, "%");
  const Decode decode{decode_section, llm, gpu, split, group, kv, decode_mfu, batch, fits};
  const Section prefill_section = sheet.section("prefill");
  const Quantity prefill_mfu =
      prefill_section.input("mfu", 0.5, "achieved fraction of the peak in prefill", lesson_default, "%");
  const Quantity nothing = prefill_section.let("cached", 0 * token, token, "nothing is cached", definition);
  const Prefill prefill{prefill_section, llm, gpu, split, prefill_mfu, prompt, nothing, fits, group};
  const Encoder encoder{sheet.section("encoder"), gpu, prefill_mfu, prompt};
  const BatchJob work{sheet.section("job"), load, sheet.section("spot"), job, encoder, prefill, decode, output};
  const Bill bill{fleet, sheet.section("cost"), sheet.section("vectors"), work, gpu, fits};
  const Pressures pressures{sheet.section("pressure"), sheet.section("work"), work, kv};

  system.rows = {{"gpu", RowKind::accelerator}, {"llm", RowKind::language_model}};
  system.fits = sheet.gates()[static_cast<size_t>(fits.index)].condition;
  system.contests = contests_of(work, pressures);
}

}  // namespace wallflip
