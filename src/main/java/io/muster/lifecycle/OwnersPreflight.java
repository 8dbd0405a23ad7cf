package io.muster.lifecycle;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.preflight.PreflightSource;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Looks whether the people in whose names connections run stay; needs no call. */
@Component
class OwnersPreflight implements Preflight, PreflightSource {
  private final ConnectionOwners owners;

  OwnersPreflight(ConnectionOwners owners) {
    this.owners = owners;
  }

  @Override
  public List<Preflight> preflights() {
    return owners.owners().isEmpty() ? List.of() : List.of(this);
  }

  @Override
  public String connection() {
    return "owners";
  }

  @Override
  public String kind() {
    return "owners of connections";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    return new TreeMap<>(owners.owners())
        .entrySet().stream()
            .map(
                owned ->
                    expected.leaves(owned.getValue())
                        ? Finding.blocks(
                            "The connection '%s' runs in the name of %s, who leaves or has left."
                                .formatted(owned.getKey(), owned.getValue()),
                            "Have it run in another's name, then change muster.owners.%s."
                                .formatted(owned.getKey()))
                        : Finding.good(
                            "The connection '%s' runs in the name of %s, who stays."
                                .formatted(owned.getKey(), owned.getValue())))
            .toList();
  }
}
