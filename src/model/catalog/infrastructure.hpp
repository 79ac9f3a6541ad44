#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/catalog/source.hpp"

// What stands around the accelerators: servers, fabrics, prices, grids and what fails.

namespace wallflip {

/// A server, a rack sold as one, or a pod.
struct ServerNode {
  std::string id;
  std::string name;
  int year = 0;
  std::string accelerator;  ///< id, or empty when the device is not in the catalog
  Sourced accelerators;     ///< how many
  std::optional<Sourced> accelerator_mem_bytes_total;
  std::optional<Sourced> cpu_cores;
  std::optional<Sourced> vcpus;
  std::optional<Sourced> dram_bytes;
  std::optional<Sourced> nics;
  std::optional<Sourced> nic_bits_per_s;         ///< one adapter port, one direction
  std::optional<Sourced> nic_bytes_per_s_total;  ///< one direction, all adapters
  std::optional<Sourced> nvme_count;
  std::optional<Sourced> nvme_bytes_each;
  std::optional<Sourced> nvme_read_bytes_per_s_each;
  std::optional<Sourced> scale_up_switches;
  std::optional<Sourced> scale_up_bytes_per_s_both;  ///< the vendor's headline: both directions, all devices
  std::optional<Sourced> max_power_watts;
  std::optional<Sourced> price_usd;
  std::string price_date;
  std::string cpu;
  std::string extra_nics;
  std::vector<std::string> notes;
};

struct Fabric {
  std::string id;
  std::string name;
  std::string kind;                        ///< scale_up, scale_out or host
  Sourced bytes_per_s;                     ///< one direction, all links of one device, after encoding
  std::optional<Sourced> raw_bytes_per_s;  ///< signalling rate
  std::optional<Sourced> links;
  std::optional<Sourced> bytes_per_s_per_link;  ///< one direction
  std::optional<Sourced> latency_s;
  std::string latency_kind;  ///< adapter, per_hop, kernel_to_kernel or model_constant
  std::vector<std::string> notes;
};

/// NCCL's ways to move a message (E10 of the lessons).
struct CollectiveProtocol {
  std::string id;  ///< simple, ll, ll128
  std::string name;
  Sourced hop_latency_s;
  Sourced bandwidth_fraction;  ///< of the link
  std::optional<Sourced> bandwidth_fraction_min;
  std::optional<Sourced> bandwidth_fraction_max;
  std::vector<std::string> notes;
};

/// A price to rent one accelerator for an hour, or a range of prices.
struct Price {
  std::string accelerator;  ///< id
  std::optional<double> usd_per_hour;
  std::optional<double> usd_per_hour_min;
  std::optional<double> usd_per_hour_max;
  std::string tier;  ///< hyperscaler, specialty, long_tail, market
  std::string term;  ///< on_demand, spot, ...
  std::string provider;
  std::string date;
  std::string kind;  ///< offer, tier_range, median, index
  std::string source;
  std::string note;
};

struct Grid {
  std::string id;  ///< country code or cloud region
  std::string name;
  Sourced g_co2e_per_kwh;  ///< grams per kWh, as everybody prints it
  std::optional<Sourced> carbon_free_fraction;
  int year = 0;
  std::string scope;
};

struct InterruptionCause {
  std::string name;
  std::string category;  ///< gpu, network, host, software, unknown
  int count = 0;
};

/// What stopped one long run.
struct FailureLog {
  std::string id;
  std::string name;
  std::string accelerator;  ///< id
  Sourced gpus;
  Sourced days;
  Sourced interruptions;
  Sourced planned;
  Sourced unexpected;
  std::vector<InterruptionCause> causes;  ///< of the unexpected ones
  std::vector<std::string> notes;
};

}  // namespace wallflip
