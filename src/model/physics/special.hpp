#pragma once

// The logarithm of the gamma function, the same bits in every thread and library (std::lgamma writes a global).
//
// Source: NIST Digital Library of Mathematical Functions, 5.5.1 (recurrence) and 5.11.1 (Stirling's series).

namespace wallflip {

/// For x > 0; relative error below 1e-14 away from its zeros at 1 and 2, absolute below 1e-14 near them.
double log_gamma(double x);

}  // namespace wallflip
