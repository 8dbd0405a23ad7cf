package io.muster.directory.okta;

import static io.muster.directory.VendorError.Outcome.BUSY;
import static io.muster.directory.VendorError.Outcome.DONE;
import static io.muster.directory.VendorError.Outcome.MISCONFIGURED;
import static io.muster.directory.VendorError.Outcome.PERSON;
import static io.muster.directory.VendorError.Outcome.RETRY;
import static io.muster.directory.VendorError.Outcome.SLOW_DOWN;

import io.muster.directory.VendorError;
import io.muster.directory.VendorError.Outcome;
import io.muster.directory.VendorError.Sign;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The errors of Okta about users, groups, rules, sessions and its log; the more special ones come
 * first. Errors of sign-in, factors, brands, apps and the like cannot answer our calls.
 */
final class OktaErrors {
  private static final String CODES = "https://developer.okta.com/docs/reference/error-codes/";
  private static final String LIMITS = "https://developer.okta.com/docs/reference/rate-limits/";
  private static final String ROLES =
      "https://help.okta.com/en-us/content/topics/security/administrators-admin-comparison.htm";

  private static final String SLOWER = "Nothing has to be done; it goes on by itself.";
  private static final String LOOK = "Look at the account in the admin console.";
  private static final String CREDENTIALS = "{credentials}.";
  private static final String ADDRESS = "Check muster.okta.connections.{connection}.org-url.";
  private static final String SOURCE =
      "Another system is the source of these attributes. Change them there, or let Okta take them from us in the profile editor.";
  private static final String OURS =
      "Okta does not understand the call. Look for a newer version, or report it with this message.";

  /** Said of protected accounts and of roles that are too narrow alike. */
  static final String NOT_PERMITTED = "E0000006";

  static final String ROLE =
      "our own role does not cover it: under Security, Administrators, give our app, or the administrator whose token we use, a role and a resource set with these people and this permission.";

  static final List<VendorError> TABLE = table();

  private OktaErrors() {}

  /** The one that fits; empty if nobody has written down what it means. */
  static Optional<VendorError> find(int status, Collection<String> codes, String message) {
    return VendorError.find(TABLE, status, codes, message);
  }

  private static List<VendorError> table() {
    var rows = new Rows();
    later(rows);
    there(rows);
    people(rows);
    setUp(rows);
    return List.copyOf(rows.all);
  }

  private static void later(Rows rows) {
    rows.add("E0000047", SLOW_DOWN, SLOWER, LIMITS);
    rows.add(Sign.of(429, ""), SLOW_DOWN, SLOWER, LIMITS);
    rows.add(
        "E0000112",
        BUSY,
        "If the account is still being activated after a quarter of an hour, look at it in the admin console.",
        CODES);
    rows.add(Sign.of(0, "E0000009"), RETRY, SLOWER, CODES);
    rows.add(Sign.of(0, "E0000010"), RETRY, SLOWER, CODES);
    rows.add(Sign.of(0, "E0000100"), RETRY, SLOWER, CODES);
    rows.add(Sign.of(0, "E0000134"), RETRY, SLOWER, CODES);
    rows.add(Sign.of(0, "E0000137"), RETRY, SLOWER, CODES);
    rows.add("E0000195", RETRY, SLOWER, CODES);
    for (var status : List.of(408, 500, 502, 503, 504)) {
      rows.add(Sign.of(status, ""), RETRY, SLOWER, CODES);
    }
  }

  private static void there(Rows rows) {
    rows.add(Sign.of(404, "E0000007"), DONE, "", CODES);
    rows.add(Sign.of(404, "E0000048"), DONE, "", CODES);
    rows.add(Sign.of(410, "E0000156"), DONE, "", CODES);
    rows.add(Sign.of(403, "E0000016"), DONE, "", CODES);
  }

