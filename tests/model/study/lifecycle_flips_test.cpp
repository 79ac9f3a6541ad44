#include <cmath>
#include <random>

#include "model/study/flips.hpp"
#include "model/study/sweep.hpp"
#include "tests/model/systems/random_designs.hpp"
#include "tests/support/share.hpp"

using namespace wallflip;
using namespace wallflip::test;

// The systems of lessons 08 to 11 and of the products, along every knob they have: quantiles and binomials among them,
// so a function node with a wrong declared direction is found here.

namespace {

Knob knob_over_range(const Sheet& sheet, const KnobRange& range) {
  Knob knob;
  knob.name = range.input;
  knob.input = input_row(sheet, range.input);
  if (knob.input < 0) return knob;
  const bool whole = sheet.inputs()[static_cast<size_t>(knob.input)].steps == Steps::integer;
  knob.kind = whole ? KnobKind::integer : KnobKind::real;
  knob.min = whole ? std::ceil(range.min) : range.min;
  knob.max = whole ? std::floor(range.max) : range.max;
  knob.log = range.log;
  return knob;
}

// Samples at which the flips name another leader than the values do; closer than 1e-9 is a tie.
int wrong_samples(Programs& programs, const Contest& contest, const Knob& knob, const std::vector<double>& inputs,
                  const FlipSearch& search) {
  const std::vector<double> at = knob.positions(5'000);
  const Sweep s = sweep(programs, nodes_of(contest), knob, at, inputs);
  const auto leader = leaders_along(programs, contest, knob, at, inputs);
  size_t next = 0;
  int now = search.first;
  int wrong = 0;
  for (size_t k = 0; k < at.size(); ++k) {
    while (next < search.flips.size() && search.flips[next].value <= at[k]) now = search.flips[next++].to;
    const double best = s.values[leader[k]][k];
    wrong += std::abs(best - s.values[static_cast<size_t>(now)][k]) > 1e-9 * std::abs(best) ? 1 : 0;
  }
  return wrong;
}

}  // namespace

TEST_CASE("lifecycle and products: no flip is missed along any knob") {
  long flips = 0;
  for (const char* id :
       {"data_plane", "rl", "flywheel", "production", "image_diffusion", "ranking", "on_device", "voice"}) {
    RandomDesigns designs(id, 11);
    const System& system = designs.system();
    Programs programs(system);
    std::mt19937 random(7);
    for (const KnobRange& range : knob_ranges) {
      const Knob knob = knob_over_range(system.sheet, range);
      if (knob.input < 0 || knob.min == knob.max) continue;
      for (int i = 0; i < test::share_of(25); ++i) {
        const std::vector<double> inputs = designs.next();
        const Contest& contest = system.contests[random() % system.contests.size()];
        const FlipSearch search = find_flips(programs, contest, knob, inputs);
        CAPTURE(id);
        CAPTURE(knob.name);
        CAPTURE(contest.id);
        CHECK(search.complete);
        CHECK(wrong_samples(programs, contest, knob, inputs, search) == 0);
        flips += static_cast<long>(search.flips.size());
      }
    }
  }
  CHECK(flips > test::share_of(300));
  MESSAGE("flips found: " << flips);
}
