#include <array>

#include "model/catalog/read_tables.hpp"
#include "model/catalog/row_reader.hpp"

namespace wallflip {
namespace {

constexpr auto node_fields = std::to_array<FieldOf<ServerNode, std::optional<Sourced>>>({
    {"accelerator_mem_bytes_total", &ServerNode::accelerator_mem_bytes_total},
    {"cpu_cores", &ServerNode::cpu_cores},
    {"vcpus", &ServerNode::vcpus},
    {"dram_bytes", &ServerNode::dram_bytes},
    {"nics", &ServerNode::nics},
    {"nic_bits_per_s", &ServerNode::nic_bits_per_s},
    {"nic_bytes_per_s_per_direction_total", &ServerNode::nic_bytes_per_s_total},
    {"nvme_count", &ServerNode::nvme_count},
    {"nvme_bytes_each", &ServerNode::nvme_bytes_each},
    {"nvme_read_bytes_per_s_each", &ServerNode::nvme_read_bytes_per_s_each},
    {"scale_up_switches", &ServerNode::scale_up_switches},
    {"scale_up_bytes_per_s_both_directions_total", &ServerNode::scale_up_bytes_per_s_both},
    {"max_power_watts", &ServerNode::max_power_watts},
    {"price_usd", &ServerNode::price_usd},
});

constexpr auto fabric_fields = std::to_array<FieldOf<Fabric, std::optional<Sourced>>>({
    {"raw_bytes_per_s_per_direction", &Fabric::raw_bytes_per_s},
    {"links", &Fabric::links},
    {"bytes_per_s_per_link_per_direction", &Fabric::bytes_per_s_per_link},
    {"latency_s", &Fabric::latency_s},
});

// An accelerator named by another row must exist.
std::string accelerator_id(JsonFields& f, const Catalog& catalog, bool required) {
  std::string id = required ? f.string("accelerator") : f.optional_string("accelerator").value_or("");
  if (id.empty() || find_row(catalog.accelerators, id) != nullptr) return id;
  const Issue unknown = unknown_id("accelerator", id, ids_of(catalog.accelerators));
  f.report_at("accelerator", unknown.what, unknown.hint);
  return id;
}

ServerNode read_node(const JsonView& view, const Catalog& catalog, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  ServerNode node;
  node.id = f.string("id");
  node.name = f.string("name");
  node.year = row.optional_count("year");
  node.accelerator = accelerator_id(f, catalog, false);
  node.accelerators = row.number("accelerators");
  for (const auto& field : node_fields) node.*field.member = row.optional_number(field.name, not_negative);
  node.price_date = f.optional_string("price_date").value_or("");
  node.cpu = f.optional_string("cpu").value_or("");
  node.extra_nics = f.optional_string("extra_nics").value_or("");
  node.notes = f.optional_strings("notes");
  return node;
}

Fabric read_fabric(const JsonView& view, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  Fabric fabric;
  fabric.id = f.string("id");
  fabric.name = f.string("name");
  const std::vector<std::string> kinds = {"scale_up", "scale_out", "host"};
  fabric.kind = kinds[f.one_of("kind", kinds).value_or(0)];
  fabric.bytes_per_s = row.number("bytes_per_s_per_direction");
  for (const auto& field : fabric_fields) fabric.*field.member = row.optional_number(field.name);
  fabric.latency_kind = f.optional_string("latency_kind").value_or("");
  if (fabric.latency_s && fabric.latency_kind.empty()) f.report("a latency without \"latency_kind\"");
  fabric.notes = f.optional_strings("notes");
  return fabric;
}

CollectiveProtocol read_protocol(const JsonView& view, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  CollectiveProtocol protocol;
  protocol.id = f.string("id");
  protocol.name = f.string("name");
  protocol.hop_latency_s = row.number("hop_latency_s");
  protocol.bandwidth_fraction = row.number("bandwidth_fraction", fraction);
  protocol.bandwidth_fraction_min = row.optional_number("bandwidth_fraction_min", fraction);
  protocol.bandwidth_fraction_max = row.optional_number("bandwidth_fraction_max", fraction);
  protocol.notes = f.optional_strings("notes");
  return protocol;
}

Price read_price(const JsonView& view, const Catalog& catalog, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  Price price;
  price.accelerator = accelerator_id(f, catalog, true);
  price.usd_per_hour = f.optional_number("usd_per_gpu_hour", positive);
  price.usd_per_hour_min = f.optional_number("usd_per_gpu_hour_min", positive);
  price.usd_per_hour_max = f.optional_number("usd_per_gpu_hour_max", positive);
  if (!price.usd_per_hour && !price.usd_per_hour_min) f.report("has neither a price nor a range");
  price.tier = f.string("tier");
  price.term = f.string("term");
  price.provider = f.optional_string("provider").value_or("");
  price.date = f.string("date");
  price.kind = f.string("kind");
  price.source = row.require_source("usd_per_gpu_hour", view);
  price.note = f.optional_string("note").value_or("");
  return price;
}

Grid read_grid(const JsonView& view, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  Grid grid;
  grid.id = f.string("id");
  grid.name = f.string("name");
  grid.g_co2e_per_kwh = row.number("g_co2e_per_kwh", not_negative);
  grid.carbon_free_fraction = row.optional_number("carbon_free_fraction", fraction);
  grid.year = row.optional_count("year");
  grid.scope = f.string("scope");
  return grid;
}

FailureLog read_failure_log(const JsonView& view, const Catalog& catalog, const std::vector<std::string>& source_ids) {
  RowReader row(view, source_ids);
  JsonFields& f = row.fields;
  FailureLog log;
  log.id = f.string("id");
  log.name = f.string("name");
  log.accelerator = accelerator_id(f, catalog, true);
  log.gpus = row.number("gpus");
  log.days = row.number("days");
  log.interruptions = row.number("interruptions", not_negative);
  log.planned = row.number("planned", not_negative);
  log.unexpected = row.number("unexpected", not_negative);
  int sum = 0;
  for (const JsonView& item : f.array("causes")) {
    JsonFields cause = item.fields();
    log.causes.push_back({cause.string("name"), cause.string("category"), cause.integer("count", not_negative)});
    sum += log.causes.back().count;
  }
  if (sum != log.unexpected.value) f.report_at("causes", "do not add up to \"unexpected\"");
  log.notes = f.optional_strings("notes");
  return log;
}

}  // namespace

void read_nodes_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> ids = ids_of(catalog.sources);
  catalog.nodes = read_rows<ServerNode>(file, "nodes", [&](auto& view) { return read_node(view, catalog, ids); });
}

