#include "model/physics/collective_choice.hpp"

namespace wallflip {
namespace {

struct Choice {
  Section s;
  const Collective& group;
  const Paths<Quantity>& on;
  const Compared& compared;

  Quantity named(const char* name, const Operand& value, const char* how) const {
    return s.let(name, value, compared.unit, (std::string(compared.what) + how).c_str(), compared.source);
  }
  Quantity better(Quantity a, Quantity b) const { return compared.largest ? max(a, b) : min(a, b); }

  Quantity simple = named("simple", better(on.ring_simple, on.tree_simple), " with Simple");
  Quantity ll = named("ll", better(on.ring_ll, on.tree_ll), " with LL");
  Quantity ll128 = named("ll128", better(on.ring_ll128, on.tree_ll128), " with LL128");
  Quantity any = named("any", better(better(simple, ll), ll128), " with the best protocol");
  Quantity with_switch = named("with_switch", select(group.net.in_network > 0, better(any, on.switched), any),
                               ", or with the switch where it sums");
  Quantity shots = named("shots", better(on.one_shot, on.two_shot), " with one or two shots");
  Quantity with_shots = named("with_shots", better(with_switch, shots), ", or with one or two shots");
  Quantity best =
      named("best", select(group.has_shots > 0, with_shots, with_switch), " with the best path of those there");
  Quantity chosen = as_asked(s, group.net, {simple, ll, ll128, best}, compared);
};

}  // namespace

Quantity as_asked(const Section& s, const Net& net, const Protocols& of, const Compared& compared) {
  const std::string what = compared.what;
  const Quantity low_latency = s.let("low_latency", select(net.protocol == 2, of.ll, of.ll128), compared.unit,
                                     (what + " with LL or LL128, as asked for").c_str(), compared.source);
  const Quantity forced = s.let("forced", select(net.protocol == 1, of.simple, low_latency), compared.unit,
                                (what + " with the protocol asked for").c_str(), compared.source);
  return select(net.protocol == 0, of.best, forced);
}

PathChoice choose_path(const Section& s, const Collective& group, const Paths<Quantity>& on, const Compared& compared) {
  const Choice choice{s, group, on, compared};
  return {{choice.simple, choice.ll, choice.ll128, choice.best}, choice.chosen};
}

}  // namespace wallflip
