package io.muster.sources;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By what one tells, besides the number, whose record it is. A number in the wrong row would let
 * the wrong person go.
 *
 * @param givenName as the source shows it, folded; empty where it does not
 * @param familyName the same
 * @param address the work address, the same
 */
record WhoItIs(String givenName, String familyName, String address) {
  /** What of it is needed to say that two records are of two people. */
  private static final int ENOUGH = 2;

  static WhoItIs of(WorkerSnapshot person) {
    return new WhoItIs(
        folded(person, "givenName"), folded(person, "familyName"), folded(person, "workEmail"));
  }

  /** True if all that both show differs: both names, and the address where there is one. */
  boolean isSomebodyElseThan(WhoItIs before) {
    var compared =
        Stream.of(
                both(givenName, before.givenName),
                both(familyName, before.familyName),
                both(address, before.address))
            .flatMap(Optional::stream)
            .toList();
    return compared.size() >= ENOUGH && compared.stream().noneMatch(same -> same);
  }

  boolean hasNamesOf(WhoItIs other) {
    return givenName.equals(other.givenName) && familyName.equals(other.familyName);
  }

  private static Optional<Boolean> both(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? Optional.empty() : Optional.of(one.equals(other));
  }

  private static String folded(WorkerSnapshot person, String field) {
    @Nullable String value = person.facts().get(field);
    return Objects.requireNonNullElse(value, "").strip().toLowerCase(Locale.ROOT);
  }
}
