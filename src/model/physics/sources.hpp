#pragma once

// Ids of assets/catalog/sources.json that the physics cites. A test looks every one of them up.

namespace wallflip {

inline constexpr const char* pope_2022 = "pope_2022";                  // Efficiently scaling transformer inference
inline constexpr const char* scaling_book = "scaling_book";            // How to scale your model
inline constexpr const char* megatron_2021 = "megatron_2021";          // Efficient large-scale training on GPU clusters
inline constexpr const char* nccl_2025 = "nccl_2025";                  // Demystifying NCCL, arXiv 2507.04786
inline constexpr const char* nccl_tuning = "nccl_tuning";              // NCCL's own tuning constants
inline constexpr const char* aicfg_collectives = "aicfg_collectives";  // measured NCCL and TensorRT-LLM tables
inline constexpr const char* aicfg_kernels = "aicfg_kernels";          // measured GEMM, attention and expert kernels
inline constexpr const char* flashattn_2023 = "flashattn_2023";        // FlashAttention-2, arXiv 2307.08691
inline constexpr const char* flashattn2_a100 = "flashattn2_a100";      // its measured forward and backward passes
inline constexpr const char* nvidia_matmul = "nvidia_matmul";          // tile and wave quantisation
inline constexpr const char* kernel_assumption = "kernel_assumption";  // what no row measures
inline constexpr const char* vllm_2023 = "vllm_2023";                  // PagedAttention, arXiv 2309.06180
inline constexpr const char* sarathi_2024 = "sarathi_2024";            // Sarathi-Serve, arXiv 2403.02310
inline constexpr const char* engine_runs = "engine_runs";              // serving runs measured end to end, fitted here
inline constexpr const char* distserve_2024 = "distserve_2024";        // DistServe, arXiv 2401.09670
inline constexpr const char* leviathan_2023 = "leviathan_2023";        // Speculative decoding, arXiv 2211.17192
inline constexpr const char* awq_2023 = "awq_2023";                    // AWQ, arXiv 2306.00978
inline constexpr const char* sglang_2023 = "sglang_2023";              // SGLang and RadixAttention, arXiv 2312.07104
inline constexpr const char* cachedattention_2024 = "cachedattention_2024";  // CachedAttention, arXiv 2403.19708
inline constexpr const char* queueing = "queueing";                  // M/D/1: Pollaczek-Khinchine with constant service
inline constexpr const char* nist_dlmf = "nist_dlmf";                // Digital Library of Mathematical Functions
inline constexpr const char* zero_2019 = "zero_2019";                // ZeRO, arXiv 1910.02054
inline constexpr const char* korthikanti_2022 = "korthikanti_2022";  // Reducing activation recomputation
inline constexpr const char* zero_bubble_2023 = "zero_bubble_2023";  // Zero bubble pipeline parallelism
inline constexpr const char* ring_2023 = "ring_2023";                // Ring attention, arXiv 2310.01889
inline constexpr const char* gshard_2020 = "gshard_2020";            // GShard, arXiv 2006.16668
inline constexpr const char* palm_2022 = "palm_2022";                // PaLM, arXiv 2204.02311: MFU and HFU
inline constexpr const char* mccandlish_2018 = "mccandlish_2018";    // Large-batch training, arXiv 1812.06162
inline constexpr const char* ultra_scale = "ultra_scale";            // The Ultra-Scale Playbook
inline constexpr const char* llama3_2024 = "llama3_2024";            // The Llama 3 herd of models
inline constexpr const char* deepseek_v3 = "deepseek_v3";            // DeepSeek-V3 technical report
inline constexpr const char* daly_2006 = "daly_2006";                // A higher order estimate of the interval
inline constexpr const char* young_1974 = "young_1974";              // Optimum checkpoint interval
inline constexpr const char* mlperf_storage = "mlperf_storage";      // accelerator utilisation, sample sizes
inline constexpr const char* tfdata_2021 = "tfdata_2021";            // prefetching, arXiv 2101.12127
inline constexpr const char* resnet_2015 = "resnet_2015";            // arXiv 1512.03385
inline constexpr const char* torchvision_resnet50 = "torchvision_resnet50";
inline constexpr const char* lehr_1992 = "lehr_1992";      // sixteen s-squared over d-squared
inline constexpr const char* fleiss_1980 = "fleiss_1980";  // sample sizes of two proportions, unequal arms
inline constexpr const char* serverlessllm_2024 = "serverlessllm_2024";  // loading checkpoints, arXiv 2401.14351
inline constexpr const char* cuped_2013 = "cuped_2013";                  // variance reduction with data from before
inline constexpr const char* cohen_1960 = "cohen_1960";                  // kappa
inline constexpr const char* grpo_2024 = "grpo_2024";                    // arXiv 2402.03300
inline constexpr const char* deepseek_2025 = "deepseek_2025";            // one day of DeepSeek-V3/R1 serving
inline constexpr const char* dit_2022 = "dit_2022";                      // arXiv 2212.09748
inline constexpr const char* dlrm_2019 = "dlrm_2019";                    // arXiv 1906.00091
inline constexpr const char* training_fit = "training_fit";              // fitted to published training runs
inline constexpr const char* mlperf_power = "mlperf_power";              // MLPerf inference 4.1, power of an 8-GPU node
inline constexpr const char* google_pue = "google_pue";                  // PUE of a fleet
inline constexpr const char* aws_pue = "aws_pue";                        // WUE of a fleet
inline constexpr const char* codecarbon_owid = "codecarbon_owid";        // Carbon of grids
inline constexpr const char* eia = "eia";                                // Price of industrial electricity
inline constexpr const char* hotcarbon23 = "hotcarbon23";                // Embodied carbon of a GPU
inline constexpr const char* techtalkcto = "techtalkcto";                // Price of a cluster
inline constexpr const char* cacheblend_2024 = "cacheblend_2024";        // arXiv 2405.16444
inline constexpr const char* ml_engineering = "ml_engineering";          // Machine Learning Engineering, Bekman
inline constexpr const char* hoffmann_2022 = "hoffmann_2022";  // Training compute-optimal large language models
inline constexpr const char* sardana_2023 = "sardana_2023";    // Beyond Chinchilla-optimal, arXiv 2401.00448
inline constexpr const char* definition = "definition";
inline constexpr const char* lesson_default = "lesson_default";  // the course's defaults: assumptions, all turnable
inline constexpr const char* rule_of_thumb = "rule_of_thumb";

}  // namespace wallflip
