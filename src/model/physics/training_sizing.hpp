#pragma once

// How large a model should be for a training budget, and for a budget that answers questions afterwards.
//
// Simplifications: the loss law of one family of models and one data set; answering costs 2N a token, training 6N.
// Sources: Hoffmann et al., arXiv 2203.15556 (approach 3, constants as published); Sardana et al., arXiv 2401.00448.
//
//   loss(N, D) = E + A / N^alpha + B / D^beta
//   best N for C = 6 N D:  G (C/6)^(beta / (alpha + beta)), G = (alpha A / (beta B))^(1 / (alpha + beta)), D = C / (6
//   N) a smaller model of the same loss needs D = (B / (loss - E - A / N^alpha))^(1 / beta) tokens; over its life it
//   costs 6 N D + 2 N * tokens answered

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

struct LossLaw {
  Section s;  ///< "sizing"

  Quantity floor_loss = s.input("floor_loss", 1.69, "loss that no model passes", hoffmann_2022);
  Quantity size_weight = s.input("size_weight", 406.4, "weight of the model's size in the loss", hoffmann_2022);
  Quantity data_weight = s.input("data_weight", 410.7, "weight of the data in the loss", hoffmann_2022);
  Quantity size_exponent = s.input("size_exponent", 0.34, "exponent of the model's size", hoffmann_2022);
  Quantity data_exponent = s.input("data_exponent", 0.28, "exponent of the data", hoffmann_2022);
};

struct TrainingSizing {
  Section s;  ///< "sizing"
  LossLaw law;
  Quantity params;  ///< plain: of the model in hand
  Quantity tokens;  ///< token: it is trained on

  Quantity answered = s.input("answered", 0 * token, "tokens the model answers in its life", lesson_default);
  Quantity smaller =
      s.input("smaller", 0.5, "size of a smaller model over the best one for the budget", lesson_default, "%");
  Quantity train_flops =
      s.let("train_flops", 6 * flop / token * params * tokens, flop, "training budget", scaling_book);
  Quantity tokens_per_param = s.let("tokens_per_param", tokens / params, token, "tokens a parameter", hoffmann_2022);
  Quantity size_loss = s.let("size_loss", law.size_weight / pow(params, law.size_exponent), unitless,
                             "loss for want of size", hoffmann_2022);
  Quantity data_loss = s.let("data_loss", law.data_weight / pow(tokens / (1 * token), law.data_exponent), unitless,
                             "loss for want of data", hoffmann_2022);
  Quantity loss = s.let("loss", law.floor_loss + size_loss + data_loss, unitless, "loss", hoffmann_2022);

  Quantity exponents =
      s.let("exponents", law.size_exponent + law.data_exponent, unitless, "both exponents", definition);
  Quantity balance_base =
      s.let("balance_base", law.size_exponent* law.size_weight / (law.data_exponent * law.data_weight), unitless,
            "weight of size over data", hoffmann_2022);
  Quantity balance = s.let("balance", pow(balance_base, 1 / exponents), unitless, "G", hoffmann_2022);
  Quantity product = s.let("product", train_flops / (6 * flop), unitless, "parameters times tokens", scaling_book);
  Quantity best_params = s.let("best_params", balance* pow(product, law.data_exponent / exponents), unitless,
                               "best size for the training budget", hoffmann_2022);
  Quantity best_tokens = s.let("best_tokens", product / best_params * (1 * token), token, "its tokens", hoffmann_2022);
  Quantity best_size_loss = s.let("best_size_loss", law.size_weight / pow(best_params, law.size_exponent), unitless,
                                  "loss of the best size for want of size", hoffmann_2022);
  Quantity best_data_loss = s.let("best_data_loss", law.data_weight / pow(best_tokens / (1 * token), law.data_exponent),
                                  unitless, "loss of the best size for want of data", hoffmann_2022);

  Quantity small_params =
      s.let("small_params", smaller* best_params, unitless, "size of the smaller model", sardana_2023);
  Quantity small_size_loss = s.let("small_size_loss", law.size_weight / pow(small_params, law.size_exponent), unitless,
                                   "loss of the smaller model for want of size", sardana_2023);
  Quantity small_data_loss = s.let("small_data_loss", best_size_loss + best_data_loss - small_size_loss, unitless,
                                   "loss that its data may leave", sardana_2023);
  Requirement reachable =
      s.require("reachable", small_data_loss > 0, "no amount of data brings a model that small there");
  Quantity small_tokens =
      s.let("small_tokens",
            (pow(law.data_weight / max(small_data_loss, 1e-9), 1 / law.data_exponent) * (1 * token)).given(reachable),
            token, "tokens that bring the smaller model to the same loss", sardana_2023);
  Quantity small_training = s.let("small_training", 6 * flop / token * small_params * small_tokens, flop,
                                  "training the smaller model", sardana_2023);
  Quantity saved_per_token = s.let("saved_per_token", 2 * flop / token * (best_params - small_params), flop / token,
                                   "saved for every token answered", sardana_2023);
  Quantity break_even = s.let("break_even", (small_training - train_flops) / max(saved_per_token, 1 * flop / token),
                              token, "tokens answered from which the smaller model is cheaper", sardana_2023);
  Quantity best_life = s.let("best_life", train_flops + 2 * flop / token * best_params * answered, flop,
                             "training and answering, best size for training", sardana_2023);
  Quantity small_life = s.let("small_life", small_training + 2 * flop / token * small_params * answered, flop,
                              "training and answering, smaller model", sardana_2023);
};

}  // namespace wallflip
