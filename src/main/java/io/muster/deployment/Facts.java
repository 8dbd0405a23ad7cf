package io.muster.deployment;

import io.muster.process.GuardedDeed.Guard;
import java.util.Optional;
import java.util.Set;

/**
 * What is certain at a place, whatever way a token came by.
 *
 * @param bits one for each fact
 */
record Facts(int bits) {
  static final Facts NONE = new Facts(0);

  /** What is true of all devices of a case, as long as its list of devices stays. */
  static final Facts OF_CASE = NONE.with(Fact.FOUND, Fact.LOCKED, Fact.ISOLATED);

  /** What is true of one device and one plan. */
  static final Facts OF_DEVICE = NONE.with(Fact.values()).without(OF_CASE);

  /** What a token has behind it; each is kept only if those before it were. */
  enum Fact {
    FOUND(1),
    LOCKED(1 << 1),
    ISOLATED(1 << 2),
    INSPECTED(1 << 3),
    DECIDED(1 << 4),
    ERASES(1 << 5),
    PLANNED(1 << 6),
    ANSWERED(1 << 7),
    APPROVED(1 << 8),
    ENOUGH(1 << 9),
    SILENT(1 << 10),
    SILENCE_COUNTS(1 << 11),
    AGREED(1 << 12),
    WARRANTED(1 << 13),
    LOOKED(1 << 14),
    AWAKE(1 << 15);

    private final int bit;

    Fact(int bit) {
      this.bit = bit;
    }
  }

  boolean has(Fact... facts) {
    var wanted = NONE.with(facts).bits;
    return (bits & wanted) == wanted;
  }

  Facts with(Fact... facts) {
    var all = bits;
    for (var fact : facts) {
      all |= fact.bit;
    }
    return new Facts(all);
  }

  Facts and(Facts others) {
    return new Facts(bits | others.bits);
  }

  Facts only(Facts others) {
    return new Facts(bits & others.bits);
  }

  Facts without(Facts others) {
    return new Facts(bits & ~others.bits);
  }

  boolean holdsAllOf(Facts others) {
    return (bits & others.bits) == others.bits;
  }

  /** The first guard on the way to this fact that was not passed. */
  Optional<Guard> missingFor(Fact fact) {
    for (var needed : NEEDED) {
      if (needed.bit >= fact.bit) {
        break;
      }
      if (!has(needed)) {
        return Optional.of(guard(needed));
      }
    }
    return fact == Fact.DECIDED && !has(Fact.INSPECTED)
        ? Optional.of(Guard.INSPECTION)
        : Optional.empty();
  }

  private static final Set<Fact> NEEDED =
      java.util.Collections.unmodifiableSet(
          java.util.EnumSet.of(
              Fact.FOUND,
              Fact.LOCKED,
              Fact.ISOLATED,
              Fact.DECIDED,
              Fact.ERASES,
              Fact.PLANNED,
              Fact.AGREED,
              Fact.WARRANTED,
              Fact.AWAKE));

  private static Guard guard(Fact fact) {
    return switch (fact) {
      case FOUND -> Guard.SNAPSHOT;
      case LOCKED -> Guard.LOCK;
      case ISOLATED -> Guard.ISOLATION;
      case INSPECTED -> Guard.INSPECTION;
      case DECIDED, ERASES -> Guard.DECISION;
      case PLANNED -> Guard.PLAN;
      case ANSWERED, APPROVED, ENOUGH, AGREED -> Guard.ANSWER;
      case SILENT, SILENCE_COUNTS -> Guard.SILENCE;
      case WARRANTED -> Guard.WARRANT;
      case LOOKED, AWAKE -> Guard.AWAKE;
    };
  }
}
