package io.muster.simulator.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Routes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Google answers about users. */
final class UserEndpoints {
  private static final String USERS = "/admin/directory/v1/users";
  private static final Set<String> WRITABLE =
      Set.of(
          "suspended",
          "archived",
          "orgUnitPath",
          "changePasswordAtNextLogin",
          "externalIds",
          "organizations",
          "relations",
          "locations",
          "phones",
          "addresses",
          "includeInGlobalAddressList");
  private static final int LONGEST_NAME = 60;

  private final Customer customer;
  private final GoogleOptions options;
  private final Pages pages;

  UserEndpoints(Customer customer, GoogleOptions options, Pages pages) {
    this.customer = customer;
    this.options = options;
    this.pages = pages;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", USERS, this::list)
        .on("POST", USERS, this::insert)
        .on("GET", USERS + "/{user}", call -> Answer.json(200, Shapes.user(person(call))))
        .on("PUT", USERS + "/{user}", this::update)
        .on("PATCH", USERS + "/{user}", this::update)
        .on("DELETE", USERS + "/{user}", this::delete)
        .on("POST", USERS + "/{user}/undelete", this::undelete)
        .on("POST", USERS + "/{user}/signOut", this::signOut)
        .on("GET", USERS + "/{user}/tokens", this::tokens)
        .on("DELETE", USERS + "/{user}/tokens/{client}", this::revoke)
        .on("GET", USERS + "/{user}/asps", this::appPasswords)
        .on("DELETE", USERS + "/{user}/asps/{code}", this::removeAppPassword);
  }

  private Answer list(Call call) {
    if (call.parameter("customer").isEmpty() && call.parameter("domain").isEmpty()) {
      throw new io.muster.simulator.Refusal(
          Problems.error(400, "global", "badRequest", "Bad Request"));
    }
    customer.checkDomain(call);
    if (call.parameter("showDeleted").filter("true"::equals).isPresent()) {
      return pages.of(
          call, "users", "users", customer.deleted().stream().<Object>map(Shapes::user).toList());
    }
    var query = call.parameter("query").map(Query::new);
    var end = customer.now().minus(options.indexDelay());
    return pages.of(
        call,
        "users",
        "users",
        customer.people().stream()
            .flatMap(
                person ->
                    person
                        .asOf(end)
                        .filter(seen -> query.map(it -> it.fitsUser(seen)).orElse(true))
                        .map(seen -> Shapes.user(person, seen))
                        .stream())
            .<Object>map(user -> user)
            .toList());
  }

  private Answer insert(Call call) {
    var body = call.json();
    var address = body.path("primaryEmail").asText();
    for (var part : List.of("givenName", "familyName")) {
      var name = body.path("name").path(part).asText();
      if (name.isBlank()) {
        throw Problems.required("name." + part);
      }
      if (name.length() > LONGEST_NAME) {
        throw Problems.invalid("name");
      }
    }
    if (!body.path("password").asText().matches("\\p{ASCII}{8,100}")) {
      throw Problems.invalid("password");
    }
    if (!address.matches("[A-Za-z0-9._'-]+@[a-z0-9.-]+")) {
      throw Problems.invalid("primary_user_email");
    }
    if (!customer.ours(address)) {
      throw Problems.notFound("domain");
    }
    if (customer.taken(address)) {
      throw Problems.duplicate("Entity already exists.");
    }
    if (customer.isHeldByDeleted(address)) {
      throw Problems.deletedLately();
    }
    var data = Customer.object().put("primaryEmail", address);
    data.put("suspended", false).put("archived", false).put("orgUnitPath", "/");
    write(data, body);
    var person = customer.addPerson(data);
    person.hidden = options.shownAfter();
    person.unfinished = options.completeAfter();
    return Answer.json(200, Shapes.user(person));
  }

