#pragma once

// What it takes to know that a model is better: an A/B test, a suite, people or a judge, their agreement.
//
// Simplifications: a yes-or-no metric; users are independent and meet one variant; durations in days, money per item.
// Napkin: 95% confidence and 80% power whatever is asked for, both arms vary like today's, and the smaller one needs
// what each of two equal ones does. Detailed: the arms as they are.
// Sources: Lehr 1992 (napkin); Fleiss, Tytun and Ury 1980 (detailed); Deng et al. 2013 (CUPED); Cohen 1960 (kappa).
//
//   napkin    smaller arm = 16 p (1-p) / MDE^2 * (1 - rho^2)      exactly 2 (z_.975 + z_.80)^2 = 15.7 instead of 16
//   detailed  users = ((z_c sqrt(P(1-P) (1/f + 1/(1-f))) + z_p sqrt(p(1-p) / (1-f) + q(1-q) / f)) / MDE)^2 (1 - rho^2)
//             q = p + MDE, P their mean over all users; smaller arm = users * min(f, 1-f)
//   days = smaller arm / (eligible a day * min(f, 1-f))           suite: s.e. = sqrt(p (1-p) / items)
//   kappa = (agreed - by chance) / (1 - by chance)      leaked items score 1: measured = leak + (1 - leak) p

#include "model/physics/binomial.hpp"
#include "model/physics/fidelity.hpp"

namespace wallflip {

/// Two arms and the users that may enter them.
struct Experiment {
  Section s;  ///< "eval"

  Quantity eligible_per_day = s.count("eligible_per_day", {1e5, unitless}, "users a day who may enter", lesson_default);
  Quantity mde = s.input("mde", 0.02, "smallest difference worth finding", lesson_default, "%");
  Quantity baseline = s.input("baseline", 0.6, "share that succeeds today", lesson_default, "%");
  Quantity treatment_share = s.input("treatment_share", 0.5, "share that sees the new model", lesson_default, "%");
  Quantity cuped_rho =
      s.input("cuped_rho", 0, "correlation with the same user's metric before (CUPED)", lesson_default);
  Quantity sample_factor = s.input("sample_factor", 16, "users per arm, times variance over MDE squared", lehr_1992);
  Quantity confidence = s.input("confidence", 0.95, "confidence, two-sided", lehr_1992, "%");
  Quantity power = s.input("power", 0.8, "chance to find a difference that is there", lehr_1992, "%");
  Quantity limit_days = s.input("limit_days", 14, "days an experiment may take", lesson_default);

  Quantity variance = s.let("variance", baseline*(1 - baseline), unitless, "variance of one answer", definition);
  Quantity plain_per_arm =
      s.let("plain_per_arm", sample_factor* variance / (mde * mde), unitless, "users per arm without CUPED", lehr_1992);
  Quantity cuped_factor =
      s.let("cuped_factor", 1 - cuped_rho * cuped_rho, unitless, "variance that CUPED leaves", cuped_2013, "%");
  Quantity smaller_arm = s.let("smaller_arm", min(treatment_share, 1 - treatment_share), unitless,
                               "share of the smaller arm", definition, "%");
  Quantity napkin_per_arm = s.let("napkin_per_arm", plain_per_arm* cuped_factor, unitless,
                                  "users of the smaller arm, by the rule of sixteen", cuped_2013);

  Quantity two_sided = s.let("two_sided", (1 + confidence) / 2, unitless, "level of one side", definition, "%");
  Quantity z_confidence =
      s.let("z_confidence", normal_quantile, {two_sided}, unitless, "standard deviations of the confidence", nist_dlmf);
  Quantity z_power =
      s.let("z_power", normal_quantile, {power}, unitless, "standard deviations of the power", nist_dlmf);
  Quantity z_sum = s.let("z_sum", z_confidence + z_power, unitless, "both together", lehr_1992);
  Quantity exact_factor = s.let("exact_factor", 2 * z_sum * z_sum, unitless, "what Lehr's 16 rounds", lehr_1992);

