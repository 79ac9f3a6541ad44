#include "model/systems/batch_jobs.hpp"

#include "model/physics/batch_job.hpp"
#include "model/physics/fleet.hpp"
#include "model/systems/replica_parts.hpp"

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
  return {contest_of_walls(p.capacity, p.bandwidth, p.network, p.compute),
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
  const Quantity prompt = prompt_input(load, 500);
  const Quantity output = output_input(load, 500);
  const Quantity mean_context = load.let("mean_context", (prompt + output / 2) / (1 * sequence), token / sequence,
                                         "mean context of a running document", definition);
  const ReplicaParts parts{sheet, mean_context, 1, {}, w8a8_kv8};
  const Quantity prefill_mfu = prefill_mfu_input(sheet);
  const KvCache& kv = parts.kv;
  const Section fleet = sheet.section("fleet");
  const Requirement fits = fleet.require("fits", kv.batch_limit >= 1 * sequence,
                                         "one document beside the weights needs more than {kv.available_bytes}");
  const Section decode_section = sheet.section("decode");
  const Quantity batch = decode_section.let("batch", max(kv.batch_limit, 1 * byte / kv.sequence_bytes), sequence,
                                            "documents that fill memory, as a real number", pope_2022);
  const Decode decode = parts.decode_of(decode_section, batch, fits);
  const Section prefill_section = sheet.section("prefill");
  const Prefill prefill = parts.prefill_of(prefill_section, prefill_mfu, prompt, nothing_cached(prefill_section), fits);
  const Encoder encoder{sheet.section("encoder"), parts.gpu, prefill_mfu, prompt};
  const BatchJob work{sheet.section("job"), load, sheet.section("spot"), job, encoder, prefill, decode, output};
  const Bill bill{fleet, sheet.section("cost"), sheet.section("vectors"), work, parts.gpu, fits};
  const Pressures pressures{sheet.section("pressure"), sheet.section("work"), work, kv};

  finish(system, fits);
  system.contests = contests_of(work, pressures);
}

}  // namespace wallflip
