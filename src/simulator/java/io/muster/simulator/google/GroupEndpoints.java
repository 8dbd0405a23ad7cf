package io.muster.simulator.google;

import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What Google answers about groups and who is in them, the directory and Cloud Identity. */
final class GroupEndpoints {
  private static final String GROUPS = "/admin/directory/v1/groups";

  private final Customer customer;
  private final Pages pages;

  GroupEndpoints(Customer customer, Pages pages) {
    this.customer = customer;
    this.pages = pages;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", GROUPS, this::list)
        .on("GET", GROUPS + "/{group}", call -> Answer.json(200, shape(team(call))))
        .on("GET", GROUPS + "/{group}/members", this::members)
        .on("POST", GROUPS + "/{group}/members", this::join)
        .on("GET", GROUPS + "/{group}/members/{member}", this::member)
        .on("DELETE", GROUPS + "/{group}/members/{member}", this::leave)
        .on("GET", GROUPS + "/{group}/hasMember/{member}", this::hasMember)
        .on("GET", "/v1/groups:lookup", this::lookUp)
        .on("GET", "/v1/groups:search", this::search)
        .on("GET", "/v1/groups/{group}", call -> identity(team(call)));
  }

  private Answer list(Call call) {
    var user = call.parameter("userKey");
    if (user.isPresent()) {
      var member =
          person(user.get())
              .map(person -> person.id)
              .or(() -> customer.team(user.get()).map(team -> team.id))
              .orElseThrow(() -> Problems.notFound("userKey"));
      return page(
          call, customer.teams().stream().filter(team -> customer.direct(team).contains(member)));
    }
    if (call.parameter("customer").isEmpty() && call.parameter("domain").isEmpty()) {
      throw Problems.required("customer");
    }
    customer.checkDomain(call);
    var query = call.parameter("query").map(Query::new);
    return page(
        call,
        customer.teams().stream()
            .filter(team -> query.map(it -> it.fitsGroup(team.name, team.address)).orElse(true)));
  }

  private Answer page(Call call, Stream<Team> teams) {
    return pages.of(call, "groups", "groups", teams.<Object>map(this::shape).toList());
  }

  private Map<String, Object> shape(Team team) {
    return Shapes.group(team, customer.direct(team).size());
  }

  private Answer members(Call call) {
    var team = team(call);
    var derived = call.parameter("includeDerivedMembership").filter("true"::equals).isPresent();
    var ids = derived ? customer.derived(team) : List.copyOf(customer.direct(team));
    return pages.of(
        call, "members", "members", ids.stream().flatMap(id -> shape(id).stream()).toList());
  }

  private Optional<Object> shape(String member) {
    return customer
        .find(member)
        .<Object>map(Shapes::member)
        .or(() -> customer.team(member).map(Shapes::member))
        .or(
            () ->
                Optional.of(member).filter(Shapes.CUSTOMER::equals).map(it -> Shapes.everybody()));
  }

  private Answer join(Call call) {
    var team = team(call);
    var body = call.json();
    var key = body.path("id").asText(body.path("email").asText());
    var member =
        person(key)
            .map(person -> person.id)
            .or(() -> customer.team(key).map(nested -> nested.id))
            .orElseThrow(() -> Problems.notFound("memberKey"));
    if (team.dynamic()) {
      throw Problems.invalid("cannot change the members of a dynamic group");
    }
    if (!team.members.add(member)) {
      throw Problems.duplicate("Member already exists.");
    }
    return Answer.json(200, shape(member).orElse(Map.of()));
  }

  private Answer member(Call call) {
    var team = team(call);
    return person(call.variable("member"))
        .filter(person -> customer.direct(team).contains(person.id))
        .map(person -> Answer.json(200, Shapes.member(person)))
        .orElseThrow(() -> Problems.notFound("memberKey"));
  }

  private Answer leave(Call call) {
    var team = team(call);
    var key = call.variable("member");
    if (person(key).isEmpty() && customer.team(key).isEmpty()) {
      throw Problems.required("memberKey");
    }
    var id = person(key).map(person -> person.id).orElse(key);
    if (!team.members.remove(id)) {
      throw Problems.notFound("memberKey");
    }
    return Answer.empty(204);
  }

  private Answer hasMember(Call call) {
    var team = team(call);
    var in =
        person(call.variable("member"))
            .filter(person -> customer.derived(team).contains(person.id))
            .isPresent();
    return Answer.json(200, Map.of("isMember", in));
  }

  private Answer lookUp(Call call) {
    return call.parameter("groupKey.id")
        .flatMap(customer::team)
        .map(team -> Answer.json(200, Map.of("name", "groups/" + team.id)))
        .orElseThrow(Problems::forbidden);
  }

  /** Knows the one question for all dynamic groups of the customer. */
  private Answer search(Call call) {
    var dynamic =
        "parent == '%s' && 'cloudidentity.googleapis.com/groups.dynamic' in labels"
            .formatted(Shapes.PARENT);
    if (!call.parameter("query").filter(dynamic::equals).isPresent()) {
      throw Problems.invalid("query");
    }
    var found =
        customer.teams().stream()
            .filter(Team::dynamic)
            .map(team -> Shapes.identity(team, customer.updating()))
            .toList();
    return Answer.json(200, found.isEmpty() ? Map.of() : Map.of("groups", found));
  }

  private Answer identity(Team team) {
    return Answer.json(200, Shapes.identity(team, customer.updating()));
  }

  private Team team(Call call) {
    return customer.team(call.variable("group")).orElseThrow(() -> Problems.notFound("groupKey"));
  }

  private Optional<Person> person(String key) {
    return customer.find(key).filter(person -> person.shown(customer.now()));
  }
}
