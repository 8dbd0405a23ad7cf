package io.muster.sources.bamboohr;

import io.muster.people.EmploymentChange.Terminated.Reason;
import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.EndpointRule;
import io.muster.remote.Secret;
import io.muster.sources.SettingKeys;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The BambooHR companies that HR keeps its people in.
 *
 * @param connections one company for each name, which is the name of the HR source too; default
 *     none
 */
@ConfigurationProperties("muster.bamboohr")
record BambooHrProperties(@DefaultValue Map<String, Connection> connections)
    implements ConnectedSystems {
  private static final String PREFIX = "muster.bamboohr.connections.";
  private static final String TOKEN = "/token.php?request=token";

  BambooHrProperties {
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
                    ConnectedSystem.account(each.getValue().base(), each.getValue().clientId())))
        .toList();
  }

  /**
   * One company. Which of its fields mean what is {@code muster.sources.<name>.columns}.
   *
   * @param companyDomain the part of the address before {@code .bamboohr.com}; needed unless there
   *     is a url
   * @param url where the API is, if elsewhere: {@code
   *     https://api.bamboohr.com/api/gateway.php/acme}; default made of the company's domain
   * @param apiKey made by a user who may see everybody and every mapped field, best one that is no
   *     person's. Needed unless there is an app
   * @param clientId of an app of yours that an administrator has let in, instead of a key; with
   *     {@code client-secret} and {@code refresh-token}; default none
   * @param clientSecret of that app; default none
   * @param refreshToken that app's first one, given where it was let in with the scope {@code
   *     offline_access}; what BambooHR gives in its place later is kept in the database; default
   *     none
   * @param webhookKeys the private key of each webhook, as BambooHR shows it once; several while
   *     one is being replaced; default none, and then webhooks are turned away
   * @param poll between two questions who has changed, default 5 minutes
   * @param overlap how far a question reaches back behind the last change, default 10 minutes
   * @param fullRead when everybody is read, as a time of day in UTC, default 02:00
   * @param pageSize people in one page of a full read, default 500, at most 1000
   * @param connectTimeout how long to wait for a connection, default 5 s
   * @param answerTimeout how long to wait for an answer, default 30 s
   * @param dataset what a full read reads, default {@code employee}
   * @param datasetFields what the dataset calls a field where it is not as {@link
   *     BambooHrProperties#usualDatasetFields} has it; empty for a field it does not have
   * @param terminatedStatuses the values of the employment status that end an employment, default
   *     {@code Terminated}
   * @param leaveStatuses those that mean somebody stays away for a while, default {@code On Leave},
   *     {@code Leave of Absence} and {@code Suspended}
   * @param terminationTypes what the company's termination types mean; default BambooHR's own four
   * @param forCauseAtOnce whether an involuntary termination that HR enters for the same day or an
   *     earlier one ends all access at once rather than with the day, default true
   * @param conversionGap days between the end of one employment and the begin of another of the
   *     same person that make it a conversion rather than a leaver, default 1
   */
  record Connection(
      @Nullable String companyDomain,
      @Nullable URI url,
      @Nullable Secret apiKey,
      @Nullable String clientId,
      @Nullable Secret clientSecret,
      @Nullable Secret refreshToken,
      @DefaultValue List<Secret> webhookKeys,
      @DefaultValue("5m") Duration poll,
      @DefaultValue("10m") Duration overlap,
      @DefaultValue("02:00") LocalTime fullRead,
      @DefaultValue("500") int pageSize,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration answerTimeout,
      @DefaultValue("employee") String dataset,
      @DefaultValue Map<String, String> datasetFields,
      @DefaultValue("Terminated") List<String> terminatedStatuses,
      @DefaultValue({"On Leave", "Leave of Absence", "Suspended"}) List<String> leaveStatuses,
      @DefaultValue Map<String, Reason> terminationTypes,
      @DefaultValue("true") boolean forCauseAtOnce,
      @DefaultValue("1") int conversionGap) {

    Connection {
      SettingKeys.demandClear("termination-types", terminationTypes);
      webhookKeys = List.copyOf(webhookKeys);
      terminatedStatuses = List.copyOf(terminatedStatuses);
      leaveStatuses = List.copyOf(leaveStatuses);
      var fields = new HashMap<>(usualDatasetFields());
      fields.putAll(datasetFields);
      datasetFields = Map.copyOf(fields);
      var types = new TreeMap<String, Reason>(String.CASE_INSENSITIVE_ORDER);
      types.putAll(usualTypes());
      types.putAll(terminationTypes);
      terminationTypes = java.util.Collections.unmodifiableMap(types);
    }

    /** Where the API begins, without a slash at the end. */
    URI base() {
      if (url == null) {
        return URI.create("https://%s.bamboohr.com/api".formatted(companyDomain));
      }
      var path = url.getRawPath();
      var text = url.toString();
      if (path == null || path.isEmpty() || path.equals("/")) {
        return url.resolve("/api");
      }
      return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    Secret key() {
      if (apiKey == null) {
        throw new IllegalStateException("there is no API key");
      }
      return apiKey;
    }

    /** True if an app's token stands in for the key. */
    boolean byApp() {
      return filled(refreshToken);
    }

    /** Where tokens are: at the company's own address, whichever form the API's has. */
    URI tokenAt() {
      return url == null || isGateway(url)
          ? URI.create("https://%s.bamboohr.com%s".formatted(companyDomain, TOKEN))
          : url.resolve(TOKEN);
    }

    boolean isTerminated(@Nullable String status) {
      return terminatedStatuses.stream().anyMatch(it -> it.equalsIgnoreCase(status));
    }

    boolean isLeave(@Nullable String status) {
      return leaveStatuses.stream().anyMatch(it -> it.equalsIgnoreCase(status));
    }

    boolean knows(String type) {
      return SettingKeys.anyhow(terminationTypes, type) != null;
    }

    Reason reason(@Nullable String type) {
      var meant = type == null ? null : SettingKeys.anyhow(terminationTypes, type);
      return meant == null ? Reason.UNKNOWN : meant;
    }

    /** What the dataset calls a field; empty if it does not have it. */
    Optional<String> inDataset(String field) {
      return Optional.of(datasetFields.getOrDefault(field, field)).filter(name -> !name.isBlank());
    }
  }

  /** What BambooHR's dataset of employees calls the fields that it calls otherwise. */
  static Map<String, String> usualDatasetFields() {
    return Map.of(
        "id", "eeid",
        "workEmail", "email",
        "jobTitle", "jobInformationJobTitle",
        "department", "jobInformationDepartment",
        "division", "jobInformationDivision",
        "location", "jobInformationLocation",
        "employmentHistoryStatus", "employmentStatus",
        "supervisorEId", "supervisorEid");
  }

  private static Map<String, Reason> usualTypes() {
    return Map.of(
        "Resignation (Voluntary)", Reason.VOLUNTARY,
        "Voluntary", Reason.VOLUNTARY,
        "Termination (Involuntary)", Reason.INVOLUNTARY,
        "Involuntary", Reason.INVOLUNTARY,
        "End of Contract", Reason.END_OF_CONTRACT,
        "Death", Reason.DEATH);
  }

  /**
   * Looks the settings through.
   *
   * @throws IllegalStateException that names everything missing or wrong
   */
  void check() {
    var wrong = new ArrayList<String>();
    new TreeMap<>(connections)
        .forEach((name, connection) -> wrong.addAll(problems(name, connection)));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("BambooHR is not set up: " + String.join("; ", wrong) + ".");
    }
  }

  private static List<String> problems(String name, Connection connection) {
    var prefix = PREFIX + name + ".";
    var wrong = new ArrayList<String>();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
      wrong.add(PREFIX + "<name>: a name is 1 to 63 letters, digits, dashes, underscores");
    }
    addressProblem(connection).ifPresent(problem -> wrong.add(prefix + problem));
    signInProblem(connection).ifPresent(problem -> wrong.add(prefix + problem));
    for (int i = 0; i < connection.webhookKeys().size(); i++) {
      if (connection.webhookKeys().get(i).isBlank()) {
        wrong.add("%swebhook-keys[%d] is empty".formatted(prefix, i));
      }
    }
    if (tooShort(connection.poll()) || tooShort(connection.overlap())) {
      wrong.add(prefix + "poll and overlap must be a second or longer, such as 5m");
    }
    if (connection.pageSize() < 1 || connection.pageSize() > 1000) {
      wrong.add(prefix + "page-size must be 1 to 1000");
    }
    if (connection.conversionGap() < 0 || connection.conversionGap() > 31) {
      wrong.add(prefix + "conversion-gap must be 0 to 31 days");
    }
    if (connection.terminatedStatuses().isEmpty()) {
      wrong.add(prefix + "terminated-statuses is empty, so nobody would ever leave");
    }
    return wrong;
  }

  private static Optional<String> signInProblem(Connection connection) {
    var clientId = connection.clientId();
    var app =
        List.of(
            clientId != null && !clientId.isBlank(),
            filled(connection.clientSecret()),
            filled(connection.refreshToken()));
    if (app.contains(true)) {
      if (app.contains(false)) {
        return Optional.of(
            "client-id, client-secret and refresh-token are needed together, of one app");
      }
      return filled(connection.apiKey())
          ? Optional.of("api-key and refresh-token are two ways in; set one of them")
          : Optional.empty();
    }
    return filled(connection.apiKey())
        ? Optional.empty()
        : Optional.of(
            "api-key is missing; make one in BambooHR under your name, API Keys, as a user who may"
                + " see everybody");
  }

  private static boolean filled(@Nullable Secret secret) {
    return secret != null && !secret.isBlank();
  }

  private static boolean isGateway(URI url) {
    return "api.bamboohr.com".equalsIgnoreCase(url.getHost());
  }

  private static boolean tooShort(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(1)) < 0;
  }

  private static Optional<String> addressProblem(Connection connection) {
    var url = connection.url();
    if (url == null || (connection.byApp() && isGateway(url))) {
      var domain = connection.companyDomain();
      return domain == null || !domain.toLowerCase(Locale.ROOT).matches("[a-z0-9][a-z0-9-]*")
          ? Optional.of(
              "company-domain must be the part of your address before .bamboohr.com, such as acme")
          : Optional.empty();
    }
    return new EndpointRule("scheme, host and path only", "the key", false)
        .problem(url)
        .map(problem -> "url must " + problem);
  }
}
