#include <functional>
#include <string>

#include "model/sheet/parse.hpp"
#include "tests/model/systems/subject.hpp"

using namespace wallflip;

// Mistakes that people make in these equations, each written as somebody would write it. Units must refuse them all.

namespace {

struct Mistake {
  const char* what;
  const char* wrong;
  Unit unit;
  const char* right;
};

const Mistake mistakes[] = {
    {"a forgotten number of GPUs", "decode.flops / (gpu.peak_flops * decode.mfu)", second,
     "decode.flops / (split.tp * gpu.peak_flops * decode.mfu)"},
    {"memory of one GPU for that of all", "gpu.usable_bytes - llm.weight_bytes", byte,
     "split.tp * gpu.usable_bytes - llm.weight_bytes"},
    {"the price of a GPU for that of a replica", "1e6 token * gpu.price_per_hour / serving.throughput", dollar,
     "1e6 token * split.tp * gpu.price_per_hour / serving.throughput"},
    {"a step for the time of a token", "1 / decode.step_time", token / second, "1 / serving.tpot"},
    {"context without its sequences", "load.context * kv.bytes_per_token", byte,
     "load.batch * load.context * kv.bytes_per_token"},
    {"FLOP over bandwidth", "decode.flops / (split.tp * gpu.mem_bw)", second,
     "decode.weight_bytes / (split.tp * gpu.mem_bw)"},
    {"bytes of weights as if parameters were bytes", "llm.params + decode.kv_bytes", byte,
     "llm.weight_bytes + decode.kv_bytes"},
    {"a multiplication for a division", "kv.pool_bytes * kv.bytes_per_sequence", sequence,
     "kv.pool_bytes / kv.bytes_per_sequence"},
    {"the square of the prompt forgotten", "prefill.attention_flops_per_square * load.prompt", flop,
     "prefill.attention_flops_per_square * load.prompt * load.prompt"},
    {"the target of a token for that of a step", "decode.step_time / slo.tpot", unitless, "serving.tpot / slo.tpot"},
    {"the ridge upside down", "gpu.mem_bw / gpu.peak_flops", flop / byte, "gpu.peak_flops / gpu.mem_bw"},
    {"latency added to a share", "collective.ring_share + collective.ll_hop", unitless,
     "collective.ring_share + collective.ring_hops"},
};

// Does the sheet take `text` as a quantity of `unit`?
bool accepted(const char* text, const Unit& unit) {
  const auto system = make_system("replica");
  const ParsedFormula parsed = parse_formula(system->sheet, text);
  if (parsed.error) return false;
  system->sheet.section("test").let("mutant", parsed.quantity, unit, "mutant", "definition");
  return system->sheet.issues().empty();
}

}  // namespace

TEST_CASE("units refuse the usual mistakes and accept what was meant") {
  for (const Mistake& m : mistakes) {
    CAPTURE(m.what);
    CHECK_FALSE(accepted(m.wrong, m.unit));
    CHECK(accepted(m.right, m.unit));
  }
}
