#include "model/validation/accelerator_names.hpp"

#include <cctype>
#include <string>

namespace wallflip::validation {
namespace {

// The first row all of whose words are in the name (lower case, _ and - as spaces); longer names before their parts.
struct Name {
  std::string_view words[2];
  std::string_view id;
};
constexpr Name names[] = {
    {{"gb300", ""}, "gb300"},
    {{"gb200", ""}, "gb200"},
    {{"gh200", "96"}, "gh200-96"},
    {{"gh200", ""}, "gh200-144"},
    {{"b300", ""}, "b300-sxm"},
    {{"b200", ""}, "b200-sxm"},
    {{"h200", ""}, "h200-sxm"},
    {{"h100", "pcie"}, "h100-pcie"},
    {{"h100", "nvl"}, "h100-nvl"},
    {{"h100", ""}, "h100-sxm"},
    {{"a100", "pcie 40"}, "a100-pcie-40"},
    {{"a100", "pcie"}, "a100-pcie-80"},
    {{"a100", "40"}, "a100-sxm-40"},
    {{"a100", ""}, "a100-sxm-80"},
    {{"h800", ""}, "h100-sxm"},  // the same chip with fewer links
    {{"a800", ""}, "a100-sxm-80"},
    {{"l40s", ""}, "l40s"},
    {{"l4", ""}, "l4"},
    {{"v100", ""}, "v100-sxm2-32"},
    {{"4090", ""}, "rtx-4090"},
    {{"5090", ""}, "rtx-5090"},
    {{"mi355x", ""}, "mi355x"},
    {{"mi325x", ""}, "mi325x"},
    {{"mi300x", ""}, "mi300x"},
    {{"mi250x", ""}, "mi250x"},
    {{"gaudi 3", ""}, "gaudi3"},
    {{"gaudi 2", ""}, "gaudi2"},
    {{"gaudi3", ""}, "gaudi3"},
    {{"gaudi2", ""}, "gaudi2"},
    {{"v5p", ""}, "tpu-v5p"},
    {{"v5e", ""}, "tpu-v5e"},
    {{"v6e", ""}, "tpu-v6e"},
    {{"v7x", ""}, "tpu-v7x"},
    {{"trainium2", ""}, "trainium2"},
    {{"inferentia2", ""}, "inferentia2"},
    {{"tpu v4", ""}, "tpu-v4"},
};

}  // namespace

const Accelerator* accelerator_named(const Catalog& catalog, std::string_view name) {
  std::string plain;
  for (const char c : name) {
    plain += c == '_' || c == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const Name& row : names) {
    if (plain.find(row.words[0]) == std::string::npos || plain.find(row.words[1]) == std::string::npos) continue;
    return find_row(catalog.accelerators, row.id);
  }
  return nullptr;
}

}  // namespace wallflip::validation
