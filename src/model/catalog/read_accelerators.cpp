#include <array>
#include <cstdio>

#include "model/base/nearest_name.hpp"
#include "model/catalog/read_tables.hpp"
#include "model/catalog/row_reader.hpp"

namespace wallflip {
namespace {

constexpr auto number_fields = std::to_array<FieldOf<Accelerator, std::optional<Sourced>>>({
    {"measured_bf16_matmul_flop_per_s", &Accelerator::measured_bf16_matmul},
    {"mem_bytes_usable", &Accelerator::mem_bytes_usable},
    {"mem_bytes_per_s", &Accelerator::mem_bytes_per_s},
    {"l2_bytes", &Accelerator::l2_bytes},
    {"sram_bytes", &Accelerator::sram_bytes},
    {"last_level_cache_bytes", &Accelerator::last_level_cache_bytes},
    {"compute_units", &Accelerator::compute_units},
    {"clock_hz", &Accelerator::clock_hz},
    {"scale_up_bytes_per_s_per_direction", &Accelerator::scale_up_bytes_per_s},
    {"scale_up_domain_devices", &Accelerator::scale_up_domain},
    {"scale_up_links", &Accelerator::scale_up_links},
    {"host_link_bytes_per_s_per_direction", &Accelerator::host_link_bytes_per_s},
    {"tdp_watts", &Accelerator::tdp_watts},
    {"tdp_watts_max", &Accelerator::tdp_watts_max},
    {"price_usd", &Accelerator::price_usd},
});

constexpr auto text_fields = std::to_array<FieldOf<Accelerator, std::string>>({
    {"form_factor", &Accelerator::form_factor},
    {"mem_kind", &Accelerator::mem_kind},
    {"compute_unit_kind", &Accelerator::compute_unit_kind},
    {"scale_up_name", &Accelerator::scale_up_name},
    {"host_link_name", &Accelerator::host_link_name},
    {"price_date", &Accelerator::price_date},
});

std::vector<std::string> dtype_names() {
  std::vector<std::string> names;
  for (const DtypeInfo& row : dtype_table) names.emplace_back(row.name);
  return names;
}

std::optional<Dtype> dtype_or_report(const JsonView& at, const std::string& name) {
  const std::optional<Dtype> dtype = dtype_named(name);
  if (!dtype) at.report("no number type is called \"" + name + "\"", did_you_mean(name, dtype_names()));
  return dtype;
}

// {"bf16": 989.4e12, ..}: each rate has the source of "<field>.bf16" or of "<field>".
void read_rates(RowReader& row, const char* field, std::optional<Sourced> Peak::*which, Accelerator& accelerator) {
  for (const JsonView& rate : row.fields.optional_members(field)) {
    const std::string source = row.require_source(std::string(field) + "." + rate.key(), rate);
    const std::optional<double> value = rate.number(positive);
    const bool matrix = rate.key() == "fp64_matrix";
    const std::optional<Dtype> dtype = matrix ? std::nullopt : dtype_or_report(rate, rate.key());
    if (!value) continue;
    if (matrix) accelerator.fp64_matrix = Sourced{*value, source};
    if (dtype) accelerator.peak(*dtype).*which = Sourced{*value, source};
  }
}

void read_unsupported(RowReader& row, Accelerator& accelerator) {
  for (const JsonView& item : row.fields.optional_array("unsupported_dtypes")) {
    const std::string source = row.require_source("unsupported_dtypes", item);
    const std::optional<std::string> name = item.text();
    const std::optional<Dtype> dtype = name ? dtype_or_report(item, *name) : std::nullopt;
    if (!dtype) continue;
    Peak& peak = accelerator.peak(*dtype);
    if (peak.dense) item.report(*name + " is called unsupported and has a dense peak");
    peak.unsupported = source;
  }
}

std::string three_digits(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3g", value);
  return buffer;
}

// A datasheet's headline often counts zeros (sparsity); GB and TB, bits and bytes are easily swapped.
void check_rates(const JsonFields& fields, const Accelerator& accelerator) {
  for (const DtypeInfo& dtype : dtype_table) {
    const Peak& peak = accelerator.peak(dtype.dtype);
    if (!peak.dense || !peak.sparse || peak.sparse->value > peak.dense->value) continue;
    fields.report_at("peak_sparse_flop_per_s", std::string(dtype.name) + ": the sparse peak is not above the dense one",
                     "does the dense figure count zeros?");
  }
  const std::optional<double> ridge = ridge_point(accelerator);
  const AcceleratorKindInfo& kind = accelerator_kind_table[static_cast<size_t>(accelerator.kind)];
  if (!ridge || (*ridge >= kind.ridge_min && *ridge <= kind.ridge_max)) return;
  fields.report_at("mem_bytes_per_s",
                   "the ridge point (16-bit dense peak / memory bandwidth) is " + three_digits(*ridge) +
                       " FLOP/B; for " + std::string(kind.name) + " it lies from " + three_digits(kind.ridge_min) +
                       " to " + three_digits(kind.ridge_max),
                   "is a unit wrong by 8 or 1000, or the peak sparse?");
}

AcceleratorKind read_kind(JsonFields& f) {
  std::vector<std::string> names;
  for (const AcceleratorKindInfo& row : accelerator_kind_table) names.emplace_back(row.name);
  return accelerator_kind_table[f.one_of("kind", names).value_or(0)].kind;
}

Accelerator read_accelerator(const JsonView& view, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  Accelerator a;
  a.id = f.string("id");
  a.name = f.string("name");
  a.kind = read_kind(f);
  a.vendor = f.string("vendor");
  a.year = row.optional_count("year");
  a.mem_bytes = row.number("mem_bytes");
  for (const auto& field : number_fields) a.*field.member = row.optional_number(field.name);
  for (const auto& field : text_fields) a.*field.member = f.optional_string(field.name).value_or("");
  a.notes = f.optional_strings("notes");
  read_rates(row, "peak_dense_flop_per_s", &Peak::dense, a);
  read_rates(row, "peak_sparse_flop_per_s", &Peak::sparse, a);
  read_unsupported(row, a);
  check_rates(f, a);
  return a;
}

}  // namespace

void read_accelerators_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> source_ids = ids_of(catalog.sources);
  catalog.accelerators = read_rows<Accelerator>(
      file, "accelerators", [&](const JsonView& view) { return read_accelerator(view, source_ids); });
}

}  // namespace wallflip
