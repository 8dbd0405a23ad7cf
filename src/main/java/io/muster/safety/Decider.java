package io.muster.safety;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A person who decides about a wipe, as found at the moment of the answer.
 *
 * @param name the sign-in name
 * @param names the sign-in name and the address of the account, folded
 * @param groups the groups the person is in now
 * @param involved by sign-in name, who has had a hand in the question itself, and how: the one who
 *     started the case, those who deployed the diagrams and tables that led to it
 */
public record Decider(
    String name, Set<String> names, Set<String> groups, Map<String, String> involved) {
  /** Keeps what it is given in its own hands. */
  public Decider {
    names =
        names.stream()
            .map(each -> each.strip().toLowerCase(Locale.ROOT))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    groups = Set.copyOf(groups);
    involved = Map.copyOf(involved);
  }

  /** Somebody of whom nothing else is known. */
  public Decider(String name, Set<String> groups) {
    this(name, Set.of(name), groups, Map.of());
  }

  boolean isOneOf(Collection<String> others) {
    return names.stream().anyMatch(others::contains);
  }
}
