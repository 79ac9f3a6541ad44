#pragma once

// One all-reduce of one message over a group: the fastest of the group's paths.
//
// Simplifications and sources: collective_group.hpp, collective_choice.hpp.
//
//   time = min over the paths of latency + message * seconds a byte        (or with the protocol asked for)

#include "model/physics/collective_choice.hpp"

namespace wallflip {

/// One all-reduce of one message.
struct AllReduce {
  Section s;
  Collective group;
  Quantity message;  ///< byte, the size of the tensor that every rank holds

  Paths<Quantity> on_paths() const {
    return of_each(group.paths, [this](const char* name, const CollectivePath& path) {
      return s.let(name, path.latency + message * path.seconds_per_byte, second, "one all-reduce on this path",
                   nccl_2025);
    });
  }
  Paths<Quantity> on = on_paths();
  PathChoice choice = choose_path(s, group, on, {false, second, "one all-reduce", nccl_2025});
  Quantity time = s.let("time", choice.chosen, second, "one all-reduce", nccl_2025);
};

}  // namespace wallflip
