package io.muster.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.SchemaUris;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.exceptions.InternalServerException;
import de.captaingoldfish.scim.sdk.common.exceptions.InvalidFilterException;
import de.captaingoldfish.scim.sdk.common.exceptions.NotImplementedException;
import de.captaingoldfish.scim.sdk.common.exceptions.ScimException;
import de.captaingoldfish.scim.sdk.common.response.ErrorResponse;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import io.muster.scim.ScimServer.Request;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes SCIM requests in, bounded in every direction, and sends the answers back. */
@RestController
class ScimController {
  private static final Logger log = LoggerFactory.getLogger(ScimController.class);
  private static final String ROOT = "/scim/v2";
  private static final MediaType SCIM = MediaType.parseMediaType("application/scim+json");

  /** What the RFC has; Entra's dialect flag, for one, is not among them. */
  private static final List<String> PARAMETERS =
      List.of(
          "filter",
          "startIndex",
          "count",
          "sortBy",
          "sortOrder",
          "attributes",
          "excludedAttributes");

  private static final int LONGEST_PARAMETER = 2_000;
  private static final int DEEPEST_FILTER = 8;

  private final ScimServer server;
  private final ScimProperties properties;
  private final ClientRateLimiter pace;

  ScimController(ScimServer server, ScimProperties properties, ClientRateLimiter pace) {
    this.server = server;
    this.pace = pace;
    this.properties = properties;
  }

  @RequestMapping({ROOT, ROOT + "/**"})
  ResponseEntity<String> answer(HttpServletRequest request, Principal client) throws IOException {
    pace.take(client.getName());
    var asked = read(request, client.getName());
    var response = server.answer(asked);
    var headers = new HttpHeaders();
    response.getHttpHeaders().forEach(headers::set);
    headers.remove(HttpHeaders.CONTENT_TYPE);
    var version = response.at("/meta/version");
    if (version.isTextual()) {
      headers.setETag(version.textValue());
    }
    var answer = ResponseEntity.status(response.getHttpStatus()).headers(headers);
    if (response.isEmpty() || response.getHttpStatus() == 204) {
      return answer.build();
    }
    return answer.contentType(SCIM).body(Discovery.plain(asked.endpoint(), response.toString()));
  }

  @ExceptionHandler
  ResponseEntity<String> refused(ScimException refusal) {
    return error(new ErrorResponse(refusal));
  }

  @ExceptionHandler
  ResponseEntity<String> failed(RuntimeException failure) {
    log.error("a SCIM request failed", failure);
    return error(
        new ErrorResponse(
            new InternalServerException(
                "This did not work, and nothing was changed. Send it again; the service's log says"
                    + " more.")));
  }

  private static ResponseEntity<String> error(ScimResponse error) {
    var answer = ResponseEntity.status(error.getHttpStatus()).contentType(SCIM);
    error.getHttpHeaders().forEach(answer::header);
    if (error.getHttpStatus() == 413) {
      answer.header(HttpHeaders.CONNECTION, "close");
    }
    return answer.body(error.toString());
  }

