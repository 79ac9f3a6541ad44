#include "model/validation/published_runs.hpp"

// Sources: MaxText, src/maxtext/configs/tpu/{v4,v5e}/*.sh (batch, recompute, split; "minimal_offloaded" keeps the
// products; attention=flash on v5e only), base.yml and pyconfig.py (heads of 256, vocabulary 32,000, how
// global_parameter_scale widens a model); PaLM, arXiv 2204.02311, sections 2, 4 and 5; LLaMA, arXiv 2302.13971, section
// 2; Llama 2, arXiv 2307.09288, section 2; DeepSeek-V3, arXiv 2412.19437, sections 3.2.1 (all-to-alls hidden) and 4.2.

namespace wallflip::validation {
namespace {

constexpr PublishedRun runs[] = {
    {"maxtext-16b", {32, 4096, 64, 64, 256, 28672, 2, 32000}, 2048, 0, 6, 1, 2},
    {"maxtext-32b", {32, 8192, 64, 64, 256, 28672, 2, 32000}, 2048, 0, 4, 1, 2},
    {"maxtext-64b", {64, 8192, 64, 64, 256, 28672, 2, 32000}, 2048, 0, 2, 1, 2},
    {"maxtext-128b", {64, 8192, 128, 128, 256, 57344, 2, 32000}, 2048, 0, 1, 16, 0},
    {"maxtext-22b", {48, 6144, 24, 24, 256, 24576, 2, 32000}, 2048, 0, 13, 1, 2, 1},
    {"maxtext-52b", {32, 12288, 32, 32, 256, 49152, 2, 32000}, 2048, 0, 7, 1, 2, 1},
    {.model = "palm-540b", .context = 2048, .batch_tokens = 4.194304e6, .tp = 12, .recompute = 2},
    {.model = "llama-7b", .context = 2048, .batch_tokens = 4.194304e6},
    {.model = "llama-13b", .context = 2048, .batch_tokens = 4.194304e6},
    {.model = "llama-33b", .context = 2048, .batch_tokens = 4.194304e6},
    {.model = "llama-65b", .context = 2048, .batch_tokens = 4.194304e6},
    {.model = "llama-2-7b", .context = 4096, .batch_tokens = 4.194304e6},
    {.model = "llama-2-13b", .context = 4096, .batch_tokens = 4.194304e6},
    {.model = "llama-2-70b", .context = 4096, .batch_tokens = 4.194304e6},
    {.model = "deepseek-v3", .context = 4096, .batch_tokens = 15360.0 * 4096, .ep_overlap = 1},
};

}  // namespace

const PublishedRun* published_run(std::string_view model) {
  for (const PublishedRun& run : runs) {
    if (run.model == model) return &run;
  }
  return nullptr;
}

}  // namespace wallflip::validation
