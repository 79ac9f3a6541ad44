#pragma once

// Counting chances: how many of n fail, how many of n calls are slow, how far a measured share may be off.
//
// Simplifications: events are independent and equally likely; between whole counts the distribution is continued
// smoothly, so that nothing is rounded inside a contest.
// Sources: NIST Digital Library of Mathematical Functions, 8.17 (incomplete beta) and 26.2.23 of Abramowitz and Stegun
// (normal quantile).
//
//   P(X <= k) = I_{1-q}(n - k, k + 1)                        X of n trials succeed, each with chance q
//   P(at least n of n + k are alive) = I_p(n, k + 1)          the same sum, each alive with chance p
//   work in which x failures are due, begun again after each, takes (e^x - 1) / x of its time       (Daly 2006)

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

void run_binomial_cdf(const double* const* in, double* out, int n);
void run_binomial_quantile(const double* const* in, double* out, int n);
void run_enough_alive(const double* const* in, double* out, int n);
void run_normal_quantile(const double* const* in, double* out, int n);
void run_time_over_risk(const double* const* in, double* out, int n);

/// (successes, trials, chance): P(at most so many of the trials succeed).
inline constexpr Function binomial_cdf{
    "binomial_cdf",
    "Adds the chances of 0, 1, 2 ... successes, as the incomplete beta function by its continued fraction.",
    run_binomial_cdf,
    {1, -1, -1, 0}};

/// (trials, chance, level): the smallest whole number of successes that is not passed with probability `level`.
inline constexpr Function binomial_quantile{
    "binomial_quantile",
    "Halves the range of whole numbers until the smallest one is found whose binomial distribution reaches the level.",
    run_binomial_quantile,
    {1, 1, 1, 0}};

/// (needed, spares, alive): P(at least `needed` of needed + spares are alive), each with chance `alive`.
inline constexpr Function enough_alive{
    "enough_alive",
    "Adds the chances that 0, 1, 2 ... up to all spares fail, as the incomplete beta function.",
    run_enough_alive,
    {-1, 1, 1, 0}};

/// (probability): standard deviations below which a normal variable stays with this probability.
inline constexpr Function normal_quantile{
    "normal_quantile",
    "Starts from a rational guess and takes two Halley steps on the complementary error function.",
    run_normal_quantile,
    {1, 0, 0, 0}};

/// (failures due): (e^x - 1) / x, the mean time until a stretch of work ends without a failure, over its length.
inline constexpr Function time_over_risk{
    "time_over_risk",
    "Divides e^x - 1 by x, without the digits that the difference would lose where x is small.",
    run_time_over_risk,
    {1, 0, 0, 0}};

/// One group of equal things of which `needed` must be up.
struct Availability {
  Section s;
  Quantity needed;  ///< plain number
  Quantity spares;  ///< plain number
  Quantity up;      ///< chance that one of them is up

  Quantity available =
      s.let("available", enough_alive, {needed, spares, up}, unitless, "chance that enough are up", nist_dlmf, "%");
  Quantity unavailable = s.let("unavailable", 1 - available, unitless, "chance that too few are up", definition, "%");
};

}  // namespace wallflip
