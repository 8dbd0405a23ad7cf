package io.muster.safety;

import io.muster.safety.BreakerLimits.Scope;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** By what a leaver's wipes are counted; what is not known counts in all only. */
record Traits(
    @Nullable String source,
    @Nullable String department,
    @Nullable String manager,
    @Nullable String connection) {
  /** Those that are known, and the whole under an empty name. */
  Map<Scope, String> known() {
    var known = new EnumMap<Scope, String>(Scope.class);
    known.put(Scope.ALL, "");
    put(known, Scope.SOURCE, source);
    put(known, Scope.DEPARTMENT, department);
    put(known, Scope.MANAGER, manager);
    put(known, Scope.CONNECTION, connection);
    return known;
  }

  private static void put(Map<Scope, String> known, Scope scope, @Nullable String name) {
    if (name != null && !name.isBlank()) {
      known.put(scope, name);
    }
  }
}
