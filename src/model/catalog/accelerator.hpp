#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog/kernels.hpp"
#include "model/catalog/source.hpp"

// One device. Rates are dense unless the name says sparse; every link is one direction of one device; GB is 1e9 bytes.

namespace wallflip {

enum class Dtype { fp64, fp32, tf32, bf16, fp16, fp8, int8, fp4, int4 };

struct DtypeInfo {
  Dtype dtype;
  std::string_view name;
  double bytes;  ///< one element in memory (tf32 is a way to multiply fp32 numbers)
};

inline constexpr std::array<DtypeInfo, 9> dtype_table = {{
    {Dtype::fp64, "fp64", 8},
    {Dtype::fp32, "fp32", 4},
    {Dtype::tf32, "tf32", 4},
    {Dtype::bf16, "bf16", 2},
    {Dtype::fp16, "fp16", 2},
    {Dtype::fp8, "fp8", 1},
    {Dtype::int8, "int8", 1},
    {Dtype::fp4, "fp4", 0.5},
    {Dtype::int4, "int4", 0.5},
}};

constexpr std::optional<Dtype> dtype_named(std::string_view name) {
  for (const DtypeInfo& row : dtype_table) {
    if (row.name == name) return row.dtype;
  }
  return std::nullopt;
}

/// Missing knowledge is not missing hardware: `unsupported` has a source that says so, `not_sourced` has none.
enum class Support { sourced, unsupported, not_sourced };

struct Peak {
  std::optional<Sourced> dense;   ///< FLOP/s (integer types: operations/s), one multiply-add = 2
  std::optional<Sourced> sparse;  ///< with 2:4 structured sparsity or the vendor's own kind; never used by the model
  std::string unsupported;        ///< source id of "there is no native rate", or empty

  Support support() const {
    if (dense) return Support::sourced;
    return unsupported.empty() ? Support::not_sourced : Support::unsupported;
  }
};

enum class AcceleratorKind { datacenter, workstation, laptop, edge, microcontroller, sram };

struct AcceleratorKindInfo {
  AcceleratorKind kind;
  std::string_view name;
  double
      ridge_min;  ///< FLOP/B, 16-bit dense peak over memory bandwidth: outside, a unit is wrong (GB for TB, Gb for GB)
  double ridge_max;
};

// The rows of accelerators.json span 117..560 (datacenter), 164 (workstation), 36 (laptop), 147 (edge), 2.4 (sram).
inline constexpr std::array<AcceleratorKindInfo, 6> accelerator_kind_table = {{
    {AcceleratorKind::datacenter, "datacenter", 50, 800},
    {AcceleratorKind::workstation, "workstation", 50, 800},
    {AcceleratorKind::laptop, "laptop", 5, 300},
    {AcceleratorKind::edge, "edge", 5, 500},
    {AcceleratorKind::microcontroller, "microcontroller", 0.01, 100},
    {AcceleratorKind::sram, "sram", 0.1, 50},
}};

struct Accelerator {
  std::string id;
  std::string name;
  AcceleratorKind kind = AcceleratorKind::datacenter;
  std::string vendor;
  int year = 0;  ///< 0 when not known
  std::string form_factor;

  std::array<Peak, dtype_table.size()> peaks;   ///< by Dtype; see peak()
  std::optional<Sourced> fp64_matrix;           ///< FLOP/s
  std::optional<Sourced> measured_bf16_matmul;  ///< FLOP/s of a large GEMM as somebody measured it

  Sourced mem_bytes;                        ///< as sold
  std::optional<Sourced> mem_bytes_usable;  ///< as a driver reports it
  std::optional<Sourced> mem_bytes_per_s;   ///< absent on microcontrollers
  std::optional<Sourced> l2_bytes;
  std::optional<Sourced> sram_bytes;
  std::optional<Sourced> last_level_cache_bytes;
  std::string mem_kind;  ///< "HBM3"

  std::optional<Sourced> compute_units;  ///< SMs, CUs, cores: compute_unit_kind says which
  std::string compute_unit_kind;
  std::optional<Sourced> clock_hz;  ///< the clock of the peak figures

  std::string scale_up_name;                    ///< "NVLink 4"
  std::optional<Sourced> scale_up_bytes_per_s;  ///< one direction, all links of one device
  std::optional<Sourced> scale_up_domain;       ///< devices that reach each other at this rate
  std::optional<Sourced> scale_up_links;
  std::string host_link_name;
  std::optional<Sourced> host_link_bytes_per_s;  ///< one direction

  std::optional<Sourced> tdp_watts;
  std::optional<Sourced> tdp_watts_max;  ///< of a configurable module
  std::optional<Sourced> price_usd;      ///< to buy one; renting is in prices.json
  std::string price_date;
  KernelGeneration kernels;  ///< what its kernels achieve, from kernels.json
  std::vector<std::string> notes;

  const Peak& peak(Dtype dtype) const { return peaks[static_cast<size_t>(dtype)]; }
  Peak& peak(Dtype dtype) { return peaks[static_cast<size_t>(dtype)]; }
};

/// bf16 if sourced, else fp16, FLOP/s.
std::optional<Sourced> dense_16bit_peak(const Accelerator& accelerator);

/// dense_16bit_peak / mem_bytes_per_s, FLOP/B: above it a kernel is compute bound. nullopt when either is not sourced.
std::optional<double> ridge_point(const Accelerator& accelerator);

}  // namespace wallflip
