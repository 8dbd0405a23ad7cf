package io.muster.directory.google;

import com.google.api.services.directory.model.User;
import com.google.api.services.directory.model.UserName;
import io.muster.directory.google.GoogleProperties.Attributes;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What HR says about a worker, as a Google user shows it. */
final class UserMapping {
  private static final String GIVEN = "givenName";
  private static final String FAMILY = "familyName";

  private final AccountLocation employeeNumber;
  private final Attributes attributes;

  UserMapping(Attributes attributes) {
    this.attributes = attributes;
    this.employeeNumber = AccountLocation.of(attributes.employeeNumber());
  }

  /** Where the employee number is. */
  AccountLocation employeeNumber() {
    return employeeNumber;
  }

  /** Everything a new user gets, but for a password. */
  User created(Worker worker, String orgUnit) {
    var user = new User();
    user.setPrimaryEmail(worker.workEmail());
    user.setName(name(worker));
    user.setOrgUnitPath(orgUnit);
    employeeNumber.write(worker.id().value(), user, user);
    wished(worker)
        .forEach(
            (place, value) -> {
              if (value != null) {
                place.write(value, user, user);
              }
            });
    return user;
  }

  /** What has to change on the user; empty if nothing. Address and number are left alone. */
  Optional<User> changes(GoogleUser user, Worker worker) {
    var sent = new User();
    if (!user.name(GIVEN).equals(Optional.of(worker.givenName()))
        || !user.name(FAMILY).equals(Optional.of(worker.familyName()))) {
      sent.setName(name(worker));
    }
    wished(worker)
        .forEach(
            (place, value) -> {
              if (!Objects.equals(place.read(user.json()).orElse(null), value)) {
                place.write(value, user.json(), sent);
              }
            });
    return sent.isEmpty() ? Optional.empty() : Optional.of(sent);
  }

  /** For people, the parts of a user that these changes are about. */
  static Set<String> words(User changes) {
    return Set.copyOf(changes.keySet());
  }

  private Map<AccountLocation, @Nullable String> wished(Worker worker) {
    var wished = new LinkedHashMap<AccountLocation, @Nullable String>();
    wished.put(AccountLocation.of(attributes.title()), filled(worker.title()));
    wished.put(AccountLocation.of(attributes.department()), filled(worker.department()));
    wished.put(AccountLocation.of(attributes.costCenter()), filled(worker.costCenter()));
    wished.put(AccountLocation.of(attributes.location()), filled(worker.location()));
    wished.put(
        AccountLocation.of(attributes.manager()),
        Optional.ofNullable(worker.manager()).map(EmployeeId::value).orElse(null));
    return wished;
  }

  private static @Nullable String filled(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static UserName name(Worker worker) {
    return new UserName().setGivenName(worker.givenName()).setFamilyName(worker.familyName());
  }
}
