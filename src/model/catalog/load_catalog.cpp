#include <array>

#include "model/base/strict_json.hpp"
#include "model/catalog/catalog.hpp"
#include "model/catalog/read_tables.hpp"
#include "model/catalog/row_reader.hpp"

namespace wallflip {
namespace {

struct CatalogFile {
  std::string_view name;
  void (*read)(JsonFields& file, Catalog& catalog);
};

// In this order: rows name sources, and some name accelerators.
constexpr auto catalog_files = std::to_array<CatalogFile>({
    {"sources.json", read_sources_file},
    {"accelerators.json", read_accelerators_file},
    {"kernels.json", read_kernels_file},
    {"models.json", read_models_file},
    {"nodes.json", read_nodes_file},
    {"fabrics.json", read_fabrics_file},
    {"prices.json", read_prices_file},
    {"grids.json", read_grids_file},
    {"reliability.json", read_reliability_file},
});

// Chosen by us or true by itself: there is nothing to date.
bool needs_date(SourceKind kind) {
  return kind != SourceKind::assumption && kind != SourceKind::definition && kind != SourceKind::rule_of_thumb;
}

Source read_source(const JsonView& view) {
  JsonFields f = view.fields();
  Source source;
  source.id = f.string("id");
  source.title = f.string("title");
  source.publisher = f.string("publisher");
  source.where = f.string("where");
  const std::vector<std::string> kinds(source_kind_names.begin(), source_kind_names.end());
  source.kind = static_cast<SourceKind>(f.one_of("kind", kinds).value_or(0));
  source.date = f.optional_string("date").value_or("");
  source.date_read = f.optional_string("date_read").value_or("");
  source.notes = f.optional_string("notes").value_or("");
  source.cites = f.optional_strings("cites");
  if (needs_date(source.kind) && source.date.empty() && source.date_read.empty()) {
    f.report("has neither \"date\" nor \"date_read\"");
  }
  return source;
}

}  // namespace

void read_sources_file(JsonFields& file, Catalog& catalog) {
  catalog.sources = read_rows<Source>(file, "sources", read_source);
}

LoadedCatalog load_catalog(const std::filesystem::path& folder) {
  LoadedCatalog loaded;
  for (const CatalogFile& entry : catalog_files) {
    const std::optional<JsonDocument> document = read_json(folder / entry.name, loaded.issues);
    if (!document) continue;
    JsonFields file = document->root(loaded.issues).fields();
    file.integer("schema", {1, 1});
    for (const std::string_view comment : {"about", "conventions", "notes"}) file.ignore(comment);
    entry.read(file, loaded.catalog);
  }
  sort_by_place(loaded.issues);
  return loaded;
}

}  // namespace wallflip
