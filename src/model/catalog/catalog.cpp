#include "model/catalog/catalog.hpp"

#include "model/base/nearest_name.hpp"

namespace wallflip {
namespace {

template <class Row>
const Row* find_or_report(const std::vector<Row>& rows, std::string_view what, std::string_view id, Issues& issues) {
  const Row* row = find_row(rows, id);
  if (row == nullptr) issues.push_back(unknown_id(what, id, ids_of(rows)));
  return row;
}

}  // namespace

Issue unknown_id(std::string_view what, std::string_view id, const std::vector<std::string>& ids) {
  return {"", "", 0, "no " + std::string(what) + " is called \"" + std::string(id) + "\"", did_you_mean(id, ids)};
}

const Accelerator* find_accelerator(const Catalog& catalog, std::string_view id, Issues& issues) {
  return find_or_report(catalog.accelerators, "accelerator", id, issues);
}

const LanguageModel* find_model(const Catalog& catalog, std::string_view id, Issues& issues) {
  return find_or_report(catalog.models, "model", id, issues);
}

const ServerNode* find_node(const Catalog& catalog, std::string_view id, Issues& issues) {
  return find_or_report(catalog.nodes, "node", id, issues);
}

const Fabric* find_fabric(const Catalog& catalog, std::string_view id, Issues& issues) {
  return find_or_report(catalog.fabrics, "fabric", id, issues);
}

const Grid* find_grid(const Catalog& catalog, std::string_view id, Issues& issues) {
  return find_or_report(catalog.grids, "grid", id, issues);
}

const Source* find_source(const Catalog& catalog, std::string_view id, Issues& issues) {
  return find_or_report(catalog.sources, "source", id, issues);
}

}  // namespace wallflip
