#pragma once

// Ids of assets/catalog/sources.json that the physics cites. A test looks every one of them up.

namespace wallflip {

inline constexpr const char* pope_2022 = "pope_2022";          // Efficiently scaling transformer inference
inline constexpr const char* scaling_book = "scaling_book";    // How to scale your model
inline constexpr const char* megatron_2021 = "megatron_2021";  // Efficient large-scale training on GPU clusters
inline constexpr const char* nccl_2025 = "nccl_2025";          // Demystifying NCCL, arXiv 2507.04786
inline constexpr const char* vllm_2023 = "vllm_2023";          // PagedAttention, arXiv 2309.06180
inline constexpr const char* sarathi_2024 = "sarathi_2024";    // Sarathi-Serve, arXiv 2403.02310
inline constexpr const char* queueing = "queueing";            // M/D/1: Pollaczek-Khinchine with constant service
inline constexpr const char* nist_dlmf = "nist_dlmf";          // Digital Library of Mathematical Functions
inline constexpr const char* definition = "definition";
inline constexpr const char* lesson_default = "lesson_default";  // the course's defaults: assumptions, all turnable
inline constexpr const char* rule_of_thumb = "rule_of_thumb";

}  // namespace wallflip
