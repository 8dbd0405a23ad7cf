package io.muster.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.exceptions.ScimException;
import de.captaingoldfish.scim.sdk.common.response.EmptyPatchResponse;
import de.captaingoldfish.scim.sdk.common.response.ErrorResponse;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives each request one transaction: what is answered with success has happened, with all that it
 * means; what is refused has left nothing behind. The writes of one client come one after the
 * other.
 */
@Component
class ScimServer {
  private static final Logger log = LoggerFactory.getLogger(ScimServer.class);
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/scim+json");

  private final ResourceEndpoint endpoint;
  private final UserRows users;
  private final GroupRows groups;
  private final GroupEndpoint groupEndpoint;
  private final JdbcClient jdbc;
  private final TransactionTemplate reading;
  private final TransactionTemplate writing;

  ScimServer(
      ResourceEndpoint endpoint,
      UserRows users,
      GroupRows groups,
      GroupEndpoint groupEndpoint,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.endpoint = endpoint;
    this.users = users;
    this.groups = groups;
    this.groupEndpoint = groupEndpoint;
    this.jdbc = jdbc;
    this.reading = new TransactionTemplate(transactions);
    this.reading.setReadOnly(true);
    this.writing = new TransactionTemplate(transactions);
  }

  /** Answers. */
  ScimResponse answer(Request request) {
    var transaction = request.reads() ? reading : writing;
    var response =
        transaction.execute(
            status -> {
              var answer = request.reads() ? handle(request) : write(request);
              if (answer.getHttpStatus() >= 400) {
                status.setRollbackOnly();
              }
              return answer;
            });
    if (response == null) {
      throw new IllegalStateException("a transaction without an answer");
    }
    return response;
  }

  private ScimResponse write(Request request) {
    jdbc.sql("select 1 from (select pg_advisory_xact_lock(hashtextextended(?, 0))) locked")
        .param("muster_scim/" + request.client())
        .query(Integer.class)
        .single();
    var answer = written(request);
    var ignored =
        answer.getHttpStatus() < 300
            && request.wantedActive().isPresent()
            && Resources.id(request.id())
                .flatMap(id -> users.find(request.client(), id))
                .filter(user -> user.content().active() != request.wantedActive().get())
                .isPresent();
    return ignored
        ? new ErrorResponse(
            ScimJson.value(
                "Attribute active would not have become what this asks for; nothing was changed."
                    + " Send replace of path active with true or false."))
        : answer;
  }

  private ScimResponse written(Request request) {
    var body = request.body();
    if (request.method() != HttpMethod.PATCH || body == null || request.idle()) {
      return handle(request);
    }
    var asksForSomething = !body.path("Operations").isEmpty();
    try {
      if (request.endpoint().equals("Groups")) {
        var members = MemberPatch.of(body);
        if (members.isPresent()) {
          return members(request, members.get());
        }
      } else if (ValuePaths.areIn(body)) {
        Resources.id(request.id())
            .flatMap(id -> users.find(request.client(), id))
            .ifPresent(
                user -> ValuePaths.settle(body, user.content().json(), AttributeNames.USERS));
      }
      var comesToNothing = asksForSomething && body.path("Operations").isEmpty();
      return handle(comesToNothing ? request.with(null) : request);
    } catch (ScimException refused) {
      return explained(request, new ErrorResponse(refused));
    }
  }

  /** The rest first, as what refuses it refuses all. */
  private ScimResponse members(Request request, MemberPatch patch) {
    if (patch.rest() != null) {
      var answer = handle(request.with(patch.rest()));
      if (answer.getHttpStatus() >= 400) {
        return answer;
      }
    } else {
      var refusal = refusal(request);
      if (refusal.isPresent()) {
        return new ErrorResponse(refusal.get());
      }
    }
    var group = groupEndpoint.change(request.client(), request.id(), patch.changes());
    return request.answered()
        ? handle(request.with(null).anyVersion())
        : done(request.url(), "W/\"%d\"".formatted(group.version()));
  }

  private ScimResponse handle(Request request) {
    var refusal = refusal(request);
    if (refusal.isPresent()) {
      return new ErrorResponse(refusal.get());
    }
    var body = request.body();
    var answer =
        endpoint.handleRequest(
            request.url(),
            request.idle() ? HttpMethod.GET : request.method(),
            body == null || request.idle() ? null : body.toString(),
            HEADERS,
            new ScimCall(request.client(), request.answered(), request.aboutMembers()));
    if (answer instanceof ErrorResponse error) {
      return explained(request, error);
    }
    return request.answered() ? answer : unshown(answer);
  }

