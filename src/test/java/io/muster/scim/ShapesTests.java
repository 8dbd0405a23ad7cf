package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Entra and Okta are known to send, at every verb: it is done, or refused; never passed over.
 */
class ShapesTests extends ScimWorld {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  // managers

  @Test
  void takesAManagerAsABareTextAtEveryVerb() {
    var made = post("entra", "/Users", person("bare1", manager("\"M-1\"")));
    assertThat(made.status()).isEqualTo(201);
    assertThat(managerOf(made.body())).isEqualTo("M-1");

    var put = put("entra", "/Users/" + made.id(), person("bare1", manager("\"M-2\"")));
    assertThat(put.status()).isEqualTo(200);
    assertThat(managerOf(put.body())).isEqualTo("M-2");

    var whole =
        patch(
            "entra",
            "/Users/" + made.id(),
            "{\"op\":\"replace\",\"value\":{%s}}".formatted(manager("\"M-3\"")));
    assertThat(managerOf(whole.body())).isEqualTo("M-3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null", "{\"value\":\"\"}", "{\"value\":null}", "{}"})
  void anEmptyManagerIsNone(String empty) {
    var name = unique("empty");
    var made = post("entra", "/Users", person(name, manager(empty)));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().toString()).doesNotContain("\"null\"", "manager");

