// What the memory of a replica holds, against the line of what there is.
#include <algorithm>
#include <array>

#include "app/panels/picture_parts.hpp"
#include "model/sheet/format.hpp"
#include "widgets/memory_bar.hpp"

namespace wallflip {
namespace {

using namespace picture;

/// One row per part, from the bottom of the bar; the first name that the system has is taken.
struct PartRow {
  std::string_view quantity, instead;
  Str label;
  Color color;
  bool per_gpu;  ///< in bytes per GPU: times split.tp
};
constexpr std::array<PartRow, 3> part_table = {
    {{"gpu.reserve_bytes", "", Str::memory_reserve, Color::reserve, true},
     {"llm.weight_bytes", "", Str::memory_weights, Color::weights, false},
     {"memory.kv_bytes", "kv.used_bytes", Str::memory_kv, Color::kv_cache, false}}};

struct Part {
  const PartRow* row;
  Named quantity;
  double bytes;
};

double gpus(const PictureContext& c) {
  return value_of(c, "split.tp").value_or(1);
}

std::string bytes_text(double bytes) {
  return format_value(bytes, byte);
}

std::vector<Part> parts_of(const PictureContext& c) {
  std::vector<Part> parts;
  for (const PartRow& row : part_table) {
    const Named q = first_named(c, {row.quantity, row.instead});
    const std::optional<double> bytes = value_of(c, q);
    if (bytes) parts.push_back({&row, q, *bytes * (row.per_gpu ? gpus(c) : 1)});
  }
  return parts;
}

std::string part_text(const PictureContext& c, const Part& part) {
  return c.session.values_hidden() && !part.quantity.is_input ? words::hidden : bytes_text(part.bytes);
}

std::string capacity_text(const PictureContext& c) {
  const Named memory = named(c, "gpu.mem_bytes");
  const std::string one = format_value(value_of(c, memory).value_or(0), byte, "", {.digits = 3, .keep_zeros = false});
  const double count = gpus(c);
  return count == 1 ? one : format_value(count, unitless) + " x " + one;
}

double needed(const std::vector<Part>& parts) {
  double sum = 0;
  for (const Part& part : parts) sum += part.bytes;
  return sum;
}

std::string misfit_text(const PictureContext& c, double need, double capacity) {
  if (c.session.values_hidden()) return c.strings[Str::misfit];
  for (const std::string& why : c.session.verdict().why) return why;
  return filled(c.strings[Str::needs_has], {bytes_text(need), bytes_text(capacity)});
}

widgets::MemoryBar describe(const PictureContext& c) {
  const std::vector<Part> parts = parts_of(c);
  const double capacity = value_of(c, "gpu.mem_bytes").value_or(0) * gpus(c), need = needed(parts);
  widgets::MemoryBar bar;
  bar.title = named(c, "gpu.mem_bytes").label + " " + capacity_text(c);
  bar.capacity = capacity;
  for (const Part& part : parts) {
    bar.segments.push_back(
        {part.quantity.name, c.strings[part.row->label], part_text(c, part), part.bytes, part.row->color});
  }
  if (need > capacity) bar.over_text = misfit_text(c, need, capacity);
  bar.free_text = c.session.values_hidden() ? c.strings[Str::memory_free]
                                            : bytes_text(capacity - need) + " " + c.strings[Str::memory_free];
  return bar;
}

}  // namespace

PictureResult draw_memory(const PictureContext& c) {
  const IdScope scope(c);
  return {widgets::memory_bar(c.ui, c.rect, describe(c)).clicked};
}

widgets::TextTable twin_memory(const PictureContext& c) {
  widgets::TextTable table{
      c.strings[Str::picture_memory], {c.strings[Str::picture_quantity], c.strings[Str::picture_value]}, {}};
  const std::vector<Part> parts = parts_of(c);
  for (const Part& part : parts) table.rows.push_back({part.quantity.label, part_text(c, part)});
  const double capacity = value_of(c, "gpu.mem_bytes").value_or(0) * gpus(c), need = needed(parts);
  table.rows.push_back({named(c, "gpu.mem_bytes").label, capacity_text(c)});
  if (need > capacity) {
    table.rows.push_back({c.strings[Str::misfit], misfit_text(c, need, capacity)});
  } else {
    table.rows.push_back(
        {c.strings[Str::memory_free], c.session.values_hidden() ? words::hidden : bytes_text(capacity - need)});
  }
  return table;
}

}  // namespace wallflip
