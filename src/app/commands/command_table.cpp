#include "app/commands/command.hpp"

namespace wallflip {

std::vector<Command> command_table() {
  using enum Take;
  return {
      {"list", "the lessons of the course", {json}, run_list},
      {"show", "what a lesson asks and offers: knobs, quantities, contests, claims", {lesson, json}, run_show},
      {"eval",
       "one design: every value, the pressures, the wall that binds",
       {lesson, set, free, require, json},
       run_eval},
      {"explain",
       "the arithmetic behind one quantity, down to its sources",
       {lesson, quantity, set, free, depth, json},
       run_explain},
      {"flips",
       "the knob values at which another wall takes over",
       {lesson, knobs, contests, set, free, json},
       run_flips},
      {"map", "which wall binds over two knobs", {lesson, x, y, contest, map_size, set, free, json}, run_map},
      {"tornado", "what each knob does to one quantity", {lesson, of, contest, set, free, json}, run_tornado},
      {"sweep",
       "a table of all quantities over a grid of designs",
       {lesson, vary, set, free, out, shard, json},
       run_sweep},
      {"layouts",
       "every way to lay a pretraining run over its GPUs, the best first",
       {job, by, top, splits, memory_line, fidelity, set, json},
       run_layouts},
      {"check", "recompute every claim of lesson files; without files, of the whole course", {files, json}, run_check},
      {"validate", "hold the model against tables of published measurements", {tables, rows, json}, run_validate},
      {"shot",
       "a picture of the lesson's panel",
       {lesson, picture, picture_size, scale, theme, set, reveal, present},
       run_shot},
  };
}

}  // namespace wallflip
