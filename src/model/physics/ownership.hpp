#pragma once

// To own or to rent: what an hour of an owned GPU costs, and from which use on owning is cheaper.
//
// Simplifications: straight-line depreciation, interest on the mean book value, upkeep (staff, spares, network) as a
// share of the purchase, space and cooling by the power drawn; rent is paid only for hours that are used.
// Sources: purchase: a cluster's all-in price per GPU in 2024 (47,000 to 52,000 dollars); the rest are rules of thumb.
//
//   owned hour = purchase * ((1 - residual) / life + interest * (1 + residual) / 2 + upkeep) + energy and space
//   price of a used hour = owned hour / share of hours used        break-even use = owned hour / rent
//   tokens per dollar is the exact reciprocal of dollars per token

#include "model/physics/carbon.hpp"

namespace wallflip {

struct Ownership {
  Section s;  ///< "own"
  PowerGrid grid;
  PowerDraw power;
  Quantity rent;  ///< dollar/second/GPU

  Quantity purchase =
      s.input("purchase", 50e3 * dollar / gpu_count, "purchase of one GPU with its part of the cluster", techtalkcto);
  Quantity life = s.input("life", 4.0 * 365 * 86400 * second, "depreciated over", rule_of_thumb);
  Quantity residual = s.input("residual", 0.1, "share of the price it is sold for then", rule_of_thumb, "%");
  Quantity interest = s.input("interest", 0.08, "interest, a year", rule_of_thumb, "%");
  Quantity upkeep = s.input("upkeep", 0.05, "staff and spares over the price, a year", rule_of_thumb, "%");
  Quantity space = s.input("space", 0.137 / 3.6e6 * dollar / joule,
                           "space and cooling for the power drawn: 100 dollars a kW and month", rule_of_thumb, "$/kWh");
  Quantity use = s.input("use", 0.8, "share of the hours that are used", rule_of_thumb, "%");

  Quantity year = s.let("year", 365 * 86400.0 * second, second, "a year", definition);
  Quantity depreciation = s.let("depreciation", purchase*(1 - residual) / max(life, 1 * second),
                                dollar / second / gpu_count, "depreciation", definition);
  Quantity capital = s.let("capital", purchase* interest*(1 + residual) / (2 * year), dollar / second / gpu_count,
                           "interest on the mean book value", definition);
  Quantity staff = s.let("staff", purchase* upkeep / year, dollar / second / gpu_count, "staff and spares", definition);
  Quantity facility_per_gpu = s.let("facility_per_gpu", power.machine* power.model.pue, joule / second / gpu_count,
                                    "power of the building for one GPU", definition);
  Quantity energy = s.let("energy", facility_per_gpu*(grid.price + space), dollar / second / gpu_count,
                          "energy and space", definition);
  Quantity owned_hour = s.let("owned_hour", depreciation + capital + staff + energy, dollar / second / gpu_count,
                              "an owned GPU, used or not", definition);
  Quantity price = s.let("price", owned_hour / max(use, 0.01), dollar / second / gpu_count,
                         "a used hour of an owned GPU, at least one hour in a hundred used", definition);
  Quantity rented = s.let("rented", rent, dollar / second / gpu_count, "price of a rented hour", definition, "$/h");
  Quantity break_even = s.let("break_even", owned_hour / max(rent, 1e-9 * dollar / second / gpu_count), unitless,
                              "use from which owning is cheaper", definition, "%");
};

/// The owned price for each token.
struct OwnedTokens {
  Section s;  ///< "own"
  Ownership own;
  Quantity gpus;        ///< GPU
  Quantity throughput;  ///< token/second

  Quantity bill = s.let("bill", max(gpus* own.price, 1e-9 * dollar / second), dollar / second,
                        "price of the replica, owned, at least a nanodollar a second", definition);
  Quantity tokens_per_dollar =
      s.let("tokens_per_dollar", throughput / bill, token / dollar, "tokens for a dollar, owned", definition);
  Quantity per_million_output_tokens = s.let("per_million_output_tokens", 1e6 * token / tokens_per_dollar, dollar,
                                             "$ per million tokens, owned", definition);
};

}  // namespace wallflip
