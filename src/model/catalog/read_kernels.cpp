#include <algorithm>
#include <array>

#include "model/catalog/read_tables.hpp"
#include "model/catalog/row_reader.hpp"

namespace wallflip {
namespace {

struct KernelNumber {
  std::string_view name;
  Sourced KernelGeneration::*member;
  JsonRange range;
};
constexpr auto numbers = std::to_array<KernelNumber>({
    {"gemm_fraction", &KernelGeneration::gemm_fraction, {0.01, 1}},
    {"gemm_fraction_fp8", &KernelGeneration::gemm_fraction_fp8, {0.01, 1}},
    {"gemm_fraction_fp4", &KernelGeneration::gemm_fraction_fp4, {0.01, 1}},
    {"copy_fraction", &KernelGeneration::copy_fraction, {0.01, 1}},
    {"kernel_launch", &KernelGeneration::kernel_launch, {0, 1e-3}},
    {"attention_fraction", &KernelGeneration::attention_fraction, {0.01, 1}},
    {"prefill_launch", &KernelGeneration::prefill_launch, {0, 1e-3}},
    {"decode_launch", &KernelGeneration::decode_launch, {0, 1e-3}},
    {"link_launch", &KernelGeneration::link_launch, {0, 1e-3}},
    {"link_simple_start", &KernelGeneration::link_simple_start, {0, 1e-3}},
    {"link_simple_hop", &KernelGeneration::link_simple_hop, {0, 1e-3}},
    {"link_simple_fraction", &KernelGeneration::link_simple_fraction, {0.01, 1}},
    {"link_switch_fraction", &KernelGeneration::link_switch_fraction, {0, 1}},
    {"link_contention", &KernelGeneration::link_contention, {0, 3}},
});

KernelGeneration read_generation(const JsonView& view, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  KernelGeneration g;
  g.id = row.fields.string("id");
  g.accelerators = row.fields.strings("accelerators");
  for (const KernelNumber& number : numbers) g.*number.member = row.number(number.name, number.range);
  g.compute_units = row.optional_number("compute_units");
  g.notes = row.fields.optional_strings("notes");
  return g;
}

const KernelGeneration* generation_of(const std::vector<KernelGeneration>& rows, const std::string& accelerator) {
  const KernelGeneration* other = nullptr;
  for (const KernelGeneration& row : rows) {
    if (row.accelerators.empty()) other = &row;
    if (std::find(row.accelerators.begin(), row.accelerators.end(), accelerator) != row.accelerators.end()) return &row;
  }
  return other;
}

}  // namespace

void read_kernels_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> source_ids = ids_of(catalog.sources);
  const std::vector<std::string> accelerator_ids = ids_of(catalog.accelerators);
  catalog.kernels = read_rows<KernelGeneration>(file, "kernels", [&](const JsonView& view) {
    KernelGeneration row = read_generation(view, source_ids);
    for (const std::string& id : row.accelerators) {
      if (find_row(catalog.accelerators, id) != nullptr) continue;
      const Issue unknown = unknown_id("accelerator", id, accelerator_ids);
      view.report(unknown.what, unknown.hint);
    }
    return row;
  });
  for (Accelerator& accelerator : catalog.accelerators) {
    const KernelGeneration* row = generation_of(catalog.kernels, accelerator.id);
    if (row != nullptr) accelerator.kernels = *row;
  }
  const bool has_default = generation_of(catalog.kernels, "") != nullptr;
  if (!has_default)
    file.report("no row of \"kernels\" has an empty \"accelerators\": it would stand for all the others");
}

}  // namespace wallflip
