#include "model/base/nearest_name.hpp"

#include <doctest/doctest.h>

using wallflip::nearest_name;

TEST_CASE("nearest_name finds a typing error and refuses a stranger") {
  const std::vector<std::string> names = {"decode.mem_time", "decode.step_time", "load.batch"};
  CHECK(nearest_name("decode.mem_tme", names) == "decode.mem_time");
  CHECK(nearest_name("load.bacth", names) == "load.batch");
  CHECK(nearest_name("LOAD.BATCH", names) == "load.batch");
  CHECK(nearest_name("zzz", names).empty());
  CHECK(nearest_name("", names).empty());
}
