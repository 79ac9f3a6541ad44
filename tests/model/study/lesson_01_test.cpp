#include "tests/model/study/lesson_row.hpp"

using namespace wallflip;
using namespace wallflip::test;

// LESSONS 01: the datasheet roofline of one decode step.

namespace {

Scenario lesson(const Settings& more) {
  Settings set = {{"llm", "dense-70b"}, {"prefill.mfu", "1"}, {"decode.mfu", "1"},
                  {"gpu.mbu", "1"},     {"load.batch", "1"},  {"load.context", "0"}};
  set.insert(set.end(), more.begin(), more.end());
  return {"decode_step", set};
}

}  // namespace

TEST_CASE("01: the batch at which decode becomes compute bound, and the context from which none does") {
  Scenario plain = lesson({});
  expect_flip(plain, {"walls", "load.batch", 1, 4096, 295.343, 296, "bandwidth", "compute"});
  expect_flip(plain, {"ceilings", "load.context", 0, 32768, 1446.61, 0, "compute", "bandwidth"});
  Scenario some = lesson({{"load.context", "512"}});
  expect_flip(some, {"walls", "load.batch", 1, 4096, 457.139, 458, "bandwidth", "compute"});
  Scenario more = lesson({{"load.context", "1024"}});
  expect_flip(more, {"walls", "load.batch", 1, 4096, 1010.97, 1011, "bandwidth", "compute"});
  Scenario far = lesson({{"load.context", "1500"}});
  expect_no_flip(far, {"walls", "load.batch", 1, 4096, 0, 0, "", ""});
  Scenario small = lesson({{"llm", "dense-8b"}});
  expect_flip(small, {"ceilings", "load.context", 0, 32768, 413.317, 0, "compute", "bandwidth"});
}
