package io.muster.devices.hexnode;

import io.muster.devices.Platform;
import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How to reach Hexnode and what our own things are called there.
 *
 * @param url the portal, such as {@code https://acme.hexnodemdm.com}; {@code /api/v1/} is added
 *     where no path is given. Needed
 * @param apiKey the key from Admin, API in the portal. Needed
 * @param connection the name of this connection in budgets and in the ledger, default {@code
 *     hexnode}
 * @param connectTimeout how long to wait for a connection, default 5 s
 * @param answerTimeout how long to wait for an answer, default 30 s
 * @param pageSize how many things a list shows at once, default 250, which is the most Hexnode
 *     gives
 * @param listAge how old a list may be that is taken for what is there now; default 1 minute. What
 *     a wipe depends on is always read anew
 * @param indexAge how old the lists of users and devices may be in which a leaver's are looked up
 *     first; default 15 minutes. What is not found there is looked for anew
 * @param batchSize how many devices are named in one call that erases nothing; default 250
 * @param batchGap how much longer each such call of the last minute has the next one wait, so that
 *     many leavers share one; default 2 s, 0 s for no wait
 * @param wrapInArray which calls send their body as an array of one, default none
 * @param clockSkew how far Hexnode's clock may be from ours, default 1 minute
 * @param actionStatus the last part of the path that shows what became of a device's actions,
 *     default {@code actions}; sources differ, {@code action_status} is the other one
 * @param sharedGroups the device groups whose members are in shared use or are kiosks, default
 *     none; each costs a call a minute at most, when a device is read before a wipe
 * @param limits what Hexnode allows us
 * @param actions what the actions are called
 * @param lock what is shown on a locked device
 * @param isolation how devices are cut off
 * @param access how the login window component is recognised
 */
@ConfigurationProperties("muster.hexnode")
record HexnodeProperties(
    @Nullable URI url,
    @Nullable Secret apiKey,
    @DefaultValue("hexnode") String connection,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("30s") Duration answerTimeout,
    @DefaultValue("250") int pageSize,
    @DefaultValue("1m") Duration listAge,
    @DefaultValue("15m") Duration indexAge,
    @DefaultValue("250") int batchSize,
    @DefaultValue("2s") Duration batchGap,
    @DefaultValue Set<Family> wrapInArray,
    @DefaultValue("1m") Duration clockSkew,
    @DefaultValue("actions") String actionStatus,
    @DefaultValue Set<String> sharedGroups,
    @DefaultValue Published limits,
    @DefaultValue Actions actions,
    @DefaultValue Lock lock,
    @DefaultValue Isolation isolation,
    @DefaultValue Access access)
    implements ConnectedSystems {

  private static final String PREFIX = "muster.hexnode.";
  private static final Pattern WIPES = Pattern.compile("(?!.*enroll)[a-z_]*wipe[a-z_]*");
  private static final Pattern DISENROLLS = Pattern.compile("(?!.*wipe)disenroll[a-z_]*");
  private static final Pattern PATH_PART = Pattern.compile("[a-z_]+");
  private static final Pattern PIN = Pattern.compile("\\d{6}");

  /** Calls whose bodies are shaped alike. */
  enum Family {
    USERS,
    GROUPS,
    ACTIONS
  }

  /**
   * What Hexnode allows an account, as it publishes it. Where some of it is for others than us, say
   * what is ours in {@code muster.budgets.connections.hexnode}, which goes before this.
   *
   * @param perMinute calls in any minute, default 30
   * @param perDeviceAndDay calls in any 24 hours for each managed device, default 10
   * @param devices how many devices are managed; when unset, as many as Hexnode last showed us, and
   *     no daily limit until it has
   * @param dailyFloor calls a day that even a small estate has, default 300, or an estate without a
   *     device could never get its first one; where Hexnode allows less it says so and we wait
   */
  record Published(
      @DefaultValue("30") int perMinute,
      @DefaultValue("10") int perDeviceAndDay,
      @Nullable Integer devices,
      @DefaultValue("300") int dailyFloor) {}

  /**
   * What the actions are called in the path; settle them on a trial tenant.
   *
   * @param lock default {@code lock_devices}
   * @param associatePolicy default {@code associate_policy}
   * @param removePolicy default {@code remove_policy}
   * @param scan default {@code scan_device}
   * @param wipe default {@code wipe_device}; not confirmed by the public reference
   * @param disenroll default {@code disenroll}; not confirmed by the public reference
   */
  record Actions(
      @DefaultValue("lock_devices") String lock,
      @DefaultValue("associate_policy") String associatePolicy,
      @DefaultValue("remove_policy") String removePolicy,
      @DefaultValue("scan_device") String scan,
      @DefaultValue("wipe_device") String wipe,
      @DefaultValue("disenroll") String disenroll) {}

  /**
   * What is shown on a locked device.
   *
   * @param message default "This device is locked. Please contact IT."
   * @param phoneNumber whom to call, or null
   * @param macPin six digits that unlock a Mac without Apple silicon, which cannot be locked
   *     without them, or null; keep them safe, nothing else unlocks it
   */
  record Lock(
      @DefaultValue("This device is locked. Please contact IT.") String message,
      @Nullable String phoneNumber,
      @Nullable Secret macPin) {}

  /**
   * How devices are cut off.
   *
   * @param policy the lock-down policy, default "Leaver lockdown"
   * @param policies other policies for some platforms, default none
   */
  record Isolation(
      @DefaultValue("Leaver lockdown") String policy,
      @DefaultValue Map<Platform, String> policies) {
    Isolation {
      policies = Map.copyOf(policies);
    }

    /** The policy that cuts this platform off. */
    String policyFor(Platform platform) {
      return policies.getOrDefault(platform, policy);
    }
  }

  /**
   * How the login window component is recognised among the apps of a device.
   *
   * @param apps names or identifiers of it, default "Hexnode Access"
   */
  record Access(@DefaultValue("Hexnode Access") List<String> apps) {
    Access {
      apps = List.copyOf(apps);
    }
  }

  HexnodeProperties {
    wrapInArray = Set.copyOf(wrapInArray);
    sharedGroups = Set.copyOf(sharedGroups);
  }

  @Override
  public List<ConnectedSystem> connected() {
    return url == null
        ? List.of()
        : List.of(
            new ConnectedSystem(Kind.DEVICES, connection, "muster.hexnode", base().toString()));
  }

  /**
   * Finds out whether it can work at all.
   *
   * @throws InvalidConfigurationPropertyValueException naming what has to be mended
   */
  void check() {
    var missing = new ArrayList<String>();
    if (url == null) {
      missing.add(PREFIX + "url");
    }
    if (apiKey == null || apiKey.isBlank()) {
      missing.add(PREFIX + "api-key");
    }
    if (!missing.isEmpty()) {
      throw wrong(
          missing.get(0),
          null,
          "set %s. Without a device fleet nobody can be let in or out."
              .formatted(String.join(" and ", missing)));
    }
    base();
    demand(
        "limits",
        limits,
        limits.perMinute() >= 1
            && limits.perDeviceAndDay() >= 1
            && limits.dailyFloor() >= 1
            && (limits.devices() == null || limits.devices() >= 0),
        "1 or more each");
    demand("page-size", pageSize, pageSize >= 1 && pageSize <= 250, "1 to 250");
    demand("batch-size", batchSize, batchSize >= 1 && batchSize <= 1000, "1 to 1000");
    demand("list-age", listAge, !listAge.isNegative(), "0s or more");
    demand("index-age", indexAge, !indexAge.isNegative(), "0s or more");
    demand("batch-gap", batchGap, !batchGap.isNegative(), "0s or more");
    demand(
        "actions.wipe",
        actions.wipe(),
        WIPES.matcher(actions.wipe()).matches(),
        "a name that says wipe and not enroll");
    demand(
        "actions.disenroll",
        actions.disenroll(),
        DISENROLLS.matcher(actions.disenroll()).matches(),
        "a name that begins with disenroll and does not say wipe, or a corporate wipe would erase everything");
    demand(
        "action-status",
        actionStatus,
        PATH_PART.matcher(actionStatus).matches(),
        "small letters and underscores");
    var pin = lock.macPin();
    if (pin != null && !PIN.matcher(pin.reveal()).matches()) {
      throw wrong(PREFIX + "lock.mac-pin", "***", "it must be six digits");
    }
  }

  /** Where the API begins; ends in a slash. */
  URI base() {
    if (url == null
        || url.getHost() == null
        || !Set.of("http", "https").contains(url.getScheme())) {
      throw wrong(PREFIX + "url", url, "it must begin with https:// and name a host");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
      throw wrong(PREFIX + "url", "***", "it must be scheme, host and path only");
    }
    var path = url.getRawPath();
    if (path.isEmpty() || path.equals("/")) {
      return url.resolve("/api/v1/");
    }
    return path.endsWith("/") ? url : URI.create(url + "/");
  }

  /** The key itself. */
  Secret key() {
    if (apiKey == null) {
      throw wrong(PREFIX + "api-key", null, "it is not set");
    }
    return apiKey;
  }

  private static void demand(String name, Object value, boolean holds, String wanted) {
    if (!holds) {
      throw wrong(PREFIX + name, value, "it must be " + wanted);
    }
  }

  private static InvalidConfigurationPropertyValueException wrong(
      String name, @Nullable Object value, String reason) {
    return new InvalidConfigurationPropertyValueException(name, value, reason);
  }
}
