package io.muster.simulator.bamboohr;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.simulator.Answer;
import io.muster.simulator.Call;
import io.muster.simulator.bamboohr.Access.Caller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The two ways to read everybody: the list with its cursor, and the dataset with its pages. */
final class Lists {
  private static final int USUAL_LIMIT = 250;
  private static final int HIGHEST_LIMIT = 2500;
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final List<String> ALWAYS =
      List.of("firstName", "lastName", "preferredName", "jobTitleName", "status");

  private final Staff staff;
  private double part = 1;

  Lists(Staff staff) {
    this.staff = staff;
  }

  /** Every page of a dataset ends after this part of it, and says nothing of that. */
  void cutPages(double newPart) {
    part = newPart;
  }

  /** Only for apps: the description names no other way in. */
  Answer employees(Call call, Caller caller) {
    if (!caller.app()) {
      throw Problems.coded(401, "Unauthorized", "This call needs OAuth.");
    }
    var wanted = call.parameter("filter[status]").orElse("");
    if (!wanted.isEmpty() && !caller.sees("status")) {
      // whom the caller may not judge by the field is left out, and nothing says so
      return page(call, List.of(), 1, caller);
    }
    var people =
        staff.visible().stream()
            .filter(
                person ->
                    wanted.isEmpty()
                        || wanted.equalsIgnoreCase(staff.value(person, "status", true)))
            .toList();
    return page(call, people, limit(call), caller);
  }

  private static int limit(Call call) {
    try {
      int limit = Integer.parseInt(call.parameter("page[limit]").orElse("" + USUAL_LIMIT));
      if (limit >= 1 && limit <= HIGHEST_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw Problems.coded(400, "BadRequest", "page[limit] is 1 to 2500.");
  }

  private Answer page(Call call, List<Person> people, int limit, Caller caller) {
    int from = 0;
    var after = call.parameter("page[after]");
    if (after.isPresent()) {
      var boundary = after.get();
      var ids = people.stream().map(person -> person.id).toList();
      if (!ids.contains(boundary)) {
        throw Problems.coded(400, "BadPage", "The page no longer exists.");
      }
      from = ids.indexOf(boundary) + 1;
    }
    var shown = people.subList(from, Math.min(people.size(), from + limit));
    boolean more = from + shown.size() < people.size();
    var next = more ? shown.get(shown.size() - 1).id : null;
    var cursors = new LinkedHashMap<String, @Nullable Object>();
    cursors.put("limit", limit);
    cursors.put("nextCursor", next);
    cursors.put("prevCursor", null);
    var links = new LinkedHashMap<String, Object>();
    links.put("self", Map.of("href", call.url()));
    if (next != null) {
      links.put("next", Map.of("href", link(call, next)));
    }
    var fields = List.of(call.parameter("fields").orElse("").split(",", -1));
    return Answer.json(
        200,
        Map.of(
            "data", shown.stream().map(person -> listed(person, fields, caller)).toList(),
            "meta", Map.of("total", people.size(), "page", cursors),
            "_links", links));
  }

  private static String link(Call call, String after) {
    var parameters = new LinkedHashMap<>(call.parameters());
    parameters.put("page[after]", after);
    var query = new ArrayList<String>();
    parameters.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
    return call.origin() + call.path() + "?" + String.join("&", query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What the caller may not see is null, and named. */
  private Map<String, @Nullable Object> listed(Person person, List<String> fields, Caller caller) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    var restricted = new ArrayList<String>();
    shown.put("employeeId", person.id);
    shown.put("photoUrl", null);
    var all = new ArrayList<>(ALWAYS);
    fields.stream().filter(Columns.IN_LIST::containsKey).forEach(all::add);
    for (var name : all) {
      var field =
          name.equals("jobTitleName") ? "jobTitle" : Columns.IN_LIST.getOrDefault(name, name);
      if (caller.sees(field)) {
        shown.put(name, staff.value(person, field, true));
      } else {
        shown.put(name, null);
        restricted.add(name);
      }
    }
    shown.put("_restrictedFields", restricted);
    return shown;
  }

  /** A dataset page; a name that is none, or that the caller may not see, is refused. */
  Answer dataset(Call call, Caller caller) {
    requireEmployees(call);
    var question = call.json();
    int number = question.path("page").asInt(1);
    int size = question.path("pageSize").asInt(USUAL_PAGE);
    if (number < 1 || size < 1 || size > LARGEST_PAGE) {
      throw Problems.described(422, "Validation failed", "pageSize is 1 to 1000, page 1 or more");
    }
    var names = Columns.byDatasetName();
    var asked = new LinkedHashMap<String, String>();
    for (var field : texts(question.path("fields"))) {
      var known = names.get(field);
      if (known == null || !caller.sees(known)) {
        throw Problems.described(400, "Bad Request", "Unknown field: " + field);
      }
      asked.put(field, known);
    }
    if (asked.isEmpty()) {
      throw Problems.described(422, "Validation failed", "fields is empty");
    }
    var people = staff.visible();
    int from = Math.min(people.size(), (number - 1) * size);
    var whole = people.subList(from, Math.min(people.size(), from + size));
    var shown = whole.subList(0, (int) Math.round(whole.size() * part));
    return Answer.json(
        200,
        Map.of(
            "data",
            shown.stream().map(person -> Map.of("fields", row(person, asked))).toList(),
            "links",
            Map.of("self", call.url()),
            "meta",
            Map.of(
                "page",
                number,
                "pageSize",
                size,
                "totalPages",
                (people.size() + size - 1) / size,
                "totalItems",
                people.size())));
  }

  private Map<String, @Nullable String> row(Person person, Map<String, String> asked) {
    var row = new LinkedHashMap<String, @Nullable String>();
    asked.forEach((name, field) -> row.put(name, staff.value(person, field, true)));
    return row;
  }

  /** The names of the dataset's fields. */
  Answer datasetFields(Call call, Caller caller) {
    requireEmployees(call);
    return Answer.json(
        200,
        Map.of(
            "fields",
            Columns.byDatasetName().entrySet().stream()
                .filter(entry -> caller.sees(entry.getValue()))
                .map(entry -> Map.of("name", entry.getKey(), "label", entry.getKey()))
                .toList()));
  }

  private static void requireEmployees(Call call) {
    if (!call.variable("dataset").equals("employee")) {
      throw Problems.described(422, "DATASET_NOT_FOUND", "There is no such dataset.");
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
