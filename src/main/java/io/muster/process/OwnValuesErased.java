package io.muster.process;

import java.util.Set;

/**
 * The own values of a person are being erased, within the transaction that does it. Whoever keeps
 * some until a case takes them over empties them.
 *
 * @param instances the process instances that are about the person
 */
public record OwnValuesErased(Set<String> instances) {
  /** Copies what it is given. */
  public OwnValuesErased {
    instances = Set.copyOf(instances);
  }
}
