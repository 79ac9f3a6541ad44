#include <filesystem>

#include "tests/model/catalog/broken_copy.hpp"
#include "tests/model/systems/subject.hpp"

using namespace wallflip;
using wallflip::test::relative;
using wallflip::test::Subject;

// No answer is stored: a tenth more bandwidth in the catalog is a tenth more everywhere.
TEST_CASE("a catalog bandwidth 10% up moves what follows from it and nothing else") {
  const BrokenCopy copy("accelerators.json", "\"mem_bytes_per_s\": 3.35e12", "\"mem_bytes_per_s\": 3.685e12");
  LoadedCatalog changed = load_catalog(copy.folder());
  for (const Issue& issue : changed.issues) MESSAGE(to_string(issue));
  Subject before("replica");
  Subject after("replica", changed.catalog);
  CHECK(relative(after.at("gpu.mem_bw"), 3.685e12) < 1e-14);
  CHECK(relative(after.at("decode.mem_time") * 1.1, before.at("decode.mem_time")) < 1e-14);
  CHECK(relative(after.at("pressure.bandwidth") * 1.1, before.at("pressure.bandwidth")) < 1e-14);
  CHECK(after.at("decode.compute_time") == before.at("decode.compute_time"));
  CHECK(after.at("pressure.capacity") == before.at("pressure.capacity"));
  CHECK(after.at("knee.batch") > before.at("knee.batch"));
  CHECK(after.at("cost.per_million_output_tokens") < before.at("cost.per_million_output_tokens"));
  Subject other("replica", changed.catalog);
  other.set("gpu", "h200-sxm");
  before.set("gpu", "h200-sxm");
  CHECK(other.at("decode.mem_time") == before.at("decode.mem_time"));
}
