#pragma once

// From the price of a GPU-hour to the price of a million tokens.
//
// Simplifications: the replica is busy all the time; no host, storage or network bill.
// Source: definition.
//
//   $ per million tokens = price * GPUs / (tokens a second) * 1e6        tokens per dollar is its exact reciprocal

#include "model/physics/gpu.hpp"

namespace wallflip {

struct Cost {
  Section s;
  Gpu gpu;
  Quantity gpus;        ///< GPU: of one replica
  Quantity throughput;  ///< token/second: of one replica

  Quantity replica_price =
      s.let("replica_price", gpus* gpu.price_per_hour, dollar / second, "price of the replica", definition, "$/h");
  Quantity throughput_per_gpu =
      s.let("throughput_per_gpu", throughput / gpus, token / second / gpu_count, "throughput of a GPU", definition);
  Quantity tokens_per_dollar =
      s.let("tokens_per_dollar", throughput / replica_price, token / dollar, "tokens for a dollar", definition);
  Quantity per_million_output_tokens =
      s.let("per_million_output_tokens", 1e6 * token / tokens_per_dollar, dollar, "$ per million tokens", definition);
};

}  // namespace wallflip
