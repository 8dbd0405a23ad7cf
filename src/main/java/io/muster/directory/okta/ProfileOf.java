package io.muster.directory.okta;

import io.muster.directory.okta.OktaProperties.Attributes;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What HR says about a worker, as attributes of an Okta profile. */
final class ProfileOf {
  private ProfileOf() {}

  /** The attribute that holds each thing HR says. */
  static Map<String, String> names(Attributes names) {
    var all = new LinkedHashMap<String, String>();
    all.put("employeeId", names.employeeNumber());
    all.put("givenName", "firstName");
    all.put("familyName", "lastName");
    all.put("workEmail", "login");
    all.put("title", "title");
    all.put("department", "department");
    all.put("costCenter", "costCenter");
    all.put("location", names.location());
    all.put("manager", names.manager());
    return all;
  }

  /** Everything a new user gets. */
  static Map<String, @Nullable String> created(Worker worker, Attributes names) {
    var all = new LinkedHashMap<String, @Nullable String>();
    all.put("login", worker.workEmail());
    all.put("email", worker.workEmail());
    all.put(names.employeeNumber(), worker.id().value());
    kept(worker, names)
        .forEach(
            (name, value) -> {
              if (value != null) {
                all.put(name, value);
              }
            });
    return all;
  }

  /** What has to change on the user; login and address are the administrators' to change. */
  static Map<String, @Nullable String> changes(OktaUser user, Worker worker, Attributes names) {
    var changes = kept(worker, names);
    if (isNamesTogether(user)) {
      changes.put("displayName", worker.fullName());
    }
    changes
        .entrySet()
        .removeIf(
            wished ->
                user.attribute(wished.getKey()).equals(Optional.ofNullable(wished.getValue())));
    return changes;
  }

  /** Another login, with the address that people are written to. */
  static Map<String, @Nullable String> renamed(String login) {
    var changes = new LinkedHashMap<String, @Nullable String>();
    changes.put("login", login);
    changes.put("email", login);
    return changes;
  }

  /** A display name that is no more than the names put together follows them. */
  private static boolean isNamesTogether(OktaUser user) {
    return user.attribute("displayName")
        .filter(
            (user.attribute("firstName").orElse("") + " " + user.attribute("lastName").orElse(""))
                ::equals)
        .isPresent();
  }

  private static Map<String, @Nullable String> kept(Worker worker, Attributes names) {
    var kept = new LinkedHashMap<String, @Nullable String>();
    kept.put("firstName", worker.givenName());
    kept.put("lastName", worker.familyName());
    kept.put("title", worker.title());
    kept.put("department", worker.department());
    kept.put("costCenter", worker.costCenter());
    kept.put(names.location(), worker.location());
    kept.put(
        names.manager(), Optional.ofNullable(worker.manager()).map(EmployeeId::value).orElse(null));
    kept.replaceAll((name, value) -> value == null || value.isBlank() ? null : value);
    return kept;
  }
}
