#include "model/systems/flywheel.hpp"

#include "model/physics/experiment.hpp"

namespace wallflip {
namespace {

struct Cycle {
  Section s;  ///< "cycle"
  Section pressure, requirement;
  Experiment test;
  Labels people;
  Quantity train_days;

  Quantity days = s.let("days", train_days + people.label_days + test.days, unitless,
                        "days from one model to the next, one after the other", definition);
  Quantity per_year = s.let("per_year", 365 / days, unitless, "models a year", definition);
  Quantity evidence =
      pressure.let("evidence", test.days / test.limit_days, unitless, "experiment over its limit", definition);
  Quantity compute =
      pressure.let("compute", train_days / test.limit_days, unitless, "training over the same days", definition);
  Quantity met = requirement.let("met", 1.0, unitless, "the line", definition);
};

}  // namespace

void build_flywheel(System& system) {
  Sheet& sheet = system.sheet;
  const Section eval = sheet.section("eval");
  const Experiment test{eval};
  const Suite suite{eval, test};
  const Labels people{eval, test};
  const Quantity train_days = sheet.section("train").input("days", 14, "days to train a new model", lesson_default);
  const Cycle cycle{
      sheet.section("cycle"), sheet.section("pressure"), sheet.section("requirement"), test, people, train_days};

  system.contests = {
      {"walls",
       Pick::largest,
       {{cycle.evidence, "evidence", Wall::evidence}, {cycle.compute, "compute", Wall::compute}}},
      {"requirement", Pick::largest, {{cycle.met, "met", {}}, {cycle.evidence, "evidence", Wall::evidence}}},
      {"cycle", Pick::largest, {{test.days, "statistics", Wall::evidence}, {train_days, "gpu", Wall::compute}}},
      {"loop",
       Pick::largest,
       {{test.days, "statistics", Wall::evidence},
        {train_days, "gpu", Wall::compute},
        {people.label_days, "labels", {}}}},
  };
}

}  // namespace wallflip