  private Request read(HttpServletRequest request, String client) throws IOException {
    var method = method(request);
    var path = request.getRequestURI().substring(request.getContextPath().length() + ROOT.length());
    var steps = path.split("/", -1);
    var type = steps.length > 1 ? steps[1] : "";
    if (type.equals(".search")) {
      throw new NotImplementedException(
          "A search over everything is not offered. Search /Users/.search or /Groups/.search.");
    }
    if (type.equals("Me") || type.equals("Bulk")) {
      throw new NotImplementedException(
          "/%s is not offered; /ServiceProviderConfig says what is.".formatted(type));
    }
    var body = method == HttpMethod.GET || method == HttpMethod.DELETE ? null : body(request);
    Optional<Boolean> wantedActive = Optional.empty();
    var idle = false;
    if (body != null && method == HttpMethod.PATCH) {
      idle =
          RequestNormalizer.patch(
              body, type.equals("Groups") ? AttributeNames.GROUPS : AttributeNames.USERS);
      wantedActive = type.equals("Users") ? RequestNormalizer.wantedActive(body) : Optional.empty();
    } else if (body != null && !path.endsWith("/.search")) {
      resource(type, body);
    } else if (body != null && body.path("filter").isTextual()) {
      body.put("filter", filter(body.path("filter").textValue()));
    }
    return new Request(
        client,
        method,
        url(request),
        type,
        steps.length > 2 ? steps[2] : "",
        body,
        idle,
        isAnswered(request, method, type),
        Preconditions.of(
            Collections.list(request.getHeaders(HttpHeaders.IF_MATCH)),
            Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH))),
        wantedActive);
  }

  /**
   * True if the answer shows the resource. A group that is changed is not, unless somebody asks:
   * with its members it may be large, Entra wants none, Okta takes none (RFC 7644, 3.5.2).
   */
  private static boolean isAnswered(HttpServletRequest request, HttpMethod method, String type) {
    return method != HttpMethod.PATCH
        || !type.equals("Groups")
        || request.getParameter("attributes") != null
        || request.getParameter("excludedAttributes") != null;
  }

  private static void resource(String type, ObjectNode body) {
    if (type.equals("Users")) {
      RequestNormalizer.resource(
          body,
          AttributeNames.USERS,
          SchemaUris.USER_URI,
          List.of(UserContent.ENTERPRISE, UserContent.EMPLOYMENT));
    } else if (type.equals("Groups")) {
      RequestNormalizer.resource(body, AttributeNames.GROUPS, SchemaUris.GROUP_URI, List.of());
    }
  }

  private static HttpMethod method(HttpServletRequest request) {
    return Arrays.stream(HttpMethod.values())
        .filter(known -> known.name().equals(request.getMethod()))
        .findFirst()
        .orElseThrow(
            () -> {
              var refusal =
                  new BadRequestException(
                      "Method %s is not offered.".formatted(request.getMethod()));
              refusal.setStatus(405);
              return refusal;
            });
  }

  private ObjectNode body(HttpServletRequest request) throws IOException {
    if (!isJson(request.getContentType())) {
      var refusal =
          new BadRequestException("Send Content-Type: application/scim+json or application/json.");
      refusal.setStatus(415);
      throw refusal;
    }
    int most = Math.toIntExact(properties.maxBody().toBytes());
    if (request.getContentLengthLong() <= most) {
      var body = request.getInputStream().readNBytes(most + 1);
      if (body.length <= most) {
        return ScimJson.read(body);
      }
    }
    var refusal =
        new BadRequestException(
            "The body is larger than %d bytes. Send members in several PATCH requests."
                .formatted(most));
    refusal.setStatus(413);
    throw refusal;
  }

  private static boolean isJson(@Nullable String contentType) {
    try {
      if (contentType == null) {
        return false;
      }
      var type = MediaType.parseMediaType(contentType);
      return SCIM.isCompatibleWith(type) || MediaType.APPLICATION_JSON.isCompatibleWith(type);
    } catch (InvalidMediaTypeException unreadable) {
      return false;
    }
  }

  private static String url(HttpServletRequest request) {
    var url = request.getRequestURL();
    var separator = '?';
    for (var name : PARAMETERS) {
      var value = request.getParameter(name);
      if (value == null || value.isBlank()) {
        continue;
      }
      url.append(separator)
          .append(name)
          .append('=')
          .append(URLEncoder.encode(parameter(name, value), StandardCharsets.UTF_8));
      separator = '&';
    }
    return url.toString();
  }

  private static String parameter(String name, String value) {
    if (name.equals("filter")) {
      return filter(value);
    }
    if (value.length() > LONGEST_PARAMETER) {
      throw ScimJson.value(
          "Parameter %s is longer than %d characters.".formatted(name, LONGEST_PARAMETER));
    }
    if (name.equals("startIndex") || name.equals("count")) {
      if (!value.strip().matches("-?[0-9]{1,9}")) {
        throw ScimJson.value("Parameter %s is not a number.".formatted(name));
      }
      // less than the least counts as the least (RFC 7644, 3.4.2.4)
      int number = Integer.parseInt(value.strip());
      return Integer.toString(Math.max(number, name.equals("count") ? 0 : 1));
    }
    return value;
  }

  private static String filter(String filter) {
    if (filter.length() > LONGEST_PARAMETER
        || filter.chars().anyMatch(Character::isISOControl)
        || filter.chars().filter(one -> one == '(' || one == '[').count() > DEEPEST_FILTER) {
      throw new InvalidFilterException(
          "The filter is longer than %d characters, contains control characters, or has more than %d brackets."
              .formatted(LONGEST_PARAMETER, DEEPEST_FILTER));
    }
    return RequestNormalizer.filter(filter);
  }
}
