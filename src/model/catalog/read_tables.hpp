#pragma once

#include <string>
#include <vector>

#include "model/base/json_view.hpp"
#include "model/catalog/catalog.hpp"

// One reader per file of the catalog; each fills its part of `catalog`, whose sources (and, where a row names one,
// whose accelerators) have been read before.

namespace wallflip {

void read_sources_file(JsonFields& file, Catalog& catalog);
void read_accelerators_file(JsonFields& file, Catalog& catalog);
void read_kernels_file(JsonFields& file, Catalog& catalog);
void read_models_file(JsonFields& file, Catalog& catalog);
void read_nodes_file(JsonFields& file, Catalog& catalog);
void read_fabrics_file(JsonFields& file, Catalog& catalog);
void read_prices_file(JsonFields& file, Catalog& catalog);
void read_grids_file(JsonFields& file, Catalog& catalog);
void read_reliability_file(JsonFields& file, Catalog& catalog);

}  // namespace wallflip
