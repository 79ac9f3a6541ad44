#include "model/sheet/kernels.hpp"

#include <algorithm>
#include <cmath>

#include "model/sheet/elementary.hpp"

// The only file built for speed (see CMakeLists.txt): one loop of 64 columns per (operation, which operands are
// scalars), written so that the compiler vectorises it. -fno-trapping-math turns ceil and floor into vector rounding
// and changes no value; -ffp-contract=off keeps the same bits with and without AVX2.

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed"  // SSE2 has no ceil and floor for vectors
#define WALLFLIP_VECTOR_LOOP _Pragma("clang loop vectorize(assume_safety)")
#else
#define WALLFLIP_VECTOR_LOOP _Pragma("GCC ivdep")
#endif

// Function multiversioning needs an ifunc-capable C library; without it the plain version serves.
// The sanitizers cannot start a program with ifuncs, so their builds set WALLFLIP_NO_CLONES.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(WALLFLIP_NO_CLONES)
#define WALLFLIP_CLONES __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define WALLFLIP_CLONES
#endif

namespace wallflip {
namespace {

// d may be the slot of an operand that dies here: element i is read before it is written, so reuse in place is safe.
template <class F>
WALLFLIP_INLINE void unary(double* d, const double* a, F f) {
  WALLFLIP_VECTOR_LOOP
  for (int i = 0; i < block_width; ++i) d[i] = f(a[i]);
}

template <class F>
WALLFLIP_INLINE void binary(int mode, double* d, const double* a, const double* b, F f) {
  if (mode == 0) {
    WALLFLIP_VECTOR_LOOP
    for (int i = 0; i < block_width; ++i) d[i] = f(a[i], b[i]);
  } else if (mode == 1) {
    const double x = *a;
    WALLFLIP_VECTOR_LOOP
    for (int i = 0; i < block_width; ++i) d[i] = f(x, b[i]);
  } else {
    const double y = *b;
    WALLFLIP_VECTOR_LOOP
    for (int i = 0; i < block_width; ++i) d[i] = f(a[i], y);
  }
}

// With a scalar operand in registers g++ moves parts of pow out of the loop and then cannot vectorise the rest.
WALLFLIP_INLINE void power(int mode, double* d, const double* a, const double* b) {
  double spread[block_width];
  if (mode != 0) std::fill_n(spread, block_width, mode == 1 ? *a : *b);
  binary(0, d, mode == 1 ? spread : a, mode == 2 ? spread : b,
         [](double x, double y) { return elementary::pow_of(x, y); });
}

WALLFLIP_INLINE double pick(double condition, double a, double b) {
  return condition != 0 ? a : b;
}

WALLFLIP_INLINE void choose(int mode, double* d, const double* c, const double* a, const double* b) {
  if ((mode & 1) != 0) {  // the condition is the same for all columns
    const bool first = *c != 0;
    const double* from = first ? a : b;
    const bool scalar = (mode & (first ? 2 : 4)) != 0;
    const double x = *from;
    for (int i = 0; i < block_width; ++i) d[i] = scalar ? x : from[i];
    return;
  }
  const double x = *a;
  const double y = *b;
  switch (mode >> 1) {
    case 0:
      WALLFLIP_VECTOR_LOOP
      for (int i = 0; i < block_width; ++i) d[i] = pick(c[i], a[i], b[i]);
      break;
    case 1:
      WALLFLIP_VECTOR_LOOP
      for (int i = 0; i < block_width; ++i) d[i] = pick(c[i], x, b[i]);
      break;
    case 2:
      WALLFLIP_VECTOR_LOOP
      for (int i = 0; i < block_width; ++i) d[i] = pick(c[i], a[i], y);
      break;
    default:
      WALLFLIP_VECTOR_LOOP
      for (int i = 0; i < block_width; ++i) d[i] = pick(c[i], x, y);
  }
}

}  // namespace

WALLFLIP_CLONES
void run_kernels(const Instruction* code, size_t count, double* const* rows, const double* scalars) {
  const auto operand = [&](int32_t row, int bit, int mode) -> const double* {
    return (mode & bit) != 0 ? scalars + row : rows[row];
  };
  for (size_t k = 0; k < count; ++k) {
    const Instruction& ins = code[k];
    double* d = rows[ins.d];
    const double* a = operand(ins.a, 1, ins.mode);
    const double* b = operand(ins.b, 2, ins.mode);
    const int m = ins.mode;
    switch (ins.op) {
      case Op::let:
        std::copy_n(a, block_width, d);
        break;
      case Op::add:
        binary(m, d, a, b, [](double x, double y) { return x + y; });
        break;
      case Op::sub:
        binary(m, d, a, b, [](double x, double y) { return x - y; });
        break;
      case Op::mul:
        binary(m, d, a, b, [](double x, double y) { return x * y; });
        break;
      case Op::div:
        binary(m, d, a, b, [](double x, double y) { return x / y; });
        break;
      case Op::min:
        binary(m, d, a, b, [](double x, double y) { return x < y ? x : y; });
        break;
      case Op::max:
        binary(m, d, a, b, [](double x, double y) { return x > y ? x : y; });
        break;
      case Op::less:
        binary(m, d, a, b, [](double x, double y) { return x < y ? 1.0 : 0.0; });
        break;
      case Op::less_equal:
        binary(m, d, a, b, [](double x, double y) { return x <= y ? 1.0 : 0.0; });
        break;
      case Op::equal:
        binary(m, d, a, b, [](double x, double y) { return x == y ? 1.0 : 0.0; });
        break;
      case Op::not_equal:
        binary(m, d, a, b, [](double x, double y) { return x != y ? 1.0 : 0.0; });
        break;
      case Op::and_:
        binary(m, d, a, b, [](double x, double y) { return x != 0 && y != 0 ? 1.0 : 0.0; });
        break;
      case Op::or_:
        binary(m, d, a, b, [](double x, double y) { return x != 0 || y != 0 ? 1.0 : 0.0; });
        break;
      case Op::pow:
        power(m, d, a, b);
        break;
      case Op::neg:
        unary(d, a, [](double x) { return -x; });
        break;
      case Op::ceil:
        unary(d, a, [](double x) { return std::ceil(x); });
        break;
      case Op::floor:
        unary(d, a, [](double x) { return std::floor(x); });
        break;
      case Op::round:
        unary(d, a, [](double x) { return std::floor(x + 0.5); });
        break;
      case Op::sqrt:
        unary(d, a, [](double x) { return std::sqrt(x); });
        break;
      case Op::log2:
        unary(d, a, [](double x) { return elementary::log2_of(x); });
        break;
      case Op::exp:
        unary(d, a, [](double x) { return elementary::exp_of(x); });
        break;
      case Op::not_:
        unary(d, a, [](double x) { return x != 0 ? 0.0 : 1.0; });
        break;
      case Op::select:
        choose(m, d, a, b, operand(ins.c, 4, m));
        break;
      default:
        break;  // greater and greater_equal are compiled to less and less_equal; names emit no code
    }
  }
}

WALLFLIP_CLONES
void fill(double* to, size_t count, double value) {
  WALLFLIP_VECTOR_LOOP
  for (size_t i = 0; i < count; ++i) to[i] = value;
}

}  // namespace wallflip
