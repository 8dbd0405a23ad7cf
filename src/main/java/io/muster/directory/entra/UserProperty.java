package io.muster.directory.entra;

import com.microsoft.graph.models.EmployeeOrgData;
import com.microsoft.graph.models.OnPremisesExtensionAttributes;
import com.microsoft.graph.models.User;
import com.microsoft.kiota.store.BackedModel;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One property of a user, by the name Graph's filters give it. */
final class UserProperty {
  static final String EMPLOYEE_ID = "employeeId";
  static final int LONGEST_EMPLOYEE_ID = 16;
  private static final String ORG_DATA = "employeeOrgData";
  private static final String EXTENSIONS = "onPremisesExtensionAttributes";
  private static final Set<String> OWN =
      Set.of(
          "givenName",
          "surname",
          "displayName",
          "jobTitle",
          "department",
          "city",
          "officeLocation",
          "state",
          "country",
          "companyName",
          "employeeType",
          EMPLOYEE_ID);
  private static final Pattern NESTED =
      Pattern.compile(
          "(employeeOrgData)/(costCenter|division)|(onPremisesExtensionAttributes)/(extensionAttribute(?:[1-9]|1[0-5]))");

  private UserProperty() {}

  /** True for a property we can read and write. */
  static boolean isOne(String name) {
    return OWN.contains(name) || NESTED.matcher(name).matches();
  }

  /** What has to be selected for it to be shown. */
  static String selected(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  /** True if a filter on it is read from an index, asked in a way of its own. */
  static boolean needsIndex(String name) {
    return name.startsWith(EXTENSIONS);
  }

  /** The value, if there is one. */
  static Optional<String> read(User user, String name) {
    int slash = name.indexOf('/');
    var holder =
        slash < 0
            ? user
            : user.getBackingStore().<BackedModel>get(name.substring(0, slash)); // typed by Graph
    return Optional.ofNullable(holder)
        .map(it -> it.getBackingStore().<Object>get(name.substring(slash + 1)))
        .map(Object::toString)
        .filter(value -> !value.isBlank());
  }

  /** Writes the value; a null clears it. Neighbours in one part are sent along unchanged. */
  static void write(User to, String name, @Nullable String value, EntraUser known) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      to.getBackingStore().set(name, value);
      return;
    }
    part(to, name.substring(0, slash), known)
        .getBackingStore()
        .set(name.substring(slash + 1), value);
  }

  private static BackedModel part(User to, String part, EntraUser known) {
    var there = to.getBackingStore().<BackedModel>get(part);
    if (there != null) {
      return there;
    }
    if (part.equals(ORG_DATA)) {
      var data = new EmployeeOrgData();
      for (var neighbour : Set.of("costCenter", "division")) {
        known
            .attribute(ORG_DATA + "/" + neighbour)
            .ifPresent(value -> data.getBackingStore().set(neighbour, value));
      }
      to.setEmployeeOrgData(data);
      return data;
    }
    var extensions = new OnPremisesExtensionAttributes();
    to.setOnPremisesExtensionAttributes(extensions);
    return extensions;
  }
}
