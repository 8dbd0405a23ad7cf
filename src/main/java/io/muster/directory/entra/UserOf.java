package io.muster.directory.entra;

import com.microsoft.graph.models.PasswordProfile;
import com.microsoft.graph.models.User;
import io.muster.directory.entra.EntraProperties.Attributes;
import io.muster.people.Worker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What HR says about a worker, as properties of a user. */
final class UserOf {
  private UserOf() {}

  /** A new user. Nobody ever knows its password: the person comes in by other means. */
  static User created(Worker worker, Attributes names) {
    var user = new User();
    user.setAccountEnabled(true);
    user.setUserPrincipalName(worker.workEmail());
    user.setMail(worker.workEmail());
    user.setMailNickname(nickname(worker.workEmail()));
    user.setDisplayName(worker.fullName());
    var nothingYet = EntraUser.of(new User(), false);
    UserProperty.write(user, names.employeeNumber(), worker.id().value(), nothingYet);
    kept(worker, names)
        .forEach(
            (name, value) -> {
              if (value != null) {
                UserProperty.write(user, name, value, nothingYet);
              }
            });
    var password = new PasswordProfile();
    password.setPassword(FirstPassword.random());
    password.setForceChangePasswordNextSignIn(true);
    user.setPasswordProfile(password);
    return user;
  }

  /** What has to change; login and address are the administrators' to change. */
  static Map<String, @Nullable String> changes(EntraUser user, Worker worker, Attributes names) {
    var changes = kept(worker, names);
    if (user.attribute("displayName").equals(Optional.of(nameOn(user)))) {
      changes.put("displayName", worker.fullName());
    }
    changes
        .entrySet()
        .removeIf(
            wished ->
                user.attribute(wished.getKey()).equals(Optional.ofNullable(wished.getValue())));
    return changes;
  }

  /** The same as a user to be sent, with nothing else on it. */
  static User changed(EntraUser user, Map<String, @Nullable String> changes) {
    var patch = new User();
    changes.forEach((name, value) -> UserProperty.write(patch, name, value, user));
    return patch;
  }

  /** A display name that is no more than the names put together follows them. */
  private static String nameOn(EntraUser user) {
    return user.attribute("givenName").orElse("") + " " + user.attribute("surname").orElse("");
  }

  private static Map<String, @Nullable String> kept(Worker worker, Attributes names) {
    var kept = new LinkedHashMap<String, @Nullable String>();
    kept.put("givenName", worker.givenName());
    kept.put("surname", worker.familyName());
    kept.put("jobTitle", worker.title());
    kept.put("department", worker.department());
    kept.put(names.costCenter(), worker.costCenter());
    kept.put(names.location(), worker.location());
    kept.replaceAll((name, value) -> value == null || value.isBlank() ? null : value);
    return kept;
  }

  private static String nickname(String address) {
    var local = address.substring(0, Math.max(0, address.indexOf('@')));
    var plain = local.replaceAll("[^A-Za-z0-9._-]", "");
    return plain.isEmpty() ? "user" : plain.substring(0, Math.min(64, plain.length()));
  }
}
