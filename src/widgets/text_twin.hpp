#pragma once

#include <string>
#include <vector>

#include "widgets/ui.hpp"

namespace wallflip::widgets {

/// The same content as a picture, as a table of words: to read without the picture, to copy.
struct TextTable {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< each as long as `columns`
  std::string copy_csv = "Copy CSV", copy_markdown = "Copy Markdown";
};

std::string to_markdown(const TextTable& table);
/// RFC 4180: commas, quotes and line breaks inside a cell are quoted.
std::string to_csv(const TextTable& table);

struct TextTwinState {
  float scroll = 0;
};

struct TextTwinResult {
  std::string copied;  ///< text to put on the clipboard
};

/// The table with two copy buttons; scrolls inside `rect`.
TextTwinResult text_twin(Ui& ui, Rect rect, const TextTable& table, TextTwinState& state);

}  // namespace wallflip::widgets
