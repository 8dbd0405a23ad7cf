package io.muster.lifecycle.sync;

import io.muster.simulator.Simulator;
import io.muster.simulator.SimulatorSettings;
import io.muster.simulator.entra.EntraOptions;
import io.muster.simulator.entra.EntraSimulator;
import io.muster.simulator.google.GoogleOptions;
import io.muster.simulator.google.GoogleSimulator;
import io.muster.simulator.okta.OktaOptions;
import io.muster.simulator.okta.OktaSimulator;
import io.muster.testing.GoogleServiceAccount;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * One directory behind its vendor's interface, as an administrator there works with it.
 *
 * @param callsAtRest how many calls a run takes in which nothing has changed: Google alone has no
 *     list of what changed in all groups, so each selected one is looked at
 * @param settings what the service has to know to reach it
 * @param addGroup makes a group of a name; answers its id
 * @param addUser makes a user of a login, with a number; answers its id
 * @param join puts a user into a group
 * @param leave takes a user out of a group
 * @param rename gives a group another name
 */
record MirroredVendor(
    String connection,
    int callsAtRest,
    Map<String, String> settings,
    Simulator server,
    UnaryOperator<String> addGroup,
    UnaryOperator<String> addUser,
    BiConsumer<String, String> join,
    BiConsumer<String, String> leave,
    BiConsumer<String, String> rename) {

  static MirroredVendor okta(String connection, SimulatorSettings where) {
    var token = UUID.randomUUID().toString();
    var org = OktaSimulator.start(OktaOptions.realistic(token), where);
    var prefix = "muster.okta.connections." + connection + ".";
    return new MirroredVendor(
        connection,
        2,
        Map.of(prefix + "org-url", org.base().toString(), prefix + "api-token", token),
        org,
        org::addGroup,
        login -> org.addUser(login, number(login)),
        (group, user) -> org.setMember(group, user, true),
        (group, user) -> org.setMember(group, user, false),
        org::renameGroup);
  }

  static MirroredVendor entra(String connection, SimulatorSettings where) {
    var id = UUID.randomUUID().toString();
    var client = UUID.randomUUID().toString();
    var secret = UUID.randomUUID().toString();
    var tenant =
        EntraSimulator.start(
            EntraOptions.realistic(id, client, secret).rulesAfter(Duration.ofSeconds(5)), where);
    var prefix = "muster.entra.connections." + connection + ".";
    return new MirroredVendor(
        connection,
        2,
        Map.of(
            prefix + "tenant-id",
            id,
            prefix + "client-id",
            client,
            prefix + "client-secret",
            secret,
            prefix + "authority",
            tenant.base().toString(),
            prefix + "graph-url",
            tenant.base() + "/v1.0",
            prefix + "domains",
            "example.com"),
        tenant,
        tenant::addGroup,
        login -> tenant.addUser(login, number(login)),
        (group, user) -> tenant.setMember(group, user, true),
        (group, user) -> tenant.setMember(group, user, false),
        tenant::renameGroup);
  }

  static MirroredVendor google(String connection, SimulatorSettings where) {
    var account = GoogleServiceAccount.named(connection);
    var domain =
        GoogleSimulator.start(
            GoogleOptions.realistic(
                "example.com",
                new GoogleOptions.Account(
                    account.email(), account.publicKey(), GoogleServiceAccount.SCOPES)),
            where);
    var prefix = "muster.google.connections." + connection + ".";
    return new MirroredVendor(
        connection,
        4,
        Map.of(
            prefix + "service-account-key",
            account.json(),
            prefix + "admin-email",
            domain.admin(),
            prefix + "domains",
            "example.com",
            prefix + "root-url",
            domain.base() + "/",
            prefix + "cloud-identity-url",
            domain.base() + "/",
            prefix + "token-url",
            domain.base() + "/token"),
        domain,
        domain::addGroup,
        login -> domain.addUser(login, number(login)),
        domain::addMember,
        domain::removeMember,
        domain::renameGroup);
  }

  private static String number(String login) {
    return login.replaceAll("\\W", "-");
  }

  /** What a sync may change in a directory: nothing. */
  static final Set<String> READS = Set.of("GET", "HEAD");

  /** How many calls of the interface it has had since they were last forgotten; tokens are none. */
  long calls() {
    return server.journal().calls().stream()
        .filter(entry -> !entry.call().path().endsWith("/token"))
        .count();
  }

  /** True if it was only read from. */
  boolean isUnchanged() {
    return server.journal().calls().stream()
        .filter(entry -> !entry.call().path().endsWith("/token"))
        .allMatch(
            entry -> READS.contains(entry.call().method()) || isQuestion(entry.call().path()));
  }

  /** Graph takes several questions in one call, which is a POST. */
  private static boolean isQuestion(String path) {
    return path.endsWith("/$batch");
  }

  @Override
  public String toString() {
    return connection;
  }
}
