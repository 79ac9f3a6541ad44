#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/sheet/column.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

inline constexpr int block_width =
    64;  ///< columns per block: 70 slots x 512 B stay inside L1 (measured; 16 and 256 are slower)

/// One step of a straight-line program. Bit i of `mode` says that operand i is a scalar, not a column. Rows of columns:
/// the varying inputs and the outputs, both in the caller's own arrays, and slots for what lies between. Op::let copies
/// a column: the same value under a second name.
struct Instruction {
  Op op = Op::add;
  uint8_t mode = 0;
  int32_t d = 0, a = 0, b = 0, c = 0;  ///< rows of columns or of scalars; a function call keeps its row in `a`
};

/// Where an output is found after a run.
struct Place {
  bool scalar = true;
  int32_t row = 0;
};

/// An input that a program knows at compile time: a select on it keeps one side, the other is never computed.
struct FixedInput {
  int input = 0;  ///< row of Sheet::inputs()
  double value = 0;
  friend auto operator<=>(const FixedInput&, const FixedInput&) = default;
};

/// The named choices (fidelity, protocol, recompute ...) of one design that no knob of `varying` turns.
std::vector<FixedInput> fixed_choices(const Sheet& sheet, std::span<const int> varying, std::span<const double> inputs);

/// A sheet compiled for one set of outputs and one set of varying inputs: value numbering (names vanish), constants
/// folded, dead code dropped, everything that no varying input touches hoisted out of the sweep. Immutable.
class Program {
 public:
  /// `outputs` are nodes; `varying` and the rows of `fixed` are rows of Sheet::inputs(), none in both.
  Program(const Sheet& sheet, std::span<const NodeId> outputs, std::span<const int> varying,
          std::span<const FixedInput> fixed = {});

  size_t output_count() const { return outputs_.size(); }
  size_t varying_count() const { return varying_.size(); }
  size_t operation_count() const;  ///< without copies
  /// Are two outputs one value after compilation (the same node under two names)?
  bool same_output(size_t i, size_t j) const { return output_values_[i] == output_values_[j]; }
  size_t slot_count() const { return static_cast<size_t>(slots_); }
  size_t row_count() const { return slot_count() + output_count(); }

 private:
  friend class Runner;
  friend class IntervalRunner;
  friend struct Compiler;
  struct FunctionStep {
    const Function* function;
    std::array<Place, 4> arguments;
    int count;
  };
  struct InputScalar {
    int input;
    int32_t row;
  };

  std::vector<int> varying_;  // varying input i has row i, slots follow, then one row per output
  std::vector<FixedInput> fixed_;
  std::vector<double> constants_;  // initial scalars
  std::vector<InputScalar> input_scalars_;
  std::vector<Instruction> uniform_;  // scalar -> scalar, once per run
  std::vector<Instruction> body_;     // per block of columns
  std::vector<FunctionStep> functions_;
  std::vector<Place> outputs_;
  std::vector<int32_t> output_values_;  // equal for outputs that are one value
  int slots_ = 0;
};

/// Buffers for running one program. Keep one per program and thread; the program must outlive it.
class Runner {
 public:
  explicit Runner(const Program& program);
  Runner(Runner&&) = default;  // not copied: rows_ points into memory_
  Runner& operator=(Runner&&) = default;

  /// Takes the inputs that do not vary (all of Sheet::inputs(); those that vary are ignored) and runs the uniform part.
  /// Inputs that the program has fixed must have their fixed values.
  void set_inputs(std::span<const double> inputs);
  /// Runs `count` designs. columns[i]: `count` values of varying input i. results[j]: room for `count` values of output
  /// j; no two of these arrays may overlap. A `Column` is fastest, any array will do.
  void run(std::span<const double* const> columns, size_t count, std::span<double* const> results);
  /// One design, when nothing varies or every varying input is given one value.
  void run_one(std::span<const double> varying, std::span<double> results);

 private:
  friend class IntervalRunner;
  void run_block(std::span<const double* const> columns, size_t first, size_t n, std::span<double* const> results);
  void run_body();
  void run_function(const Instruction& ins);

  const Program* program_;
  std::vector<double> scalars_;
  Column memory_;              // a block for every row; inputs and outputs use theirs in a short block only
  std::vector<double*> rows_;  // where each row of the present block is
};

/// The same program on intervals: for every varying input a range, for every output bounds that hold for all points in
/// it. Sound up to rounding (callers leave 1e-13 relative); not tight where a quantity occurs twice.
class IntervalRunner {
 public:
  explicit IntervalRunner(const Program& program);
  void set_inputs(std::span<const double> inputs);
  /// Up to block_width cells at once. low[i]/high[i]: `count` bounds of varying input i; results likewise per output.
  void run(std::span<const double* const> low, std::span<const double* const> high, size_t count,
           std::span<double* const> result_low, std::span<double* const> result_high);

 private:
  const Program* program_;
  Runner scalar_runner_;
  std::vector<double> low_, high_;
};

}  // namespace wallflip
