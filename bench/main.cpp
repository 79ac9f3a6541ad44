#include <benchmark/benchmark.h>

namespace wallflip::bench {
void register_lessons();
void register_systems();
}  // namespace wallflip::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  wallflip::bench::register_systems();
  wallflip::bench::register_lessons();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
