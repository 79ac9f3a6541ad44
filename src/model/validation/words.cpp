#include "model/validation/words.hpp"

#include <cctype>
#include <charconv>

namespace wallflip::validation {
namespace {

// One architecture under several names.
struct Same {
  std::string_view published, catalog;
};
constexpr Same same[] = {{"deepseek-r1", "deepseek-v3"},
                         {"deepseek-v3.1", "deepseek-v3"},
                         {"deepseek-v3.2", "deepseek-v3"},
                         {"kimi-k2.5", "kimi-k2"},
                         {"kimi-k2.6", "kimi-k2"},
                         {"glm-5.1", "glm-5"},
                         {"glm-5.2", "glm-5"}};

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

std::string plain(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (c != ' ' && c != '-' && c != '_') letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return letters;
}

std::optional<double> number_at(std::string_view text, std::string_view before, std::string_view after) {
  for (size_t at = text.find(before); at < text.size(); at = text.find(before, at + 1)) {
    const std::string_view from = text.substr(at + before.size());
    double value = 0;
    if (from.empty() || !is_digit(from[0])) continue;
    const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), value);
    if (error == std::errc() && from.substr(static_cast<size_t>(end - from.data())).starts_with(after)) return value;
  }
  return {};
}

std::string model_named(std::string_view published) {
  std::string id;
  for (const char c : published.substr(published.rfind('/') + 1)) {
    if (is_digit(c) && id.ends_with("llama")) id += '-';  // "Llama3"
    id += c == ' ' || c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (id.starts_with("meta-")) id.erase(0, 5);
  for (const std::string_view suffix : {"-nvfp4", "-fp8", "-bf16", "-instruct", "-hf"}) {
    if (id.size() > suffix.size() && id.ends_with(suffix)) id.erase(id.size() - suffix.size());
  }
  for (const Same& s : same) {
    if (id == s.published) return std::string(s.catalog);
  }
  return id;
}

}  // namespace wallflip::validation
