package io.muster.sources.workday;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.EndpointRule;
import io.muster.remote.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Workday tenants that are read.
 *
 * @param connections one tenant, or one report of a tenant, by the name it has as a source; default
 *     none. Which of its fields says what is in {@code muster.sources.<name>}
 */
@ConfigurationProperties("muster.workday")
record WorkdayProperties(@DefaultValue Map<String, Connection> connections)
    implements ConnectedSystems {
  private static final String PREFIX = "muster.workday.connections.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final Pattern VERSION = Pattern.compile("v\\d{2}\\.\\d");
  private static final Pattern PATH_PART = Pattern.compile("[A-Za-z0-9._~-]+");

  WorkdayProperties {
    connections = Map.copyOf(connections);
  }

  @Override
  public List<ConnectedSystem> connected() {
    return connections.entrySet().stream()
        .map(
            each ->
                new ConnectedSystem(
                    Kind.HR,
                    each.getKey(),
                    PREFIX + each.getKey(),
                    ConnectedSystem.account(
                        each.getValue().url(),
                        each.getValue().accountInTenant(),
                        each.getValue().clientId())))
        .toList();
  }

  /**
   * How to reach a tenant and how to read it.
   *
   * @param url the services host of the tenant, such as {@code
   *     https://wd5-services1.myworkday.com}. Needed
   * @param tenant its name. Needed
   * @param user the integration system user, without the tenant. Needed
   * @param password of that user. Needed unless there is a refresh token
   * @param signIn how the user is named to the web service, default {@code basic}; {@code
   *     username-token} puts user and password into the message (WS-Security). Reports are always
   *     asked for with {@code basic}
   * @param refreshToken of an API client for integrations, instead of a password; with {@code
   *     client-id} and {@code client-secret}
   * @param clientId of that API client
   * @param clientSecret of that API client
   * @param readBy {@code soap} for Get_Workers, which is the default, or {@code report}
   * @param version of the web service, default v40.1; rescinded hires are flagged from v30.0 on
   * @param pageSize workers in one answer of the web service, default 100, at most 999
   * @param every between two reads; default 15 minutes, or 30 where a report is read
   * @param wholeEvery between two reads of everybody by the web service, default 7 days; some
   *     changes show in no other way
   * @param overlap how far each read goes back behind the end of the last one, default 15 minutes
   * @param lookAhead how far ahead terminations are looked for, default 26 hours, as Workday's day
   *     ends after that of most of the world
   * @param conversionGap days between the end of one record and the begin of another of the same
   *     person that make it a conversion rather than a leaver, default 1
   * @param zone whose day it is for the integration user, default {@code America/Los_Angeles}
   * @param clockSkew how far our clock may be ahead of Workday's, which takes no moment that has
   *     not come, default 10 seconds
   * @param report which report is read, where that is said in {@code read-by}
   * @param plainHttp whether a URL that is neither https nor on this machine is taken; for
   *     simulators only, default false
   * @param connectTimeout how long to wait for a connection, default 10 s
   * @param answerTimeout how long a whole answer may take; default 2 minutes, or 30 for a report
   */
  record Connection(
      @Nullable URI url,
      @Nullable String tenant,
      @Nullable String user,
      @Nullable Secret password,
      @DefaultValue("basic") SignIn signIn,
      @Nullable Secret refreshToken,
      @Nullable String clientId,
      @Nullable Secret clientSecret,
      @DefaultValue("soap") ReadBy readBy,
      @DefaultValue("v40.1") String version,
      @DefaultValue("100") int pageSize,
      @Nullable Duration every,
      @DefaultValue("7d") Duration wholeEvery,
      @DefaultValue("15m") Duration overlap,
      @DefaultValue("26h") Duration lookAhead,
      @DefaultValue("1") int conversionGap,
      @DefaultValue("America/Los_Angeles") ZoneId zone,
      @DefaultValue("10s") Duration clockSkew,
      @DefaultValue Report report,
      @DefaultValue("false") boolean plainHttp,
      @DefaultValue("10s") Duration connectTimeout,
      @Nullable Duration answerTimeout) {

    /** The user's name without the tenant. */
    String account() {
      return user == null ? "" : user;
    }

    String tenantName() {
      return tenant == null ? "" : tenant;
    }

    /** The user as messages name it. */
    String accountInTenant() {
      return account().contains("@") ? account() : account() + "@" + tenantName();
    }

    /** True if a token stands in for the password. */
    boolean byToken() {
      return refreshToken != null;
    }

    Duration pause() {
      return Optional.ofNullable(every).orElse(Duration.ofMinutes(byReport() ? 30 : 15));
    }

    Duration patience() {
      return Optional.ofNullable(answerTimeout).orElse(Duration.ofMinutes(byReport() ? 30 : 2));
    }

    boolean byReport() {
      return readBy == ReadBy.REPORT;
    }

    /** A service of this tenant, below its host. */
    URI at(String path) {
      var host = String.valueOf(url);
      return URI.create(host.replaceFirst("/+$", "") + path);
    }
  }

  /** How the user is named to the web service. */
  enum SignIn {
    BASIC,
    USERNAME_TOKEN
  }

  /** What is read. */
  enum ReadBy {
    SOAP,
    REPORT
  }

  /**
   * A custom report that is enabled as a web service.
   *
   * @param owner the user name of its owner, as in its address. Needed
   * @param name as in its address. Needed
   * @param format {@code json}, which is the default, or {@code csv}
   * @param prompts what to answer to the report's prompts, by the prompt's alias; default none
   * @param unfinishedLastLine whether a CSV whose last line has no line break is taken for whole,
   *     default false, as it looks like one that was cut off
   * @param columns what the columns are called that tell whether somebody is employed
   */
  record Report(
      @Nullable String owner,
      @Nullable String name,
      @DefaultValue("json") Format format,
      @DefaultValue Map<String, String> prompts,
      @DefaultValue("false") boolean unfinishedLastLine,
      @DefaultValue StatusColumns columns) {
    Report {
      prompts = Map.copyOf(prompts);
    }
  }

  /** How a report is written. */
  enum Format {
    JSON,
    CSV
  }

  /**
   * The columns of a report that tell whether somebody is employed, by their XML aliases.
   *
   * @param record the WID, which tells two records of one person apart, default {@code WID}
   * @param active needed in every report, default {@code Active_Status}
   * @param hireDate default {@code Hire_Date}
   * @param terminated default {@code Terminated}
   * @param terminationDate needed in every report, default {@code Termination_Date}
   * @param lastDayOfWork default {@code Termination_Last_Day_of_Work}
   * @param involuntary default {@code Termination_Involuntary}
   * @param onLeave default {@code On_Leave}
   * @param hireRescinded default {@code Hire_Rescinded}
   */
  record StatusColumns(
      @DefaultValue("WID") String record,
      @DefaultValue("Active_Status") String active,
      @DefaultValue("Hire_Date") String hireDate,
      @DefaultValue("Terminated") String terminated,
      @DefaultValue("Termination_Date") String terminationDate,
      @DefaultValue("Termination_Last_Day_of_Work") String lastDayOfWork,
      @DefaultValue("Termination_Involuntary") String involuntary,
      @DefaultValue("On_Leave") String onLeave,
      @DefaultValue("Hire_Rescinded") String hireRescinded) {

    Set<String> all() {
      return Set.of(
          record,
          active,
          hireDate,
          terminated,
          terminationDate,
          lastDayOfWork,
          involuntary,
          onLeave,
          hireRescinded);
    }
  }

  /**
   * Looks the settings through.
   *
   * @throws IllegalStateException that names everything missing or wrong
   */
  void check() {
    var wrong = new ArrayList<String>();
    new TreeMap<>(connections)
        .forEach(
            (name, connection) -> {
              if (!NAME.matcher(name).matches()) {
                wrong.add(
                    PREFIX + name + ": a name is 1 to 63 letters, digits, dashes, underscores");
              }
              problems(connection).forEach(it -> wrong.add(PREFIX + name + "." + it));
            });
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("Workday is not set up: " + String.join("; ", wrong) + ".");
    }
  }

  private static List<String> problems(Connection connection) {
    var wrong = new ArrayList<String>();
    urlProblem(connection).ifPresent(wrong::add);
    if (!isPart(connection.tenant())) {
      wrong.add("tenant is the tenant's name, as in the address of its services");
    }
    if (connection.account().isBlank()) {
      wrong.add("user is the integration system user, such as ISU_Muster");
    }
    wrong.addAll(secretProblems(connection));
    if (connection.byReport()) {
      if (!isPart(connection.report().owner()) || !isPart(connection.report().name())) {
        wrong.add(
            "report.owner and report.name are the last two parts of the report's address; see Web Service, View URLs at the report");
      }
    } else if (!VERSION.matcher(connection.version()).matches()) {
      wrong.add("version is one of the web service's, such as v40.1");
    }
    if (connection.pageSize() < 1 || connection.pageSize() > 999) {
      wrong.add("page-size is 1 to 999");
    }
    if (connection.conversionGap() < 0) {
      wrong.add("conversion-gap is 0 or more days");
    }
    new TreeMap<>(
            Map.of(
                "every", connection.pause(),
                "whole-every", connection.wholeEvery(),
                "connect-timeout", connection.connectTimeout(),
                "answer-timeout", connection.patience()))
        .forEach(
            (name, value) -> {
              if (value.isZero() || value.isNegative()) {
                wrong.add(name + " is longer than nothing, such as 15m");
              }
            });
    for (var span : List.of(connection.overlap(), connection.lookAhead(), connection.clockSkew())) {
      if (span.isNegative()) {
        wrong.add("overlap, look-ahead and clock-skew are not negative");
        break;
      }
    }
    return wrong;
  }

  private static List<String> secretProblems(Connection connection) {
    if (!connection.byToken()) {
      var password = connection.password();
      return password == null || password.isBlank()
          ? List.of("password is that of the user; or set refresh-token, client-id, client-secret")
          : List.of();
    }
    var secret = connection.clientSecret();
    var id = connection.clientId();
    return id == null || id.isBlank() || secret == null || secret.isBlank()
        ? List.of("client-id and client-secret are those of the API client the refresh-token is of")
        : List.of();
  }

  private static boolean isPart(@Nullable String text) {
    return text != null && PATH_PART.matcher(text).matches();
  }

  private static Optional<String> urlProblem(Connection connection) {
    var url = connection.url();
    if (url == null
        || url.getHost() == null
        || url.getRawQuery() != null
        || url.getUserInfo() != null
        || !Set.of("", "/").contains(url.getRawPath())) {
      return Optional.of(
          "url is the host of the tenant's services alone, such as https://wd5-services1.myworkday.com");
    }
    return new EndpointRule("", "the password", connection.plainHttp())
        .problem(url)
        .map(problem -> "url must " + problem);
  }
}