  /** What the version of the resource stands against; of one that is not there, nothing. */
  private Optional<ScimException> refusal(Request request) {
    return request.preconditions().isEmpty()
        ? Optional.empty()
        : version(request)
            .flatMap(version -> request.preconditions().refusal(version, request.reads()));
  }

  private Optional<Long> version(Request request) {
    return Resources.id(request.id())
        .flatMap(
            id ->
                request.endpoint().equals("Groups")
                    ? groups.find(request.client(), id).map(GroupRow::version)
                    : users.find(request.client(), id).map(UserRow::version));
  }

  /** The answer without the resource: that it was done, and to what version. */
  private static ScimResponse unshown(ScimResponse answer) {
    return done(answer.at("/meta/location").asText(), answer.at("/meta/version").asText());
  }

  private static ScimResponse done(String location, String version) {
    var done = new EmptyPatchResponse(location);
    done.getHttpHeaders().put("ETag", version);
    return done;
  }

  private static ErrorResponse explained(Request request, ErrorResponse error) {
    var status = error.getHttpStatus();
    if (status >= 500 && status != 501) {
      var cause = error.getScimException();
      log.error("SCIM client {}: {} failed", request.client(), request.method(), cause.getCause());
      return new ErrorResponse(
          new de.captaingoldfish.scim.sdk.common.exceptions.InternalServerException(
              "This did not work, and nothing was changed. Send it again; the service's log says"
                  + " more."));
    }
    if (status == 400 && request.method() == HttpMethod.PATCH) {
      // the library's parser of filters reads paths, too
      if (error.getScimType().filter("invalidFilter"::equals).isPresent()) {
        error.setScimType("invalidPath");
      }
    } else if (status == 400 && request.filters()) {
      error.setScimType("invalidFilter");
      error.setDetail(offering(request, error.getDetail().orElse("")));
      return error;
    }
    if (!ErrorRemedies.isIn(error)) {
      ErrorRemedies.addTo(error, request.endpoint());
    }
    return error;
  }

  private static String offering(Request request, String detail) {
    var offer = (request.endpoint().equals("Groups") ? FilterSql.GROUPS : FilterSql.USERS).offer();
    return detail.contains(offer) ? detail : detail + ". " + offer;
  }

  /**
   * One request, bounded and put into the words of the RFC.
   *
   * @param client who asks
   * @param endpoint the first step of the path, such as {@code Users}
   * @param id the resource it is about, or empty
   * @param idle true if it asks for changes that come to nothing
   * @param answered true if the answer shows the resource
   * @param preconditions which versions of the resource it is meant for
   * @param wantedActive what the user's {@code active} has to be afterwards, if that is said
   */
  record Request(
      String client,
      HttpMethod method,
      String url,
      String endpoint,
      String id,
      @Nullable ObjectNode body,
      boolean idle,
      boolean answered,
      Preconditions preconditions,
      Optional<Boolean> wantedActive) {

    /** True if it is a search by a filter. */
    boolean filters() {
      return reads() && (url.contains("filter=") || (body != null && body.has("filter")));
    }

    /** The same about this change only; about none if it is null. */
    Request with(@Nullable ObjectNode change) {
      return new Request(
          client,
          method,
          url,
          endpoint,
          id,
          change,
          change == null,
          answered,
          preconditions,
          wantedActive);
    }

    /** The same of whatever version there is. */
    Request anyVersion() {
      return new Request(
          client,
          method,
          url,
          endpoint,
          id,
          body,
          idle,
          answered,
          Preconditions.of(List.of(), List.of()),
          wantedActive);
    }

    /** True if who is in a group may be another afterwards. */
    boolean aboutMembers() {
      if (method != HttpMethod.PATCH || body == null) {
        return true;
      }
      for (var operation : body.path("Operations")) {
        if (operation.path("path").asText().toLowerCase(Locale.ROOT).startsWith("members")
            || operation.path("value").has("members")) {
          return true;
        }
      }
      return false;
    }

    boolean reads() {
      return method == HttpMethod.GET || url.contains("/.search");
    }
  }
}
