package io.muster.directory.entra;

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

/** The errors of Microsoft Graph about users and groups; the more special ones come first. */
final class EntraErrors {
  private static final String ERRORS = "https://learn.microsoft.com/graph/errors";
  private static final String THROTTLING = "https://learn.microsoft.com/graph/throttling";
  private static final String DELTA = "https://learn.microsoft.com/graph/delta-query-overview";
  private static final String LIMITS =
      "https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions";
  private static final String PROTECTED =
      "https://learn.microsoft.com/graph/api/resources/users#who-can-perform-sensitive-actions";
  private static final String SYNCED =
      "https://learn.microsoft.com/graph/api/user-update#permissions";
  private static final String CODES =
      "https://learn.microsoft.com/previous-versions/azure/ad/graph/howto/azure-ad-graph-api-error-codes-and-error-handling";
  private static final String ACCESS =
      "https://learn.microsoft.com/entra/identity/conditional-access/workload-identity";

  private static final String SLOWER = "Nothing has to be done; it goes on by itself.";
  private static final String LOOK = "Look at it in the Entra admin center.";
  private static final String CREDENTIALS = "{credentials}.";
  private static final String GRANT =
      "Grant the app the application permission {permission} in Entra under App registrations, API permissions, and have an administrator consent.";
  private static final String GONE_APP =
      "The app is not in this tenant, or is disabled. Have an administrator of the tenant consent to it, or enable it in Entra under Enterprise applications.";
  private static final String ADDRESS = "Check muster.entra.connections.{connection}.graph-url.";

  static final List<VendorError> TABLE = table();

  private EntraErrors() {}

  /** The one that fits; empty if nobody has written down what it means. */
  static Optional<VendorError> find(int status, Collection<String> codes, String message) {
    return VendorError.find(TABLE, status, codes, message);
  }

  private static List<VendorError> table() {
    var rows = new Rows();
    later(rows);
    credentials(rows);
    there(rows);
    people(rows);
    return List.copyOf(rows.all);
  }

  private static void later(Rows rows) {
    for (var code : List.of("Request_ThrottledTemporarily", "Request_ThrottledPermanently")) {
      rows.add(Sign.of(0, code), SLOW_DOWN, SLOWER, CODES);
    }
    rows.add(Sign.of(429, ""), SLOW_DOWN, SLOWER, THROTTLING);
    rows.add(Sign.of(509, ""), SLOW_DOWN, SLOWER, ERRORS);
    rows.add(Sign.of(403, "TooManyRequests"), SLOW_DOWN, SLOWER, THROTTLING);
    for (var code : List.of("resyncRequired", "syncStateNotFound", "Directory_ExpiredPageToken")) {
      rows.add(Sign.of(400, code), RETRY, "The list is read anew.", DELTA);
    }
    rows.add(Sign.of(410, ""), RETRY, "The list is read anew.", DELTA);
    rows.add(Sign.of(409, "ObjectConflict"), DONE, LOOK, ERRORS);
    rows.add(Sign.of(409, "").saying("already exist"), DONE, LOOK, ERRORS);
    rows.add(Sign.of(409, "Directory_ConcurrencyViolation"), RETRY, SLOWER, CODES);
    rows.add(Sign.of(409, ""), RETRY, SLOWER, ERRORS);
    rows.add(Sign.of(412, ""), RETRY, SLOWER, ERRORS);
    rows.add(Sign.of(423, ""), RETRY, SLOWER, ERRORS);
    for (var status : List.of(408, 500, 502, 503, 504)) {
      rows.add(Sign.of(status, ""), RETRY, SLOWER, ERRORS);
    }
  }

