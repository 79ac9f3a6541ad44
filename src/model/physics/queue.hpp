#pragma once

// Waiting in line: several servers with random service, one server with constant or with any service.
//
// Simplifications: arrivals are Poisson, nobody leaves, first come first served, the rates have settled.
// Sources: Erlang 1917 and Pollaczek-Khinchine, as in Kleinrock, Queueing Systems I; the M/D/1 distribution is
// Erlang's own.
//
//   load a = rate * service time     utilisation = a / servers
//   M/M/c: P(wait) = Erlang C, mean wait = P(wait) * service / (c - a), P(W > t) = P(wait) exp(-(c - a) t / service)
//   M/G/1: mean wait = rho (1 + cv^2) / (2 (1 - rho)) * service; its quantile takes the wait of those who wait as
//          exponential: exact for M/M/1, an approximation between it and M/D/1, which has its own
//   M/D/1: P(W <= t) = (1 - rho) sum_{k <= t} (rho (k - t))^k / k! * exp(rho (t - k)),  t in service times

#include "model/physics/sources.hpp"
#include "model/sheet/sheet.hpp"

namespace wallflip {

void run_erlang_c(const double* const* in, double* out, int n);
void run_exponential_wait_quantile(const double* const* in, double* out, int n);
void run_md1_wait_quantile(const double* const* in, double* out, int n);

/// (servers, load): chance that an arrival waits; 1 when the load is the servers or more. Servers may be fractional.
inline constexpr Function erlang_c{
    "erlang_c",
    "Erlang's loss formula, its sum continued to any number of servers by the incomplete gamma series, then C from it.",
    run_erlang_c,
    {-1, 1, 0, 0}};

/// (chance to wait, decay, level): the wait not passed with probability `level` when P(W > t) = chance * exp(-decay t).
inline constexpr Function exponential_wait_quantile{"exponential_wait_quantile",
                                                    "Solves chance * exp(-decay * t) = 1 - level for t, at least 0.",
                                                    run_exponential_wait_quantile,
                                                    {1, -1, 1, 0}};

/// (utilisation, level): the same for one server with constant service, in service times.
inline constexpr Function md1_wait_quantile{
    "md1_wait_quantile",
    "Bisects Erlang's sum for up to eight service times and takes its exponential tail, exact to 1e-9, beyond.",
    run_md1_wait_quantile,
    {1, 1, 0, 0}};

/// M/M/c: requests share `servers` equal servers.
struct SharedQueue {
  Section s;
  Quantity servers;  ///< plain number
  Quantity rate;     ///< 1/second
  Quantity service;  ///< second: mean time of one request on one server
  Quantity level;    ///< the quantile asked for: 0.95

  Quantity load = s.let("load", rate* service, unitless, "servers that are busy on average", queueing);
  Quantity utilisation =
      s.let("utilisation", load / servers, unitless, "share of the time a server is busy", queueing, "%");
  Requirement stable = s.require("stable", load < servers, "more arrives than is served");
  Quantity waits = s.let("waits", erlang_c, {servers, load}, unitless, "chance to wait", queueing, "%");
  Quantity mean_wait =
      s.let("mean_wait", (waits * service / (servers - load)).given(stable), second, "mean wait", queueing);
  Quantity decay = s.let("decay", servers - load, unitless, "fall of the tail in a service time", queueing);
  Quantity quantile = s.let("quantile", exponential_wait_quantile, {waits, decay, level}, unitless,
                            "the quantile in service times", queueing);
  Quantity wait_quantile =
      s.let("wait_quantile", (quantile * service).given(stable), second, "wait at the quantile", queueing);
};

/// M/G/1: one server; cv2 = 0 is M/D/1 with its exact quantile, 1 is M/M/1.
struct SingleQueue {
  Section s;
  Quantity utilisation;  ///< below 1
  Quantity service;      ///< second
  Quantity cv2;          ///< squared coefficient of variation of the service time
  Quantity level;

  Requirement stable = s.require("stable", utilisation < 1, "more arrives than is served");
  Quantity wait = s.let("wait", (utilisation * (1 + cv2) / (2 * (1 - utilisation)) * service).given(stable), second,
                        "mean wait (Pollaczek-Khinchine)", queueing);
  Quantity decay =
      s.let("decay", 2 * (1 - utilisation) / (1 + cv2), unitless, "fall of the tail in a service time", queueing);
  Quantity varied = s.let("varied", exponential_wait_quantile, {utilisation, decay, level}, unitless,
                          "the quantile in service times that vary", queueing);
  Quantity constant = s.let("constant", md1_wait_quantile, {utilisation, level}, unitless,
                            "the quantile in service times that are all alike", queueing);
  Quantity quantile =
      s.let("quantile", select(cv2 == 0, constant, varied), unitless, "the quantile in service times", queueing);
  Quantity wait_quantile =
      s.let("wait_quantile", (quantile * service).given(stable), second, "wait at the quantile", queueing);
};

}  // namespace wallflip
