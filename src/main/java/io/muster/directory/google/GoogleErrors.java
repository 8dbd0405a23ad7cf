package io.muster.directory.google;

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

/** The errors of Google's directory and groups, by reason; the more special ones come first. */
final class GoogleErrors {
  private static final String LIMITS =
      "https://developers.google.com/workspace/admin/directory/v1/limits";
  private static final String TROUBLE =
      "https://developers.google.com/workspace/admin/directory/v1/guides/troubleshoot-error-codes";
  private static final String RESELLER =
      "https://developers.google.com/workspace/admin/reseller/v1/support/directory_api_common_errors";
  private static final String OLD_LIMITS =
      "https://developers.google.com/admin-sdk/directory/v1/limits";
  private static final String USERS =
      "https://developers.google.com/workspace/admin/directory/reference/rest/v1/users";
  private static final String GENERAL = "https://cloud.google.com/apis/design/errors";
  private static final String GAM =
      "https://github.com/taers232c/GAMADV-XTD3/blob/master/src/gam/gamlib/glgapi.py";
  private static final String DELETED = "https://github.com/firezone/firezone/pull/15169";
  private static final String SEATS = "https://qiita.com/shin1ogawa/items/757b79150158e2452d07";
  private static final String RESTORE = "https://support.google.com/a/answer/1397578";
  private static final String ABUSE = "https://support.google.com/a/answer/1110339";
  private static final String LICENCES = "https://support.google.com/a/answer/9048836";

  private static final String SLOWER = "Nothing has to be done; it goes on by itself.";
  private static final String ACCOUNT = "Look at the account in the Admin console.";
  private static final String CREDENTIALS = "{credentials}.";
  private static final String PRIVILEGE =
      "It takes an admin role of {admin} with the privilege {privilege} that covers these people: give it one in the Admin console under Account, Admin roles.";
  private static final String API =
      "The {api} is not enabled in the Cloud project {project}. Enable it in the Cloud console under APIs & Services, Library; it takes some minutes to be so.";
  private static final String SCOPE = "It takes the scope {scope}. {credentials}.";
  private static final String ADDRESS =
      "Check muster.google.connections.{connection}.root-url and .cloud-identity-url.";

  static final List<VendorError> TABLE = table();

  private GoogleErrors() {}

  /** The one that fits; empty if nobody has written down what it means. */
  static Optional<VendorError> find(int status, Collection<String> reasons, String message) {
    return VendorError.find(TABLE, status, reasons, message);
  }

  private static List<VendorError> table() {
    var rows = new Rows();
    limits(rows);
    notNow(rows);
    credentials(rows);
    there(rows);
    people(rows);
    return List.copyOf(rows.all);
  }

  private static void limits(Rows rows) {
    rows.add(
        Sign.of(403, "dailyLimitExceeded"),
        SLOW_DOWN,
        "The calls of the day are used up. Ask for a higher quota of the Admin SDK in the Cloud console of project {project} under APIs & Services, Quotas; it goes on by itself when there is room.",
        OLD_LIMITS);
    for (var reason :
        List.of(
            "userRateLimitExceeded",
            "rateLimitExceeded",
            "quotaExceeded",
            "concurrentLimitExceeded",
            "servingLimitExceeded",
            "variableTermLimitExceeded",
            "RATE_LIMIT_EXCEEDED",
            "RESOURCE_EXHAUSTED")) {
      rows.add(Sign.of(403, reason), SLOW_DOWN, SLOWER, LIMITS);
    }
    rows.add(Sign.of(429, ""), SLOW_DOWN, SLOWER, LIMITS);
  }

  private static void notNow(Rows rows) {
    rows.add(
        Sign.of(412, "conditionNotMet").saying("user creation is not complete"),
        BUSY,
        "If the account is not complete after a quarter of an hour, look at it in the Admin console.",
        USERS);
    rows.add(Sign.of(409, "aborted"), RETRY, SLOWER, GENERAL);
    rows.add(Sign.of(409, "ABORTED"), RETRY, SLOWER, GENERAL);
    rows.add(Sign.of(409, "conflict"), RETRY, SLOWER, GENERAL);
    for (var status : List.of(408, 500, 502, 503, 504)) {
      rows.add(Sign.of(status, ""), RETRY, SLOWER, TROUBLE);
    }
  }

