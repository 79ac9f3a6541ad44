#include <array>
#include <memory>
#include <string>
#include <utility>

#include "model/systems/collective_op.hpp"
#include "model/validation/accelerator_names.hpp"
#include "model/validation/families.hpp"
#include "model/validation/system_run.hpp"
#include "model/validation/words.hpp"

// Rows of collectives: one operation, one message, one group. Detailed fidelity.
//
// What a row's words mean to the model:
//   library: one with all-reduce kernels of its own may use one or two shots; a benchmark in Python adds its own time
//   link: where the row gives no rate, that of the accelerator it names, as the catalog has it
//   algo: a row that names the ring alone has its sums in the switch turned off
//   accelerator, link: the constants of its generation in kernels.json

namespace wallflip::validation {
namespace {

/// A row of kernels.json by a word in the accelerator's name or its link's. The first that fits counts.
struct Generation {
  std::string_view word, id;
};
constexpr Generation generations[] = {{"PCIe", "any"},          {"A100", "ampere"},    {"A800", "ampere"},
                                      {"B200", "blackwell"},    {"B300", "blackwell"}, {"NVLink3", "ampere"},
                                      {"NVLink5", "blackwell"}, {"NVLink", "hopper"},  {"", "any"}};

/// Accelerators whose node link spans a rack.
constexpr std::array<std::string_view, 3> rack_scale = {"GB200", "GB300", "NVL72"};
constexpr double rack_gpus = 72;

struct Kind {
  std::string_view word;  ///< in the operation, as plain() writes it
  double kind;            ///< of op.kind
};
constexpr Kind kinds[] = {
    {"allreduce", 0}, {"allgather", 1}, {"reducescatter", 2}, {"alltoall", 3},
    {"broadcast", 4}, {"p2p", 5},       {"point", 5},         {"send", 5},
};

const Kind* kind_of(const Row& row) {
  const std::string name = plain(row.text("collective"));
  for (const Kind& kind : kinds) {
    if (has(name, kind.word)) return &kind;
  }
  return nullptr;
}

std::string_view generation_of(const Row& row) {
  for (const Generation& g : generations) {
    if (has(row.text("accelerator"), g.word) || has(row.text("intra_link"), g.word)) return g.id;
  }
  return "";
}

class Collectives final : public Predictor {
 public:
  explicit Collectives(const Catalog& catalog) : catalog_(&catalog) {}

  std::vector<Prediction> predict(const Row& row) override {
    Prediction p = measurement(row);
    if (p.metric.empty()) return {};
    run_.reset();
    if (row.text("collective").substr(0, 2) == "EP") return {expert_exchange(row, std::move(p))};
    p.reason = describe(row);
    if (!p.reason.empty()) return {p};
    p.predicted = p.metric == "time"            ? run_.value("benchmark.time") * 1e6
                  : p.metric == "bus_bandwidth" ? run_.value("op.bus_bw") / 1e9
                                                : run_.value("op.algorithm_bw") / 1e9;
    return {p};
  }

 private:
  const Catalog* catalog_;
  SystemRun run_{build_collective_op};

  void set(std::string_view name, double value) { run_.set(name, value); }

  // Tokens to experts: "4096 tokens/batch, hidden 7168, top-4 groups, top-8 experts", fp8 out and bf16 back.
  Prediction expert_exchange(const Row& row, Prediction p) {
    const std::string_view shape = row.text("size_definition");
    const auto tokens = number_at(shape, "", " tokens"), hidden = number_at(shape, "hidden ", "");
    const auto groups = number_at(shape, "top-", " groups"), experts = number_at(shape, "top-", " experts");
    if (!tokens || !hidden || !experts) p.reason = "tokens, width or experts not given";
    if (p.reason.empty()) p.reason = set_group(row);
    if (!p.reason.empty()) return p;
    const double element = has(row.text("dtype"), "fp8") ? 1 : 2;
    set("experts.tokens", *tokens);
    set("experts.token_bytes", *hidden * element);
    set("experts.chosen", *experts);
    set("experts.groups_visited", groups.value_or(run_.value("experts.groups")));
    const bool low_latency = has(row.text("library"), "low") || has(row.text("library"), "Low");
    set("experts.copies", low_latency ? 1 : 0);
    p.predicted = p.metric == "time" ? run_.value("experts.time") * 1e6 : run_.value("experts.bandwidth") / 1e9;
    return p;
  }