  private static void people(Rows rows) {
    rows.add(
        Sign.of(400, "E0000001").saying("already exists"),
        PERSON,
        "Somebody else has the login. Have HR give another address, or give the other account one.",
        CODES);
    rows.add(Sign.of(400, "E0000001"), PERSON, LOOK, CODES);
    for (var code :
        List.of(
            "E0000002",
            "E0000020",
            "E0000028",
            "E0000029",
            "E0000030",
            "E0000031",
            "E0000033",
            "E0000037",
            "E0000053",
            "E0000054",
            "E0000063",
            "E0000094")) {
      rows.add(code, PERSON, OURS, CODES);
    }
    rows.add(
        NOT_PERMITTED,
        PERSON,
        "Either the account is protected, because it holds an administrator's role that only a super administrator may change: do it in the admin console, or take the role away and try again. Or "
            + ROLE,
        ROLES);
    for (var code : List.of("E0000023", "E0000075", "E0000076", "E0000179")) {
      rows.add(code, PERSON, SOURCE, CODES);
    }
    for (var code : List.of("E0000077", "E0000078", "E0000081", "E0000111")) {
      rows.add(
          code,
          PERSON,
          "Okta lets nobody write it. Map another attribute under muster.okta.connections.{connection}.attributes, or open it in the profile editor.",
          CODES);
    }
    for (var code : List.of("E0000038", "E0000107", "E0000117", "E0000155", "E0000079")) {
      rows.add(
          code,
          PERSON,
          "The account's present status does not allow it. Look at the account in the admin console.",
          CODES);
    }
    for (var code : List.of("E0000014", "E0000017", "E0000080", "E0000124", "E0000125")) {
      rows.add(code, PERSON, "Okta's rules for credentials refuse it. " + LOOK, CODES);
    }
    rows.add(
        "E0000093", PERSON, "Okta takes fewer at once. Take the person out of some groups.", CODES);
    rows.add("E0000055", PERSON, "There is such a group already. Give it another name.", CODES);
    rows.add(
        "E0000135",
        PERSON,
        "An inline hook of the org refused it. See Workflow, Inline Hooks in the admin console.",
        CODES);
    rows.add(
        "E0000145",
        PERSON,
        "The profile of some users no longer fits the schema. Correct it in the profile editor.",
        CODES);
    rows.add("E0000153", PERSON, LOOK, CODES);
  }

  private static void setUp(Rows rows) {
    for (var code :
        List.of("E0000004", "E0000005", "E0000011", "E0000064", "E0000207", "E0000208")) {
      rows.add(code, MISCONFIGURED, CREDENTIALS, CODES);
    }
    rows.add("E0000013", MISCONFIGURED, "Okta does not know the app. " + CREDENTIALS, CODES);
    rows.add(
        "E0000015",
        MISCONFIGURED,
        "The org has not switched the feature on, or our role lacks it. See Settings, Features, and Security, Administrators.",
        CODES);
    for (var code : List.of("E0000057", "E0000085", "E0000212")) {
      rows.add(
          code,
          MISCONFIGURED,
          "A policy of the org shuts us out, such as a network zone. See Security, Networks, and allow this address.",
          CODES);
    }
    for (var code :
        List.of(
            "E0000003",
            "E0000012",
            "E0000018",
            "E0000019",
            "E0000021",
            "E0000024",
            "E0000122",
            "E0000123",
            "E0000149")) {
      rows.add(code, MISCONFIGURED, OURS, CODES);
    }
    for (var code :
        List.of("E0000008", "E0000022", "E0000026", "E0000052", "E0000060", "E0000215")) {
      rows.add(code, MISCONFIGURED, ADDRESS, CODES);
    }
    rows.add(Sign.of(401, ""), MISCONFIGURED, CREDENTIALS, CODES);
    rows.add(Sign.of(405, ""), MISCONFIGURED, ADDRESS, CODES);
    rows.add(Sign.of(501, ""), MISCONFIGURED, ADDRESS, CODES);
  }

  private static final class Rows {
    private final List<VendorError> all = new ArrayList<>();

    private void add(String code, Outcome outcome, String remedy, String source) {
      add(Sign.of(0, code), outcome, remedy, source);
    }

    private void add(Sign sign, Outcome outcome, String remedy, String source) {
      all.add(new VendorError(sign, outcome, remedy, source));
    }
  }
}
