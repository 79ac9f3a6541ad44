// The best ways to lay the training run over its GPUs, searched on a thread of its own whenever the job changes.
#include <algorithm>

#include "app/panels/study_line.hpp"
#include "model/sheet/format.hpp"
#include "widgets/podium.hpp"

namespace wallflip {
namespace {

using namespace picture;

/// One column: its title, how long it stays in a narrow place, and its cell.
struct Cells {
  const PictureContext& c;
  const RankedLayout& ranked;
  const LayoutStanding& standing;

  const Sheet& sheet() const { return c.session.lab().sheet(); }
  std::string choice(std::string_view input, int value) const {
    return sheet().inputs()[static_cast<size_t>(input_row(sheet(), input))].choices[static_cast<size_t>(value)];
  }
  std::string value(std::string_view name, std::optional<double> value) const {
    return value ? text_of(named(c, name), *value) : words::blank;
  }
};

struct ColumnRow {
  const char* title;  ///< the field's short names, the same in every language; empty: `word`
  Str word;
  int keep;
  bool left;
  std::string (*cell)(const Cells&);
};

template <int Layout::*number>
std::string number_of(const Cells& cells) {
  return format_value(cells.ranked.layout.*number, unitless, "", {.digits = 5, .keep_zeros = false});
}

constexpr ColumnRow column_table[] = {
    {"TP", {}, 9, false, number_of<&Layout::tp>},
    {"PP", {}, 8, false, number_of<&Layout::pp>},
    {"DP", {}, 7, false, number_of<&Layout::dp>},
    {"CP", {}, 4, false, number_of<&Layout::cp>},
    {"EP", {}, 3, false, number_of<&Layout::ep>},
    {"", Str::layouts_micro, 2, false, number_of<&Layout::micro_batch>},
    {"", Str::layouts_chunks, 0, false, number_of<&Layout::interleave>},
    {"ZeRO", {}, 3, false, number_of<&Layout::zero>},
    {"", Str::layouts_recompute, 1, true,
     [](const Cells& x) { return x.choice("train.recompute", x.ranked.layout.recompute); }},
    {"", Str::layouts_step, 10, false, [](const Cells& x) { return x.value("train.step_time", x.standing.step_time); }},
    {"MFU", {}, 5, false, [](const Cells& x) { return x.value("train.mfu", x.standing.mfu); }},
    {"", Str::layouts_memory, 5, false,
     [](const Cells& x) { return x.value("train.memory_bytes", x.ranked.memory_bytes); }},
    {"", Str::layouts_binds, 6, true, [](const Cells& x) { return x.standing.binding; }},
};

/// Why there is nothing to rank, or null.
const std::string* reason(const PictureContext& c, const LayoutRun* study) {
  if (c.session.values_hidden()) return &c.strings[Str::predict_for_picture];
  return study == nullptr ? &c.strings[Str::no_layouts] : nullptr;
}

std::string count_text(size_t count) {
  return format_value(static_cast<double>(count), unitless);
}

/// The pipeline schedule of the design: layouts do not choose it.
std::string schedule(const PictureContext& c) {
  const auto row = static_cast<size_t>(input_row(c.session.lab().sheet(), "train.schedule"));
  const auto chosen = static_cast<size_t>(c.session.design().inputs[row]);
  return c.session.lab().sheet().inputs()[row].choices[chosen];
}

/// What the search found, in one line: also when nothing fits or nothing divides.
std::string summary(const PictureContext& c, const LayoutPodium& podium) {
  const LayoutSearch& search = podium.search;
  if (search.visited == 0) return c.strings[Str::layouts_none_divides];
  if (search.feasible > 0) {
    return filled(c.strings[Str::layouts_found],
                  {count_text(search.visited), count_text(search.feasible), schedule(c)});
  }
  const Named need = named(c, "train.memory_bytes"), has = named(c, "gpu.usable_bytes");
  return filled(c.strings[Str::layouts_none_fits],
                {count_text(search.visited), text_of(need, search.least_memory_bytes),
                 text_of(has, value_of(c, has).value_or(0))});
}

widgets::StudyStatus line_of(const PictureContext& c, const LayoutRun& study) {
  return study_line(c, "layouts", Str::layouts_running, study, [&](const auto& podium) { return summary(c, podium); });
}

widgets::Podium describe(const PictureContext& c, const LayoutPodium& found) {
  widgets::Podium podium;
  for (const ColumnRow& column : column_table) {
    podium.columns.push_back({*column.title != 0 ? column.title : c.strings[column.word], column.keep, column.left});
  }
  const Contest& walls = c.session.lab().system->contests.front();
  for (size_t i = 0; i < found.rows.size(); ++i) {
    const Cells cells{c, found.search.best[i], found.rows[i]};
    widgets::Podium::Row row;
    for (const ColumnRow& column : column_table) row.cells.push_back(column.cell(cells));
    for (size_t k = 0; k < walls.of.size(); ++k) {
      if (walls.of[k].label == found.rows[i].binding) row.hue = look_of(walls, k).hue;
    }
    podium.rows.push_back(std::move(row));
  }
  if (found.rows.size() > 1) podium.note = filled(c.strings[Str::layouts_second], {found.rows[1].why});
  return podium;
}

}  // namespace

PictureResult draw_layouts(const PictureContext& c) {
  const IdScope scope(c);
  LayoutRun* study = c.derived.layouts();
  if (const std::string* why = reason(c, study)) {
    draw_sentence(c, *why);
    return {};
  }
  const Rect rest = draw_study_line(c, line_of(c, *study), *study);
  if (study->result() == nullptr) return {};
  widgets::Podium podium = describe(c, *study->result());
  podium.stale = !study->current();
  widgets::podium(c.ui, rest, podium);
  return {};
}

widgets::TextTable twin_layouts(const PictureContext& c) {
  LayoutRun* study = c.derived.layouts();
  if (const std::string* why = reason(c, study)) return sentence_table(c, c.strings[Str::picture_layouts], *why);
  const LayoutPodium* found = study->result();
  if (found == nullptr || found->rows.empty()) {
    return sentence_table(c, c.strings[Str::picture_layouts], line_of(c, *study).text);
  }
  const widgets::Podium podium = describe(c, *found);
  widgets::TextTable table{line_of(c, *study).text, {}, {}};
  for (const widgets::PodiumColumn& column : podium.columns) table.columns.push_back(column.title);
  table.columns.push_back(c.strings[Str::layouts_why]);
  for (size_t i = 0; i < podium.rows.size(); ++i) {
    table.rows.push_back(podium.rows[i].cells);
    table.rows.back().push_back(found->rows[i].why);
  }
  return table;
}

}  // namespace wallflip