  private static void credentials(Rows rows) {
    for (var reason : List.of("accessNotConfigured", "SERVICE_DISABLED")) {
      rows.add(Sign.of(403, reason), MISCONFIGURED, API, GENERAL);
    }
    for (var reason : List.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
      rows.add(Sign.of(403, reason), MISCONFIGURED, SCOPE, GENERAL);
    }
    rows.add(
        Sign.of(403, "domainCannotUseApis"),
        MISCONFIGURED,
        "The domain has switched its interfaces off. Switch them on in the Admin console under Security, API controls.",
        RESELLER);
    rows.add(
        Sign.of(403, "domainPolicy"),
        MISCONFIGURED,
        "A policy of the domain shuts the service out. Trust client id {client} in the Admin console under Security, API controls, App access control.",
        GENERAL);
    rows.add(Sign.of(403, "accountDeleted"), MISCONFIGURED, CREDENTIALS, GENERAL);
    rows.add(
        Sign.of(403, "").saying("licen"),
        PERSON,
        "The licence does not allow it. Assign one in the Admin console under Billing, Licences.",
        LICENCES);
    rows.add(Sign.of(403, "forbidden"), MISCONFIGURED, PRIVILEGE, RESELLER);
    rows.add(Sign.of(403, "notAuthorized"), MISCONFIGURED, PRIVILEGE, GAM);
    rows.add(Sign.of(403, "permissionDenied"), MISCONFIGURED, PRIVILEGE, GAM);
    rows.add(Sign.of(403, "PERMISSION_DENIED"), MISCONFIGURED, PRIVILEGE, GENERAL);
    for (var reason : List.of("authError", "required", "expired", "UNAUTHENTICATED")) {
      rows.add(Sign.of(401, reason), MISCONFIGURED, SCOPE, GENERAL);
    }
    rows.add(Sign.of(401, ""), MISCONFIGURED, SCOPE, GENERAL);
    rows.add(Sign.of(405, ""), MISCONFIGURED, ADDRESS, GENERAL);
    rows.add(Sign.of(501, ""), MISCONFIGURED, ADDRESS, GENERAL);
  }

  private static void there(Rows rows) {
    rows.add(Sign.of(412, "conditionNotMet").saying("user is deleted"), DONE, "", DELETED);
    for (var reason :
        List.of(
            "notFound",
            "userNotFound",
            "groupNotFound",
            "memberNotFound",
            "resourceNotFound",
            "NOT_FOUND")) {
      rows.add(Sign.of(404, reason), DONE, "", USERS);
    }
    rows.add(Sign.of(404, ""), DONE, "", USERS);
    for (var reason : List.of("duplicate", "alreadyExists", "entityExists", "ALREADY_EXISTS")) {
      rows.add(Sign.of(409, reason), DONE, ACCOUNT, USERS);
    }
    rows.add(Sign.of(409, ""), RETRY, SLOWER, GENERAL);
  }

  private static void people(Rows rows) {
    var deleted =
        "An account that was deleted in the last 20 days still holds this address. Restore it in the Admin console under Users, Recently deleted, or have HR give another address.";
    for (var words :
        List.of(
            "deleted in the", "deleted within", "recently deleted", "20 days", "deleted user")) {
      rows.add(Sign.of(412, "").saying(words), PERSON, deleted, RESTORE);
    }
    var seats =
        "There is no seat left. Buy one or free one in the Admin console under Billing; an account that was deleted in the last 20 days holds its seat.";
    rows.add(Sign.of(412, "limitExceeded"), PERSON, seats, SEATS);
    rows.add(Sign.of(412, "").saying("user limit"), PERSON, seats, SEATS);
    rows.add(Sign.of(403, "limitExceeded"), PERSON, seats, GAM);
    rows.add(Sign.of(400, "limitExceeded"), PERSON, seats, GAM);
    rows.add(
        Sign.of(412, "").saying("licen"),
        PERSON,
        "There is no licence for it. Buy licences for archived users, or set muster.google.connections.{connection}.retiring to leavers-unit.",
        LICENCES);
    rows.add(
        Sign.of(412, "").saying("abuse"),
        PERSON,
        "Google itself suspended the account. Have a super admin ask for its return in the Admin console; no program can bring it back.",
        ABUSE);
    rows.add(
        Sign.of(412, "").saying("suspend"),
        PERSON,
        "Google itself suspended the account. Have a super admin ask for its return in the Admin console; no program can bring it back.",
        ABUSE);
    for (var reason :
        List.of(
            "invalid",
            "invalidParameter",
            "invalidInput",
            "required",
            "badRequest",
            "failedPrecondition",
            "invalidMember",
            "invalidSchemaValue",
            "invalidOrgunit",
            "cyclicMembershipsNotAllowed",
            "INVALID_ARGUMENT",
            "FAILED_PRECONDITION")) {
      rows.add(Sign.of(400, reason), PERSON, ACCOUNT, GAM);
    }
    rows.add(Sign.of(412, "cyclicMembershipsNotAllowed"), PERSON, ACCOUNT, GAM);
    rows.add(Sign.of(413, ""), PERSON, ACCOUNT, GENERAL);
  }

  private static final class Rows {
    private final List<VendorError> all = new ArrayList<>();

    private void add(Sign sign, Outcome outcome, String remedy, String source) {
      all.add(new VendorError(sign, outcome, remedy, source));
    }
  }
}
