#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"
#include "model/base/wall.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

enum class Pick { largest, smallest };

/// One contestant: a quantity under the word by which flips, ribbons and ladders know it.
struct Contestant {
  Quantity quantity;
  std::string label;         ///< "bandwidth", "weights", "met"
  std::optional<Wall> wall;  ///< gives it the wall's colour, letter and hatch
};

/// Named quantities of one unit of which the largest (or smallest) leads. A flip is a knob value where the leader
/// changes.
struct Contest {
  std::string id;  ///< "walls", "requirement", "ceilings" ...
  Pick pick = Pick::largest;
  std::vector<Contestant> of;
};

/// A family of inputs that one catalog row fills: `gpu=h200-sxm` sets gpu.mem_bw and all the others.
enum class RowKind { accelerator, language_model, grid };
struct RowSlot {
  std::string name;  ///< "gpu", "llm": the prefix of the inputs and the name of the knob
  RowKind kind;
};

/// One thing the course designs: its sheet and what is asked of it. Built once, then read only.
struct System {
  std::string id;
  Sheet sheet;
  std::vector<RowSlot> rows;
  std::vector<Contest> contests;  ///< the first is "walls"; "requirement" where the system has targets
  NodeId fits = -1;               ///< condition; -1: nothing can fail to fit

  const Contest* contest(std::string_view name) const;
};

/// Every system there is: the one list. `build` fills a fresh System.
struct SystemRow {
  std::string_view id;
  std::string_view what;
  void (*build)(System&);
};
std::vector<SystemRow> system_table();

/// Null for an unknown id.
std::unique_ptr<System> make_system(std::string_view id);

/// Adds a contest among named quantities. Issues (unknown name, unequal units) name what is wrong; nothing is added
/// then. `labels` may be empty: the last word of each name is taken.
Issues add_contest(System& system, std::string id, Pick pick, const std::vector<std::string>& names,
                   const std::vector<std::string>& labels);

}  // namespace wallflip