    var path = "/Users/" + made.id();
    set(path, "M-1");
    assertThat(managerOf(put("entra", path, person(name, manager(empty))).body())).isEmpty();
    set(path, "M-1");
    var named =
        patch(
            "entra",
            path,
            "{\"op\":\"Replace\",\"path\":\"%s:manager\",\"value\":%s}"
                .formatted(UserContent.ENTERPRISE, empty));
    assertThat(named.status()).isEqualTo(200);
    assertThat(managerOf(named.body())).isEmpty();
    set(path, "M-1");
    var unnamed =
        patch(
            "entra",
            path,
            "{\"op\":\"Replace\",\"value\":{\"%s:manager\":%s}}"
                .formatted(UserContent.ENTERPRISE, empty));
    assertThat(unnamed.status()).isEqualTo(200);
    assertThat(managerOf(unnamed.body())).isEmpty();
  }

  // empty texts

  @Test
  void anEmptyTextClearsAnAttribute() {
    var made =
        post(
            "entra",
            "/Users",
            person("cleared", "\"title\":\"Engineer\",\"displayName\":\"Ada\",\"nickName\":\"\""));
    assertThat(made.body().has("nickName")).isFalse();
    var path = "/Users/" + made.id();

    assertThat(
            patch("entra", path, "{\"op\":\"Replace\",\"path\":\"title\",\"value\":\"\"}")
                .body()
                .has("title"))
        .isFalse();
    assertThat(
            patch("entra", path, "{\"op\":\"Replace\",\"value\":{\"displayName\":\"\"}}")
                .body()
                .has("displayName"))
        .isFalse();
    assertThat(
            patch("entra", path, "{\"op\":\"Replace\",\"path\":\"userName\",\"value\":\"\"}")
                .status())
        .isEqualTo(400);
    assertThat(get("entra", path).text("/userName")).isEqualTo("cleared@example.com");
  }

  // removals that carry a value

  @Test
  void aRemovalWithAValueTakesThatAway() {
    var made =
        post(
            "entra",
            "/Users",
            person(
                "removal",
                "\"title\":\"Engineer\",\"phoneNumbers\":[{\"type\":\"work\",\"value\":\"1\"},{\"type\":\"home\",\"value\":\"2\"}]"));
    var path = "/Users/" + made.id();

    var title =
        patch("entra", path, "{\"op\":\"Remove\",\"path\":\"title\",\"value\":\"Engineer\"}");
    assertThat(title.status()).isEqualTo(200);
    assertThat(title.body().has("title")).isFalse();

    var one =
        patch(
            "entra",
            path,
            "{\"op\":\"Remove\",\"path\":\"phoneNumbers\",\"value\":[{\"value\":\"1\"}]}");
    assertThat(one.status()).isEqualTo(200);
    assertThat(one.body().path("phoneNumbers").findValuesAsText("value")).containsExactly("2");

    var filtered =
        patch(
            "entra",
            path,
            "{\"op\":\"Remove\",\"path\":\"phoneNumbers[type eq \\\"home\\\"].value\",\"value\":\"2\"}");
    assertThat(filtered.status()).isEqualTo(200);
    assertThat(filtered.body().toString()).doesNotContain("\"2\"");
  }

  @Test
  void aRemovalOfWhatIsNotThereHasNothingToDo() {
    var path =
        "/Users/" + post("entra", "/Users", person("nothing", "\"title\":\"Engineer\"")).id();
    assertThat(
            patch(
                    "entra",
                    path,
                    "{\"op\":\"Remove\",\"path\":\"nickName\",\"value\":\"x\"},{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Lead\"}")
                .text("/title"))
        .isEqualTo("Lead");
  }

  // one role of several

  @ParameterizedTest
  @ValueSource(strings = {"\\\"True\\\"", "true", "\\\"true\\\""})
  void thePrimaryRoleIsReplacedAndNeverPilesUp(String primary) {
    var path = "/Users/" + post("entra", "/Users", person(unique("role"), "\"title\":\"x\"")).id();
    for (var role : new String[] {"User", "Admin", "Owner"}) {
      var set =
          patch(
              "entra",
              path,
              "{\"op\":\"Add\",\"path\":\"roles[primary eq %s].value\",\"value\":\"%s\"}"
                  .formatted(primary, role));
      assertThat(set.status()).isEqualTo(200);
      assertThat(set.body().path("roles").findValuesAsText("value")).containsExactly(role);
      assertThat(set.body().at("/roles/0/primary").asBoolean()).isTrue();
    }
    var gone =
        patch(
            "entra",
            path,
            "{\"op\":\"Remove\",\"path\":\"roles[primary eq %s].value\"}".formatted(primary));
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.body().path("roles").findValuesAsText("value")).isEmpty();
  }

  // entries that are not there yet

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"Add", "Replace", "add", "replace"})
  void makesTheEntryThatAFilterDescribes(String op) {
    var path =
        "/Users/" + post("entra", "/Users", person(unique("absent"), "\"title\":\"x\"")).id();
    var set =
        patch(
            "entra",
            path,
            "{\"op\":\"%s\",\"path\":\"phoneNumbers[type eq \\\"work\\\" and primary eq true].value\",\"value\":\"+49 1\"}"
                .formatted(op));
    assertThat(set.status()).isEqualTo(200);
    assertThat(set.text("/phoneNumbers/0/value")).isEqualTo("+49 1");
    assertThat(set.text("/phoneNumbers/0/type")).isEqualTo("work");
    assertThat(set.body().at("/phoneNumbers/0/primary").asBoolean()).isTrue();

    var both =
        patch(
            "entra",
            path,
            ("{\"op\":\"%1$s\",\"path\":\"addresses[type eq \\\"work\\\"].locality\",\"value\":\"Berlin\"},"
                    + "{\"op\":\"%1$s\",\"path\":\"addresses[type eq \\\"work\\\"].country\",\"value\":\"DE\"}")
                .formatted(op));
    assertThat(both.body().path("addresses")).hasSize(1);
    assertThat(both.text("/addresses/0/locality") + both.text("/addresses/0/country"))
        .isEqualTo("BerlinDE");
  }

  @Test
  void oneEntryStandsForAListOfOne() {
    var phone = "{\"type\":\"work\",\"value\":\"1\"}";
    var made = post("entra", "/Users", person("single", "\"phoneNumbers\":" + phone));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("/phoneNumbers/0/value")).isEqualTo("1");
    var path = "/Users/" + made.id();
    for (var body :
        new String[] {
          "{\"op\":\"replace\",\"path\":\"phoneNumbers\",\"value\":{\"type\":\"work\",\"value\":\"2\"}}",
          "{\"op\":\"replace\",\"value\":{\"phoneNumbers\":{\"type\":\"work\",\"value\":\"2\"}}}"
        }) {
      put("entra", path, person("single", "\"phoneNumbers\":" + phone));
      assertThat(patch("entra", path, body).body().path("phoneNumbers").findValuesAsText("value"))
          .as(body)
          .containsExactly("2");
    }
  }

  // members

  @Test
  void takesMembersOutByEveryNameTheyAreShownBy() {
    var ada = post("entra", "/Users", person("shown.ada", "\"displayName\":\"Ada Shown\"")).id();
    var bob = post("entra", "/Users", person("shown.bob", "\"displayName\":\"Bob Shown\"")).id();
    var group =
        post(
                "entra",
                "/Groups",
                "{\"displayName\":\"Shown\",\"members\":[{\"value\":\"%s\"},{\"value\":\"%s\"}]}"
                    .formatted(ada, bob))
            .id();
    var path = "/Groups/" + group;

    assertThat(
            patch(
                    "entra",
                    path,
                    "{\"op\":\"remove\",\"path\":\"members[display eq \\\"ada shown\\\"]\"}")
                .status())
        .isIn(200, 204);
    assertThat(get("entra", path).body().path("members").findValuesAsText("value"))
        .containsExactly(bob);
    assertThat(
            patch(
                    "entra",
                    path,
                    "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}".formatted(bob))
                .status())
        .isIn(200, 204);
    assertThat(get("entra", path).body().has("members")).isFalse();
  }

  @Test
  void whatWouldNotBeDoneIsRefused() {
    var path = "/Users/" + post("entra", "/Users", person("undone", "\"title\":\"x\"")).id();
    for (var operation :
        new String[] {
          "{\"op\":\"replace\",\"path\":\"phoneNumbers[type co \\\"wo\\\"].value\",\"value\":\"1\"}",
          "{\"op\":\"add\",\"path\":\"phoneNumbers[type eq \\\"work\\\" or type eq \\\"home\\\"].value\",\"value\":\"1\"}"
        }) {
      var refused = patch("entra", path, operation);
      assertThat(refused.status()).as(operation).isEqualTo(400);
      assertThat(refused.text("/detail")).as(operation).isNotBlank();
      assertThat(get("entra", path).body().has("phoneNumbers")).isFalse();
    }
  }

  private static String unique(String name) {
    return name + NUMBER.incrementAndGet();
  }

  private void set(String path, String manager) {
    assertThat(
            managerOf(
                patch(
                        "entra",
                        path,
                        "{\"op\":\"Add\",\"path\":\"%s:manager\",\"value\":\"%s\"}"
                            .formatted(UserContent.ENTERPRISE, manager))
                    .body()))
        .isEqualTo(manager);
  }

  private static String managerOf(JsonNode user) {
    return user.path(UserContent.ENTERPRISE).path("manager").path("value").asText();
  }

  private static String manager(String json) {
    return "\"%s\":{\"manager\":%s}".formatted(UserContent.ENTERPRISE, json);
  }

  private static String person(String name, String more) {
    return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s@example.com\",%s}"
        .formatted(name, more);
  }
}
