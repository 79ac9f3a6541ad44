#pragma once

#include <string_view>
#include <utility>
#include <vector>

// The constants of physics/serving_engine.hpp for each engine on each generation of accelerators. None is of a model
// or of a run. Fitted (median error, engine_runs) to every second run measured; the defaults of the sheet are vLLM's on
// Hopper.

namespace wallflip {

enum class Generation { ampere, ada, hopper, blackwell };
/// By the id of a catalog row ("h200-sxm"); a chip that no run was measured on counts with those of its years.
Generation generation_of(std::string_view accelerator, int year);

enum class GemmWidthName { bf16, fp8, fp4 };  ///< as llm.gemm_dtype

/// (input below "engine.", value). An engine that was not measured on the generation has its constants of the nearest
/// one, an engine that was not measured at all has vLLM's.
std::vector<std::pair<std::string_view, double>> engine_inputs(std::string_view engine, Generation generation,
                                                               GemmWidthName width);

}  // namespace wallflip
