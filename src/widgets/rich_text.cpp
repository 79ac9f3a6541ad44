#include "widgets/rich_text.hpp"

#include <algorithm>
#include <set>

namespace wallflip::widgets {
namespace {

/// One word (with the spaces after it) of one run.
struct Word {
  std::string_view text, gap;
  const Run* run;
  float width, gap_width;
  int depth;       ///< of brackets after the word
  bool breakable;  ///< a line may end after this word: there is a space
};

struct Line {
  size_t first, last;  ///< words [first, last)
  float indent;
};

int bracket_change(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '(') - std::count(text.begin(), text.end(), ')'));
}

std::vector<Word> split_words(const Ui& ui, std::span<const Run> runs) {
  std::vector<Word> words;
  int depth = 0;
  for (const Run& run : runs) {
    const std::string_view text = run.text;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(' ', at), text.size());
      const size_t next = std::min(text.find_first_not_of(' ', end), text.size());
      Word word{text.substr(at, end - at), text.substr(end, next - end), &run, 0, 0, 0, next > end};
      word.width = word.text.empty() ? 0 : text_size(ui, run.font, word.text).x;
      word.gap_width = word.gap.empty() ? 0 : text_size(ui, run.font, word.gap).x;
      word.depth = depth += bracket_change(word.text);
      words.push_back(word);
      at = next;
    }
  }
  return words;
}

/// Where to end the line [first, overflow): after the last space, or for code after the least nested space of its
/// second half.
size_t break_before(const std::vector<Word>& words, size_t first, size_t overflow, bool code) {
  size_t best = overflow;
  int best_depth = 1 << 20;
  const size_t earliest = code ? first + (overflow - first) / 2 : first;
  for (size_t i = overflow; i > earliest && i > first; --i) {
    const Word& before = words[i - 1];
    if (!before.breakable) continue;
    const bool operator_next = code && i < words.size() && words[i].text.size() == 1;
    const int depth = code ? before.depth * 2 + (operator_next ? 0 : 1) : 0;
    if (depth < best_depth) best = i, best_depth = depth;
    if (!code) break;
  }
  if (best_depth == 1 << 20) {  // no space in the second half: any space will do, else the word runs on
    for (size_t i = overflow; i > first + 1; --i) {
      if (words[i - 1].breakable) return i;
    }
  }
  return std::max(best, first + 1);
}

std::vector<Line> break_lines(const Ui& ui, const std::vector<Word>& words, float width, bool code) {
  std::vector<Line> lines;
  const float indent = code && !words.empty() ? text_size(ui, words[0].run->font, "  ").x : 0;
  for (size_t first = 0; first < words.size();) {
    const float start = lines.empty() ? 0 : indent;
    float x = start;
    size_t i = first;
    while (i < words.size() && (i == first || x + words[i].width <= width)) {
      x += words[i].width + words[i].gap_width;
      ++i;
    }
    const size_t last = i == words.size() ? i : break_before(words, first, i, code);
    lines.push_back({first, last, start});
    first = last;
  }
  return lines;
}

float line_height(const Ui& ui, const std::vector<Word>& words) {
  float height = 0;
  std::set<Font> seen;
  for (const Word& word : words) {
    if (seen.insert(word.run->font).second) height = std::max(height, text_size(ui, word.run->font, "Ag").y);
  }
  return height * 1.3F;
}

bool draw_link(Ui& ui, std::string_view id, const Run& run, size_t index, Rect rect) {
  const Hit h = hit(ui, std::string(id) + ":" + run.link + "#" + std::to_string(index), rect);
  const ImU32 color = h.hovered ? ui.color(Color::accent) : faded(ui.color(Color::accent), 0.55F);
  draw_line(ui, {rect.min.x, rect.max.y}, {rect.max.x, rect.max.y}, color, ui.px(1));
  if (h.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return h.clicked;
}

}  // namespace

std::vector<Run> bold_runs(std::string_view text, Font normal, Font strong, ImU32 color) {
  std::vector<Run> runs;
  bool bold = false;
  for (size_t at = 0; at <= text.size();) {
    const size_t mark = std::min(text.find("**", at), text.size());
    if (mark > at) runs.push_back({std::string(text.substr(at, mark - at)), bold ? strong : normal, color, {}, false});
    bold = !bold;
    at = mark + 2;
  }
  return runs;
}

float runs_height(const Ui& ui, std::span<const Run> runs, float width, const RichStyle& style) {
  const std::vector<Word> words = split_words(ui, runs);
  return static_cast<float>(break_lines(ui, words, width, style.code).size()) * line_height(ui, words);
}

std::string draw_runs(Ui& ui, std::string_view id, ImVec2 at, float width, std::span<const Run> runs,
                      const RichStyle& style) {
  const std::vector<Word> words = split_words(ui, runs);
  const float height = line_height(ui, words);
  std::string clicked;
  float y = at.y;
  for (const Line& line : break_lines(ui, words, width, style.code)) {
    float x = at.x + line.indent;
    for (size_t i = line.first; i < line.last; ++i) {
      const Word& word = words[i];
      if (!word.text.empty()) {
        TextStyle text{word.run->font, word.run->color, Align::left, 0, style.may_clip};
        const Rect rect = draw_text(ui, {x, y}, word.text, text);
        const float middle = (rect.min.y + rect.max.y) / 2;
        if (word.run->struck) draw_line(ui, {rect.min.x, middle}, {rect.max.x, middle}, word.run->color, ui.px(1));
        if (!word.run->link.empty() && draw_link(ui, id, *word.run, i, rect)) clicked = word.run->link;
      }
      x += word.width + word.gap_width;
    }
    y += height;
  }
  return clicked;
}

}  // namespace wallflip::widgets