  // A row's time, or a bandwidth where it has no time: one and the same measurement.
  static Prediction measurement(const Row& row) {
    constexpr std::pair<std::string_view, std::string_view> columns[] = {
        {"time_us", "time"}, {"busbw_gbyte_per_s", "bus_bandwidth"}, {"algbw_gbyte_per_s", "algorithm_bandwidth"}};
    for (const auto& [column, metric] : columns) {
      if (const auto value = row.number(column)) return {std::string(metric), *value, {}, ""};
    }
    return {};
  }

  // Sets the inputs; why the row cannot be expressed, or nothing.
  std::string describe(const Row& row) {
    const Kind* kind = kind_of(row);
    if (kind == nullptr) return "an operation that the model does not have";
    const auto message = row.number("message_bytes");
    if (!message && kind->kind != 5) return "size of the message not given";
    set("op.kind", kind->kind);
    set("op.message", message.value_or(1e9));  // a bandwidth without a size: of a message that fills the link
    return set_group(row);
  }

  std::string set_group(const Row& row) {
    const auto ranks = row.number("n_gpus");
    if (!ranks || *ranks < 2) return "number of GPUs not given";
    const Accelerator* accelerator = accelerator_named(*catalog_, row.text("accelerator"));
    auto link = row.number("intra_link_gbyte_per_s_unidir");
    if (!link && accelerator != nullptr && accelerator->scale_up_bytes_per_s) {
      link = accelerator->scale_up_bytes_per_s->value / 1e9;
    }
    if (!link) return accelerator == nullptr ? "neither accelerator nor link given" : "link of the node not given";
    const double nodes = row.number_or("n_nodes", 1);
    const auto net = row.number("inter_node_gbyte_per_s_per_gpu");
    double node_gpus = row.number_or("gpus_per_node", *ranks / nodes);
    for (const std::string_view word : rack_scale) {
      if (has(row.text("accelerator"), word)) node_gpus = rack_gpus;
    }
    if (*ranks > node_gpus && !net) return "link between nodes not given";
    set("op.ranks", *ranks);
    set("net.gpus_per_node", node_gpus);
    set("gpu.link_bw", *link * 1e9);
    if (net) set("net.link_bw", *net * 1e9);
    set_library(row);
    return "";
  }

  void set_library(const Row& row) {
    const KernelGeneration* g = find_row(catalog_->kernels, generation_of(row));  // "any" fits every row
    if (g == nullptr) return;
    const std::pair<std::string_view, Sourced KernelGeneration::*> constants[] = {
        {"gpu.link_launch", &KernelGeneration::link_launch},
        {"gpu.link_simple_start", &KernelGeneration::link_simple_start},
        {"gpu.link_simple_hop", &KernelGeneration::link_simple_hop},
        {"gpu.link_simple_fraction", &KernelGeneration::link_simple_fraction},
        {"gpu.link_switch_fraction", &KernelGeneration::link_switch_fraction},
    };
    for (const auto& [name, member] : constants) set(name, (g->*member).value);
    set("gpu.link_contention", has(row.text("intra_link"), "PCIe") ? g->link_contention.value : 0);
    const std::string_view algo = row.text("algo"), library = row.text("library");
    const bool ring_only = has(algo, "Ring") || has(algo, "NVLS off");
    set("net.in_network", ring_only ? 0 : 1);
    const bool own_kernels = has(library, "custom") || has(library, "TensorRT-LLM") || has(library, "vLLM") ||
                             has(library, "SGLang") || has(library, "shot");
    set("net.one_shot", own_kernels ? 1 : 0);
    set("model.fidelity", has(library, "p2pBandwidth") ? 0 : 1);  // a copy engine follows no protocol
    set("benchmark.script", has(library, ".py") ? 1 : 0);
  }
};

}  // namespace

std::unique_ptr<Predictor> make_collectives(const Catalog& catalog) {
  return std::make_unique<Collectives>(catalog);
}

}  // namespace wallflip::validation