void read_fabrics_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> ids = ids_of(catalog.sources);
  catalog.fabrics = read_rows<Fabric>(file, "fabrics", [&](auto& view) { return read_fabric(view, ids); });
  catalog.protocols =
      read_rows<CollectiveProtocol>(file, "nccl_protocols", [&](auto& view) { return read_protocol(view, ids); });
  catalog.nccl_tuning = read_facts(file, "nccl_tuning", ids);
  catalog.measured_collectives = read_facts(file, "measured_collectives", ids);
  catalog.network_constants = read_facts(file, "constants", ids);
}

void read_prices_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> ids = ids_of(catalog.sources);
  catalog.prices = read_rows<Price>(file, "compute", [&](auto& view) { return read_price(view, catalog, ids); });
  catalog.hardware_purchase = read_facts(file, "hardware_purchase", ids);
  catalog.electricity = read_facts(file, "electricity", ids);
  catalog.storage = read_facts(file, "storage", ids);
  catalog.egress = read_facts(file, "egress", ids);
}

void read_grids_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> ids = ids_of(catalog.sources);
  catalog.grids = read_rows<Grid>(file, "grids", [&](auto& view) { return read_grid(view, ids); });
  catalog.pue = read_facts(file, "pue", ids);
  catalog.wue = read_facts(file, "wue", ids);
  catalog.embodied = read_facts(file, "embodied", ids);
  catalog.training_emissions = read_facts(file, "training_emissions", ids);
}

void read_reliability_file(JsonFields& file, Catalog& catalog) {
  const std::vector<std::string> ids = ids_of(catalog.sources);
  catalog.failure_logs =
      read_rows<FailureLog>(file, "failure_logs", [&](auto& view) { return read_failure_log(view, catalog, ids); });
  catalog.fault_rates = read_facts(file, "rates", ids);
}

}  // namespace wallflip
