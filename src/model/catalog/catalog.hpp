#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"
#include "model/catalog/accelerator.hpp"
#include "model/catalog/infrastructure.hpp"
#include "model/catalog/kernels.hpp"
#include "model/catalog/language_model.hpp"
#include "model/catalog/source.hpp"

namespace wallflip {

/// All rows of assets/catalog, in the order of the files.
struct Catalog {
  std::vector<Source> sources;
  std::vector<Accelerator> accelerators;
  std::vector<KernelGeneration> kernels;
  std::vector<LanguageModel> models;
  std::vector<ServerNode> nodes;
  std::vector<Fabric> fabrics;
  std::vector<CollectiveProtocol> protocols;
  std::vector<Price> prices;
  std::vector<Grid> grids;
  std::vector<FailureLog> failure_logs;

  std::vector<Fact> nccl_tuning;           ///< s, B/s and pure factors
  std::vector<Fact> measured_collectives;  ///< B/s
  std::vector<Fact> network_constants;
  std::vector<Fact> hardware_purchase;  ///< $
  std::vector<Fact> electricity;        ///< $/kWh
  std::vector<Fact> storage;            ///< $/TB/month
  std::vector<Fact> egress;             ///< $/GB
  std::vector<Fact> pue;
  std::vector<Fact> wue;  ///< L/kWh
  std::vector<Fact> embodied;
  std::vector<Fact> training_emissions;  ///< t CO2e
  std::vector<Fact> fault_rates;
};

struct LoadedCatalog {
  Catalog catalog;
  Issues issues;  ///< empty when every row of every file is good
};

/// Reads the nine files of a catalog folder. Rows with issues are kept as far as they could be read, so that one run
/// reports everything; a caller that wants numbers to trust asks for no issues.
LoadedCatalog load_catalog(const std::filesystem::path& folder);

template <class Row>
const Row* find_row(const std::vector<Row>& rows, std::string_view id) {
  for (const Row& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

template <class Row>
std::vector<std::string> ids_of(const std::vector<Row>& rows) {
  std::vector<std::string> ids;
  for (const Row& row : rows) ids.push_back(row.id);
  return ids;
}

/// "no accelerator is called "h10-sxm" (did you mean h100-sxm?)"; file, pointer and line are the caller's to fill.
Issue unknown_id(std::string_view what, std::string_view id, const std::vector<std::string>& ids);

// Lookups that report an unknown id with its nearest name.
const Accelerator* find_accelerator(const Catalog& catalog, std::string_view id, Issues& issues);
const LanguageModel* find_model(const Catalog& catalog, std::string_view id, Issues& issues);
const ServerNode* find_node(const Catalog& catalog, std::string_view id, Issues& issues);
const Fabric* find_fabric(const Catalog& catalog, std::string_view id, Issues& issues);
const Grid* find_grid(const Catalog& catalog, std::string_view id, Issues& issues);
const Source* find_source(const Catalog& catalog, std::string_view id, Issues& issues);

}  // namespace wallflip