  private static void credentials(Rows rows) {
    for (var status : List.of(401, 403)) {
      rows.add(Sign.of(status, "Authorization_IdentityNotFound"), MISCONFIGURED, GONE_APP, CODES);
      rows.add(Sign.of(status, "Authorization_IdentityDisabled"), MISCONFIGURED, GONE_APP, CODES);
      rows.add(
          Sign.of(status, "").saying("insufficient_claims"),
          MISCONFIGURED,
          "A conditional access policy shuts the app out. Leave it out of the policy in Entra under Protection, Conditional Access.",
          ACCESS);
    }
    for (var code :
        List.of(
            "InvalidAuthenticationToken",
            "Authentication_ExpiredToken",
            "Authentication_MissingOrMalformed",
            "Authentication_Unauthorized",
            "Authentication_UnsupportedTokenType",
            "unauthenticated")) {
      rows.add(Sign.of(401, code), MISCONFIGURED, CREDENTIALS, CODES);
    }
    rows.add(Sign.of(401, ""), MISCONFIGURED, CREDENTIALS, ERRORS);
    rows.add(
        Sign.of(402, ""),
        MISCONFIGURED,
        "The tenant lacks the licence for this call. See its licences in the Entra admin center under Billing.",
        ERRORS);
    var quota =
        "The tenant holds as many objects as it may. Delete some for good, or have Microsoft raise the quota; what is in the bin counts for 30 days.";
    rows.add(Sign.of(403, "Directory_QuotaExceeded"), PERSON, quota, LIMITS);
    rows.add(Sign.of(400, "Directory_QuotaExceeded"), PERSON, quota, LIMITS);
    rows.add(Sign.of(403, "").saying("quota"), PERSON, quota, LIMITS);
    rows.add(
        Sign.of(403, "").saying("licen"),
        PERSON,
        "The tenant lacks a licence for it. See its licences in the Entra admin center under Billing.",
        ERRORS);
    for (var code :
        List.of("Authorization_RequestDenied", "accessDenied", "Forbidden", "ErrorAccessDenied")) {
      rows.add(Sign.of(403, code), MISCONFIGURED, GRANT, PROTECTED);
    }
    for (var status : List.of(405, 406, 411, 415, 501)) {
      rows.add(Sign.of(status, ""), MISCONFIGURED, ADDRESS, ERRORS);
    }
  }

  private static void there(Rows rows) {
    for (var code :
        List.of(
            "Request_ResourceNotFound",
            "Directory_ObjectNotFound",
            "ResourceNotFound",
            "itemNotFound")) {
      rows.add(Sign.of(404, code), DONE, "", ERRORS);
    }
    rows.add(Sign.of(404, ""), DONE, "", ERRORS);
    rows.add(Sign.of(400, "ObjectConflict"), DONE, LOOK, ERRORS);
    rows.add(Sign.of(400, "").saying("already exist"), DONE, LOOK, ERRORS);
  }

  private static void people(Rows rows) {
    for (var words : List.of("on-premises mastered", "on-premises sync", "onpremisessync")) {
      rows.add(
          Sign.of(400, "").saying(words),
          PERSON,
          "The account is a copy of one on premises. Change it in the Active Directory it comes from.",
          SYNCED);
    }
    rows.add(
        Sign.of(400, "").saying("licen"),
        PERSON,
        "The tenant lacks a licence for it. See its licences in the Entra admin center under Billing.",
        ERRORS);
    for (var code :
        List.of(
            "Request_BadRequest",
            "Request_InvalidRequestUrl",
            "Request_UnsupportedQuery",
            "Request_MultipleObjectsWithSameKeyValue",
            "Request_DataContractVersionMissing",
            "Request_InvalidDataContractVersion",
            "Request_InvalidReplicaSessionKey",
            "Headers_HeaderNotSupported",
            "badRequest",
            "BadRequest",
            "invalidRequest",
            "InvalidRequest")) {
      rows.add(Sign.of(400, code), PERSON, LOOK, CODES);
    }
    rows.add(Sign.of(413, ""), PERSON, LOOK, ERRORS);
    rows.add(Sign.of(416, ""), PERSON, LOOK, ERRORS);
    rows.add(Sign.of(422, ""), PERSON, LOOK, ERRORS);
    rows.add(
        Sign.of(507, ""),
        PERSON,
        "The tenant has no storage left. Free some, or have Microsoft raise the quota.",
        ERRORS);
  }

  private static final class Rows {
    private final List<VendorError> all = new ArrayList<>();

    private void add(Sign sign, Outcome outcome, String remedy, String source) {
      all.add(new VendorError(sign, outcome, remedy, source));
    }
  }
}
