#pragma once

// Where the power comes from: its price, carbon and water; and the carbon that was spent on making the machines.
//
// Simplifications: yearly means of a grid; embodied carbon spread evenly over the machine's life.
// Sources: the grid's row in the catalog; WUE of AWS; embodied carbon of an A100 with its part of the host (HotCarbon
// 2023), as nothing better is published for later ones.
//
//   operational = facility power * intensity        embodied = GPUs * embodied / life
//   water = IT power * WUE (litres a kWh; a litre is 1,000 g)

#include "model/physics/power.hpp"

namespace wallflip {

/// One place to plug in. A catalog row fills the intensity. The default: the USA.
struct PowerGrid {
  Section s;  ///< "grid"
  Quantity intensity =
      s.input("intensity", 369.47 / 3.6e6 * gram / joule, "carbon of a unit of energy", codecarbon_owid, "g/kWh");
  Quantity price = s.input("price", 0.0806 / 3.6e6 * dollar / joule, "price of energy", eia, "$/kWh");
  Quantity water =
      s.input("water", 150 / 3.6e6 * gram / joule, "water of a unit of the machines' energy (WUE)", aws_pue, "g/kWh");
};

struct Footprint {
  Section s;  ///< "carbon"
  PowerGrid grid;
  PowerDraw power;

  Quantity embodied_per_gpu = s.input("embodied_per_gpu", 318e3 * gram / gpu_count,
                                      "carbon of making one GPU and its part of the host", hotcarbon23);
  Quantity life = s.input("life", 4.0 * 365 * 86400 * second, "years a machine is used", rule_of_thumb);

  Quantity operational =
      s.let("operational", power.facility* grid.intensity, gram / second, "carbon of the energy", definition);
  Quantity embodied = s.let("embodied", power.gpus* embodied_per_gpu / max(life, 1 * second), gram / second,
                            "carbon of making the machines, over their life", hotcarbon23);
  Quantity total = s.let("total", operational + embodied, gram / second, "carbon", definition);
  Quantity water = s.let("water", power.it* grid.water, gram / second, "water", aws_pue);
};

/// The same for each token.
struct TokenFootprint {
  Section s;  ///< "energy"
  Footprint footprint;
  Quantity throughput;  ///< token/second

  Quantity joule_per_token =
      s.let("joule_per_token", footprint.power.facility / throughput, joule / token, "energy of a token", definition);
  Quantity per_million_tokens = s.let("per_million_tokens", 1e6 * token * joule_per_token, joule,
                                      "energy of a million tokens", definition, "kWh");
  Quantity carbon_per_token =
      s.let("carbon_per_token", footprint.total / throughput, gram / token, "carbon of a token", definition);
  Quantity water_per_token =
      s.let("water_per_token", footprint.water / throughput, gram / token, "water of a token", definition);
  Quantity dollars_per_million = s.let("dollars_per_million", per_million_tokens* footprint.grid.price, dollar,
                                       "energy bill of a million tokens", definition);
};

}  // namespace wallflip