  private Answer update(Call call) {
    var person = changeable(call);
    var body = call.json();
    if (!person.finished(customer.now())) {
      throw Problems.notComplete();
    }
    if (body.has("suspended") && !body.path("suspended").asBoolean() && person.shutByGoogle()) {
      throw Problems.shutForAbuse();
    }
    if (body.path("archived").asBoolean() && !person.archived()) {
      var archived = customer.people().stream().filter(Person::archived).count();
      if (archived >= options.archiveLicences()) {
        throw Problems.noLicence();
      }
    }
    var address = body.path("primaryEmail").asText(person.address());
    if (!address.equals(person.address())) {
      if (customer.taken(address)) {
        throw Problems.duplicate("Entity already exists.");
      }
      customer.rename(person, address);
    }
    write(person.data, body);
    customer.changed("update", person);
    return Answer.json(200, Shapes.user(person));
  }

  /** Absent members stay, null clears, a list is replaced as a whole. */
  private static void write(ObjectNode data, JsonNode body) {
    body.properties()
        .forEach(
            member -> {
              if (WRITABLE.contains(member.getKey())) {
                if (member.getValue().isNull()) {
                  data.remove(member.getKey());
                } else {
                  data.set(member.getKey(), member.getValue());
                }
              }
            });
    merge(data, "name", body.path("name"));
    body.path("customSchemas")
        .properties()
        .forEach(
            schema -> merge(data.withObject("customSchemas"), schema.getKey(), schema.getValue()));
  }

  private static void merge(ObjectNode into, String member, JsonNode changes) {
    changes
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                into.withObject(member).remove(change.getKey());
              } else {
                into.withObject(member).set(change.getKey(), change.getValue());
              }
            });
  }

  private Answer delete(Call call) {
    customer.delete(person(call));
    return Answer.empty(204);
  }

  private Answer undelete(Call call) {
    var person =
        customer.deletedOne(call.variable("user")).orElseThrow(() -> Problems.notFound("userKey"));
    if (customer.taken(person.address())) {
      throw Problems.duplicate("Entity already exists.");
    }
    customer.undelete(person);
    person.data.put("orgUnitPath", call.json().path("orgUnitPath").asText("/"));
    return Answer.empty(204);
  }

  /** Only a super administrator may touch an administrator. */
  private Person changeable(Call call) {
    var person = person(call);
    var isAdmin =
        person.data.path("isAdmin").asBoolean() || person.data.path("isDelegatedAdmin").asBoolean();
    if (isAdmin && !customer.callerIsSuper()) {
      throw Problems.forbidden();
    }
    return person;
  }

  private Answer signOut(Call call) {
    changeable(call).signedOut++;
    return Answer.empty(204);
  }

  private Answer tokens(Call call) {
    var person = person(call);
    return Answer.json(
        200,
        Shapes.list(
            "tokenList",
            "items",
            person.tokens.stream()
                .map(
                    client ->
                        Map.of(
                            "kind",
                            "admin#directory#token",
                            "clientId",
                            client,
                            "displayText",
                            "An application",
                            "anonymous",
                            false,
                            "nativeApp",
                            false,
                            "userKey",
                            person.id,
                            "scopes",
                            List.of("https://mail.google.com/")))
                .toList(),
            null));
  }

  private Answer revoke(Call call) {
    if (!person(call).tokens.remove(call.variable("client"))) {
      throw Problems.notFound("clientId");
    }
    return Answer.empty(204);
  }

  private Answer appPasswords(Call call) {
    var person = person(call);
    return Answer.json(
        200,
        Shapes.list(
            "aspList",
            "items",
            person.appPasswords.entrySet().stream()
                .map(
                    password ->
                        Map.of(
                            "kind",
                            "admin#directory#asp",
                            "codeId",
                            password.getKey(),
                            "name",
                            password.getValue(),
                            "userKey",
                            person.id))
                .toList(),
            null));
  }

  private Answer removeAppPassword(Call call) {
    var code = call.variable("code");
    if (!code.matches("\\d{1,9}")
        || person(call).appPasswords.remove(Integer.parseInt(code)) == null) {
      throw Problems.notFound("codeId");
    }
    return Answer.empty(204);
  }

  private Person person(Call call) {
    var key = call.variable("user");
    if (key.contains("@") && !customer.ours(key)) {
      throw Problems.forbidden();
    }
    return customer
        .find(key)
        .filter(person -> person.shown(customer.now()))
        .orElseThrow(() -> Problems.notFound("userKey"));
  }
}
