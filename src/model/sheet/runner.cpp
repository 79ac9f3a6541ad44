#include <algorithm>
#include <cassert>

#include "model/sheet/apply.hpp"
#include "model/sheet/kernels.hpp"
#include "model/sheet/program.hpp"

namespace wallflip {

size_t Program::operation_count() const {
  const auto stores = std::count_if(body_.begin(), body_.end(), [](const Instruction& i) { return i.op == Op::let; });
  return uniform_.size() + body_.size() - static_cast<size_t>(stores);
}

Runner::Runner(const Program& program)
    : program_(&program),
      scalars_(program.constants_),
      memory_(program.row_count() * block_width, 1.0) {  // padding of a short block is computed too: ordinary numbers
  for (size_t r = 0; r < program.row_count(); ++r) rows_.push_back(memory_.data() + r * block_width);
}

void Runner::set_inputs(std::span<const double> inputs) {
  assert(std::all_of(program_->fixed_.begin(), program_->fixed_.end(),
                     [&](const FixedInput& f) { return inputs[static_cast<size_t>(f.input)] == f.value; }));
  for (const Program::InputScalar& s : program_->input_scalars_) {
    scalars_[static_cast<size_t>(s.row)] = inputs[static_cast<size_t>(s.input)];
  }
  for (const Instruction& ins : program_->uniform_) {
    const auto at = [&](int32_t row) { return scalars_[static_cast<size_t>(row)]; };
    double& d = scalars_[static_cast<size_t>(ins.d)];
    if (ins.op != Op::function) {
      d = apply(ins.op, at(ins.a), at(ins.b), at(ins.c));
      continue;
    }
    const Program::FunctionStep& step = program_->functions_[static_cast<size_t>(ins.a)];
    std::array<const double*, 4> arguments{};
    for (size_t i = 0; i < static_cast<size_t>(step.count); ++i) {
      arguments[i] = &scalars_[static_cast<size_t>(step.arguments[i].row)];
    }
    double result = 0;
    step.function->run(arguments.data(), &result, 1);
    d = result;
  }
}

void Runner::run_block(std::span<const double* const> columns, size_t first, size_t n,
                       std::span<double* const> results) {
  // A whole block is read and written where the caller has it; a short one is computed in our own memory and cut to
  // size afterwards.
  const size_t slots = program_->slot_count();
  const bool whole = n == block_width;
  const auto own = [&](size_t row) { return memory_.data() + row * block_width; };
  for (size_t i = 0; i < columns.size(); ++i) {
    rows_[i] = whole ? const_cast<double*>(columns[i] + first) : own(i);  // no instruction writes to an input's row
    if (whole) continue;
    std::copy_n(columns[i] + first, n, own(i));
    std::fill_n(own(i) + n, block_width - n, columns[i][first]);
  }
  for (size_t j = 0; j < results.size(); ++j) rows_[slots + j] = whole ? results[j] + first : own(slots + j);
  run_body();
  for (size_t j = 0; j < results.size(); ++j) {
    if (!program_->outputs_[j].scalar && !whole) std::copy_n(rows_[slots + j], n, results[j] + first);
  }
}

void Runner::run_body() {
  const std::vector<Instruction>& body = program_->body_;
  size_t done = 0;
  while (done < body.size()) {
    size_t end = done;
    while (end < body.size() && body[end].op != Op::function) ++end;
    run_kernels(body.data() + done, end - done, rows_.data(), scalars_.data());
    if (end < body.size()) run_function(body[end++]);
    done = end;
  }
}

void Runner::run_function(const Instruction& ins) {
  const Program::FunctionStep& step = program_->functions_[static_cast<size_t>(ins.a)];
  std::array<std::array<double, block_width>, 4> spread;
  std::array<const double*, 4> arguments{};
  for (size_t i = 0; i < static_cast<size_t>(step.count); ++i) {
    const Place& place = step.arguments[i];
    if (place.scalar) {
      spread[i].fill(scalars_[static_cast<size_t>(place.row)]);
      arguments[i] = spread[i].data();
    } else {
      arguments[i] = rows_[static_cast<size_t>(place.row)];
    }
  }
  step.function->run(arguments.data(), rows_[static_cast<size_t>(ins.d)], block_width);
}

void Runner::run(std::span<const double* const> columns, size_t count, std::span<double* const> results) {
  assert(columns.size() == program_->varying_.size() && results.size() == program_->outputs_.size());
  for (size_t first = 0; first < count; first += block_width) {
    run_block(columns, first, std::min<size_t>(block_width, count - first), results);
  }
  for (size_t j = 0; j < results.size(); ++j) {
    const Place& place = program_->outputs_[j];
    if (place.scalar) fill(results[j], count, scalars_[static_cast<size_t>(place.row)]);
  }
}

void Runner::run_one(std::span<const double> varying, std::span<double> results) {
  std::vector<const double*> columns;
  std::vector<double*> places;
  for (const double& value : varying) columns.push_back(&value);
  for (double& value : results) places.push_back(&value);
  run(columns, 1, places);
}

}  // namespace wallflip
