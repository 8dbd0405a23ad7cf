package io.muster.guard;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who hands a change in or answers one, as found at that moment.
 *
 * @param name the sign-in name
 * @param names every name and address known of the person, folded
 * @param groups the groups the person is in now
 */
public record Person(String name, Set<String> names, Set<String> groups) {
  private static final Pattern TAG = Pattern.compile("\\+[^@]*(?=@|$)");

  /** Folds the names, and adds the sign-in name to them. */
  public Person {
    name = name.strip();
    names =
        Stream.concat(Stream.of(name), names.stream())
            .map(Person::folded)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    groups = Set.copyOf(groups);
  }

  /** True if one of these is the person's. */
  public boolean isOneOf(Collection<String> others) {
    return others.stream().map(Person::folded).anyMatch(names::contains);
  }

  /** Small letters, no blanks around, no tag such as {@code +it}. */
  private static String folded(String name) {
    return TAG.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
