package io.muster.people;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every name under which a person may sign in: the employee number, every address and login known,
 * and what stands before the at sign of those at the company.
 *
 * @param names whole names, folded
 * @param domains where the person's own sign-in names are, folded
 */
public record SignInNames(Set<String> names, Set<String> domains) {
  private static final Pattern TAG = Pattern.compile("\\+[^@]*(?=@|$)");
  private static final Pattern ZEROS = Pattern.compile("^0+(?=[0-9]+$)");

  /** Keeps what it is given in its own hands. */
  public SignInNames {
    names = Set.copyOf(names);
    domains = Set.copyOf(domains);
  }

  /** What is known of this person. */
  public static SignInNames of(EmployeeId employee, Workforce workforce) {
    var current = workforce.find(employee).map(Worker::workEmail).stream();
    var logins =
        Stream.concat(current, workforce.loginsOf(employee).stream())
            .map(SignInNames::folded)
            .filter(login -> !login.isEmpty())
            .collect(Collectors.toSet());
    var domains =
        logins.stream().flatMap(login -> domain(login).stream()).collect(Collectors.toSet());
    var names = new HashSet<>(logins);
    workforce.addressesOf(employee).forEach(address -> names.add(folded(address)));
    names.stream()
        .filter(name -> domain(name).filter(domains::contains).isPresent())
        .map(SignInNames::local)
        .toList()
        .forEach(names::add);
    names.add(folded(employee.value()));
    names.remove("");
    return new SignInNames(names, domains);
  }

  /** Whether any of these, a sign-in name or an address, is the person's. */
  public boolean includeAnyOf(Collection<String> others) {
    return others.stream().map(SignInNames::folded).anyMatch(this::include);
  }

  private boolean include(String other) {
    return !other.isEmpty() && names.contains(other);
  }

  /** Small letters, no tag such as {@code +it}, and a number without the zeros before it. */
  private static String folded(String name) {
    var plain = TAG.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll("");
    return ZEROS.matcher(plain).replaceAll("");
  }

  private static Optional<String> domain(String name) {
    var at = name.lastIndexOf('@');
    return at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
  }

  private static String local(String name) {
    return name.substring(0, name.lastIndexOf('@'));
  }
}
