#pragma once

// Requests as they arrive: drawn at random, or read from a trace.
//
// Simplifications: lengths are independent of each other and of the arrival times, uniform between two bounds.
// Sources: Poisson arrivals, exponential gaps. Bursty arrivals, gaps of a two-phase hyperexponential with balanced
// means: the simplest gaps of a given mean and a squared coefficient of variation c2 above 1,
//
//   p = (1 + sqrt((c2 - 1) / (c2 + 1))) / 2        gap = exponential of rate 2 p r with chance p, else 2 (1 - p) r
//
// The same seed gives the same requests on every machine: only the bits of std::mt19937_64 are used, never a
// distribution of the standard library.

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/issue.hpp"

namespace wallflip {

struct Request {
  double arrival = 0;  ///< seconds from the start of the trace
  int prompt = 1;      ///< tokens
  int output = 1;      ///< tokens, the first one included
};

/// Whole numbers of tokens, both ends included, all equally likely.
struct TokenRange {
  int low = 1;
  int high = 1;
};

struct ArrivalPattern {
  double rate = 1;        ///< requests a second
  double burstiness = 1;  ///< squared coefficient of variation of the gaps: 1 Poisson, above 1 bursty; at least 1
  size_t count = 1000;    ///< requests
  TokenRange prompt{1024, 1024};
  TokenRange output{256, 256};
  uint64_t seed = 1;
};

/// Requests in order of arrival.
std::vector<Request> draw_arrivals(const ArrivalPattern& pattern);

/// A trace as comma-separated values with the columns arrival_s, prompt_tokens and output_tokens, in any order and
/// among others. Sorted by arrival and shifted so that the first arrives at 0. Issues, all at once: a missing column,
/// a cell that is no number, a negative time, a length below one or not whole, no rows.
std::vector<Request> parse_arrivals(std::string_view csv, const std::string& file, Issues& issues);

}  // namespace wallflip