  Quantity control_share = s.let("control_share", 1 - treatment_share, unitless, "share that sees today's", definition);
  Quantity improved = s.let("improved", min(baseline + mde, 1), unitless,
                            "share that succeeds with the new model, at most all", definition, "%");
  Quantity pooled = s.let("pooled", control_share* baseline + treatment_share * improved, unitless,
                          "share that succeeds in both arms together", fleiss_1980, "%");
  Quantity arms = s.let("arms", 1 / treatment_share + 1 / control_share, unitless,
                        "variance of a difference, over that of one answer of all users", fleiss_1980);
  Quantity spread_alike = s.let("spread_alike", sqrt(pooled*(1 - pooled) * arms), unitless,
                                "spread of the difference if both were alike, one user in all", fleiss_1980);
  Quantity improved_variance =
      s.let("improved_variance", improved*(1 - improved), unitless, "variance of one answer, new model", definition);
  Quantity spread_apart = s.let("spread_apart", sqrt(variance / control_share + improved_variance / treatment_share),
                                unitless, "spread of the difference if it is there, one user in all", fleiss_1980);
  Quantity users_root = s.let("users_root", (z_confidence * spread_alike + z_power * spread_apart) / mde, unitless,
                              "square root of the users in both arms", fleiss_1980);
  Quantity users = s.let("users", users_root* users_root* cuped_factor, unitless, "users in both arms", fleiss_1980);
  Quantity detailed_per_arm = s.let("detailed_per_arm", users* smaller_arm, unitless,
                                    "users of the smaller arm, arms as they are", fleiss_1980);
  Quantity per_arm = s.let("per_arm", by_fidelity(s, napkin_per_arm, detailed_per_arm), unitless,
                           "users of the smaller arm", definition);
  Quantity days =
      s.let("days", per_arm / (eligible_per_day * smaller_arm), unitless, "days of the experiment", lehr_1992);
};

/// A fixed set of questions: what it can resolve, and what leaked ones do to its score.
struct Suite {
  Section s;  ///< "eval"
  Experiment test;

  Quantity suite_items = s.count("suite_items", {200, unitless}, "questions in the suite", lesson_default);
  Quantity leak = s.input("leak", 0, "share of the questions that were trained on", lesson_default, "%");

  Quantity standard_error = s.let("standard_error", sqrt(test.variance / suite_items), unitless,
                                  "standard error of the score", definition, "%");
  Quantity half_width = s.let("half_width", test.z_confidence* standard_error, unitless,
                              "the score is known to so much each way", definition, "%");
  Quantity resolves = s.let("resolves", sqrt(2 * test.variance / suite_items) * test.z_sum, unitless,
                            "difference of two models that the suite finds", lehr_1992, "%");
  Quantity measured =
      s.let("measured", leak + (1 - leak) * test.baseline, unitless, "score with leaked questions", definition, "%");
  Quantity inflation =
      s.let("inflation", measured - test.baseline, unitless, "points that the leak adds", definition, "%");
};

/// People or a model that judge.
struct Labels {
  Section s;  ///< "eval"
  Experiment test;

  Quantity labels = s.count("labels", {50000, unitless}, "labels wanted", lesson_default);
  Quantity raters = s.count("raters", {20, unitless}, "people who label", lesson_default);
  Quantity labels_per_hour = s.input("labels_per_hour", 30, "labels a person gives an hour", lesson_default);
  Quantity hours_per_day = s.input("hours_per_day", 8, "hours a person labels a day", lesson_default);
  Quantity rater_price = s.input("rater_price", 25 * dollar, "$ for an hour of a person", lesson_default);
  Quantity judge_cost = s.input("judge_cost", 0.005 * dollar, "$ for one judgement of a model", lesson_default);
  Quantity agreement = s.input("agreement", 0.85, "share of items on which two raters agree", lesson_default, "%");

  Quantity labels_per_day =
      s.let("labels_per_day", raters* labels_per_hour* hours_per_day, unitless, "labels a day", definition);
  Quantity label_days = s.let("label_days", labels / labels_per_day, unitless, "days of labelling", definition);
  Quantity judge_bill = s.let("judge_bill", labels* judge_cost, dollar, "the same by a judge", definition);
  Quantity rater_bill =
      s.let("rater_bill", labels / labels_per_hour * rater_price, dollar, "the same by people", definition);
  Quantity by_chance = s.let("by_chance", 1 - 2 * test.variance, unitless,
                             "agreement of two raters who guess at the base rate", cohen_1960, "%");
  Quantity kappa =
      s.let("kappa", (agreement - by_chance) / (1 - by_chance), unitless, "agreement beyond chance", cohen_1960);
};

}  // namespace wallflip
