package io.muster;

import io.muster.remote.RequiredSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants a PostgreSQL that answers. */
final class DatabaseDemands implements RequiredSettings {
  private static final String PREFIX = "spring.datasource.";
  private static final int OLDEST = 15;

  @Override
  public List<String> problems(Binder settings) {
    var problems = new ArrayList<String>();
    var url = value(settings, "url");
    var user = value(settings, "username");
    var password = value(settings, "password");
    if (!url.startsWith("jdbc:postgresql:")) {
      problems.add(
          PREFIX + "url: name a PostgreSQL database, such as jdbc:postgresql://host:5432/muster");
    }
    if (user.isBlank()) {
      problems.add(PREFIX + "username: name the role that owns the database");
    }
    if (password.isBlank()) {
      problems.add(PREFIX + "password: set the password of that role");
    }
    return problems.isEmpty() ? tried(url, user, password) : problems;
  }

  private static String value(Binder settings, String name) {
    return settings.bind(PREFIX + name, String.class).orElse("");
  }

  private static List<String> tried(String url, String user, String password) {
    var how = new Properties();
    how.setProperty("user", user);
    how.setProperty("password", password);
    how.setProperty("loginTimeout", "10");
    var shown = url.replaceFirst("[?].*", "");
    try (var connection = DriverManager.getConnection(url, how)) {
      var version = connection.getMetaData().getDatabaseMajorVersion();
      return version >= OLDEST
          ? List.of()
          : List.of(
              "%surl: %s is PostgreSQL %d; %d or newer is needed"
                  .formatted(PREFIX, shown, version, OLDEST));
    } catch (SQLException refused) {
      return List.of(explained(shown, user, String.valueOf(refused.getSQLState()), refused));
    }
  }

  private static String explained(String url, String user, String state, SQLException refused) {
    if (state.startsWith("28")) {
      return "%spassword: the database at %s does not let %s in; check username and password"
          .formatted(PREFIX, url, user);
    }
    if (state.equals("3D000")) {
      return "%surl: there is no such database at %s; make it, owned by %s"
          .formatted(PREFIX, url, user);
    }
    if (state.startsWith("08")) {
      return "%surl: no database answers at %s; start it, or mend the address"
          .formatted(PREFIX, url);
    }
    return "%surl: %s: %s".formatted(PREFIX, url, refused.getMessage());
  }
}
