package io.muster.safety;

import java.util.Set;

/**
 * Somebody who asked for a leaving, and so does not decide about what is wiped because of it.
 *
 * @param name the sign-in name
 * @param names every name and address known of the person, folded
 * @param deed what the person did, such as {@code sent the HR event api/17}
 */
public record Requester(String name, Set<String> names, String deed) {
  /** Keeps what it is given in its own hands. */
  public Requester {
    names = Set.copyOf(names);
  }
}
