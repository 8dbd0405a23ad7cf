package io.muster.systems;

import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.people.Workforce;
import io.muster.process.OwnVariable;
import io.muster.remote.RemoteFailure;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/** What a template may say of a case: the person as HR knows them, and variables. */
final class CaseValues implements Values {
  private static final Map<String, Function<Worker, @Nullable Object>> PERSON =
      new TreeMap<>(
          Map.of(
              "person.number", worker -> worker.id().value(),
              "person.name", Worker::fullName,
              "person.givenName", Worker::givenName,
              "person.familyName", Worker::familyName,
              "person.email", Worker::workEmail,
              "person.department", Worker::department,
              "person.title", Worker::title,
              "person.location", Worker::location,
              "person.costCenter", Worker::costCenter,
              "person.manager",
                  worker ->
                      Optional.ofNullable(worker.manager()).map(EmployeeId::value).orElse(null)));

  /** Names that are filled in by the call itself. */
  private static final Set<String> OF_CALL =
      Set.of(CallSettings.KEY, CallSettings.CALL_BACK, "case");

  private final DelegateExecution execution;
  private final Workforce people;
  private final Map<String, String> ofCall;

  /**
   * The values of one call.
   *
   * @param ofCall the key and the address for the call back
   */
  CaseValues(DelegateExecution execution, Workforce people, Map<String, String> ofCall) {
    this.execution = execution;
    this.people = people;
    this.ofCall = Map.copyOf(ofCall);
  }

  /** True if a template may say it, whatever variables there are. */
  static boolean isKnown(String name) {
    return PERSON.containsKey(name) || OF_CALL.contains(name) || OwnVariable.isName(name);
  }

  /** What a template may say besides variables. */
  static Set<String> known() {
    var names = new TreeSet<>(PERSON.keySet());
    names.addAll(OF_CALL);
    return names;
  }

  @Override
  public Object of(String name) {
    var value = value(name);
    if (value == null || "".equals(value)) {
      throw new RemoteFailure.Refused(
          "'%s' has no value yet, so the call cannot be made. Have it filled in, and try again."
              .formatted(name));
    }
    return value;
  }

  private @Nullable Object value(String name) {
    if (ofCall.containsKey(name)) {
      return ofCall.get(name);
    }
    if (name.equals("case")) {
      return CaseRef.current().id();
    }
    var fact = PERSON.get(name);
    if (fact != null) {
      var worker = people.find(CaseRef.current().employee());
      return worker.isEmpty() ? null : fact.apply(worker.get());
    }
    var value = execution.getVariable(name);
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value
        : value instanceof Collection<?> list ? list.stream().map(String::valueOf).toList() : null;
  }
}
