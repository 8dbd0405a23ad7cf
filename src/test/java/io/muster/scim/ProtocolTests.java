package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 7643 and RFC 7644 ask of a server, rule by rule. */
class ProtocolTests extends ScimWorld {

  // discovery

  @Test
  void saysHonestlyWhatItOffers() {
    var offer = get("okta", "/ServiceProviderConfig").body();
    assertThat(offer.at("/patch/supported").asBoolean()).isTrue();
    assertThat(offer.at("/filter/supported").asBoolean()).isTrue();
    assertThat(offer.at("/filter/maxResults").asInt()).isEqualTo(200);
    assertThat(offer.at("/sort/supported").asBoolean()).isTrue();
    assertThat(offer.at("/etag/supported").asBoolean()).isTrue();
    assertThat(offer.at("/bulk/supported").asBoolean()).isFalse();
    assertThat(offer.at("/changePassword/supported").asBoolean()).isFalse();
    assertThat(offer.at("/authenticationSchemes/0/type").asText()).isEqualTo("oauthbearertoken");
  }

  @Test
  void showsItsSchemasWithoutNulls() {
    var schemas = get("entra", "/Schemas").body();
    assertThat(schemas.findValuesAsText("id"))
        .contains(
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:core:2.0:Group",
            UserContent.ENTERPRISE,
            UserContent.EMPLOYMENT);
    assertThat(schemas.toString()).doesNotContain(":null");
    assertThat(get("entra", "/Schemas/" + UserContent.EMPLOYMENT).body().toString())
        .contains("startDate", "lastDayOfWork");
    assertThat(get("entra", "/ResourceTypes/User").body().toString())
        .contains(UserContent.ENTERPRISE, UserContent.EMPLOYMENT);
  }

  @Test
  void saysThatItDoesNotOfferBulkAndMe() {
    assertThat(post("okta", "/Bulk", "{\"Operations\":[]}").status()).isEqualTo(501);
    assertThat(get("okta", "/Me").status()).isEqualTo(501);
  }

  // lists

  @Test
  void showsEverybodyOnceOverAllPagesInAnOrderThatStays() {
    var made =
        IntStream.range(0, 7)
            .mapToObj(number -> user("okta", "paged%d@example.com".formatted(number)))
            .toList();
    var filter = "/Users?filter=" + encoded("userName sw \"paged\"");
    var seen = new ArrayList<String>();
    for (int start = 1; start <= 7; start += 3) {
      var page = get("okta", filter + "&startIndex=%d&count=3".formatted(start)).body();
      assertThat(page.path("totalResults").asInt()).isEqualTo(7);
      assertThat(page.path("startIndex").asInt()).isEqualTo(start);
      page.path("Resources").forEach(user -> seen.add(user.path("id").asText()));
    }
    assertThat(seen).isEqualTo(made);
    assertThat(get("okta", filter + "&startIndex=8").body().path("Resources")).isEmpty();
    var none = get("okta", filter + "&count=0").body();
    assertThat(none.path("totalResults").asInt()).isEqualTo(7);
    assertThat(none.path("Resources")).isEmpty();
    assertThat(get("okta", filter + "&startIndex=-3&count=1").body().path("startIndex").asInt())
        .isEqualTo(1);
    assertThat(get("okta", filter + "&count=many").status()).isEqualTo(400);
  }

  @Test
  void sortsInTheDatabase() {
    for (var name : List.of("sortb", "sorta", "sortc")) {
      user("okta", name + "@example.com");
    }
    var sorted =
        get(
                "okta",
                "/Users?filter=%s&sortBy=userName&sortOrder=descending"
                    .formatted(encoded("userName sw \"sort\"")))
            .body()
            .path("Resources")
            .findValuesAsText("userName");
    assertThat(sorted)
        .containsExactly("sortc@example.com", "sortb@example.com", "sorta@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"emails.value", "emails", "userType", "nickName", "members"})
  void refusesToSortByWhatItCannot(String by) {
    var refused = get("okta", "/Users?sortBy=" + by);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
  }

  @Test
  void saysWhatCanBeSortedBy() {
    assertThat(get("okta", "/Users?sortBy=emails.value").text("/detail"))
        .contains("emails.value", "username", "meta.lastmodified");
    assertThat(get("okta", "/Groups?sortBy=members").status()).isEqualTo(400);
    for (var path : List.of("/Groups?sortBy=displayName", "/Users?sortBy=meta.created")) {
      assertThat(get("okta", path).status()).isEqualTo(200);
    }
  }

  @Test
  void searchesUsersAndGroupsByPostAndNotEverythingAtOnce() {
    var body =
        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"filter\":\"userName eq \\\"nobody\\\"\"}";
    assertThat(post("okta", "/.search", body).status()).isEqualTo(501);
    assertThat(post("okta", "/.search", body).text("/detail")).contains("/Users/.search");
    assertThat(get("okta", "/.search").status()).isEqualTo(501);
    assertThat(post("okta", "/Users/.search", body).status()).isEqualTo(200);
  }

  @Test
  void takesOuterSpacesOfAUserNameForNone() {
    var user = user("okta", "  spaced@example.com\u00a0");
    assertThat(get("okta", "/Users/" + user).text("/userName")).isEqualTo("spaced@example.com");
    for (var name :
        List.of("spaced@example.com", " Spaced@example.com ", "\u00a0spaced@example.com")) {
      assertThat(
              find("okta", "Users", "userName eq \"%s\"".formatted(name)).text("/Resources/0/id"))
          .isEqualTo(user);
    }
    assertThat(
            post(
                    "okta",
                    "/Users",
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"spaced@example.com \"}")
                .status())
        .as("the same name")
        .isEqualTo(409);
    patch(
        "okta",
        "/Users/" + user,
        "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\" moved@example.com \"}");
    assertThat(get("okta", "/Users/" + user).text("/userName")).isEqualTo("moved@example.com");
    assertThat(
            post(
                    "okta",
                    "/Users",
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\" \u00a0 \"}")
                .status())
        .as("nothing but spaces")
        .isEqualTo(400);
  }

  @Test
  void findsNobodyByAnEmptyValue() {
    user("okta", "without-external-id@example.com");
    for (var filter :
        List.of("externalId eq \"\"", "userName eq \"\"", "displayName eq \"\"", "id eq \"\"")) {
      var found = find("okta", "Users", filter);
      assertThat(found.status()).as(filter + found.raw().body()).isEqualTo(200);
      assertThat(found.body().path("totalResults").asInt()).as(filter).isZero();
    }
    assertThat(find("okta", "Groups", "externalId eq \"\"").body().path("totalResults").asInt())
        .isZero();
  }

  // filters

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userName eq \"filtered@example.com\"",
        "USERNAME EQ \"FILTERED@EXAMPLE.COM\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"filtered@example.com\"",
        "externalId eq \"Ext%_1\"",
        "externalId sw \"Ext%\"",
        "externalId co \"%_\"",
        "displayName ew \"o'Hara \\\\ \\\"Q\\\"\" and userName pr",
        "name.givenName eq \"fay\" and name.familyName eq \"O'HARA\"",
        "emails.value eq \"Fay@Work.example\"",
        "emails[type eq \"work\"].value eq \"fay@work.example\"",
        "emails[type eq \"work\" and value eq \"fay@work.example\"]",
        "emails[value eq \"fay@work.example\"]",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"F-1\"",
        "externalId eq \"Ext%_1\" and active eq true",
        "externalId eq \"Ext%_1\" and active eq \"True\"",
        "externalId eq \"Ext%_1\" and not (active eq false)",
        "externalId eq \"nobody\" or externalId eq \"Ext%_1\"",
        "externalId eq \"Ext%_1\" and meta.created gt \"2020-01-01T00:00:00Z\"",
        "externalId eq \"Ext%_1\" and meta.lastModified lt \"2100-01-01T00:00:00Z\"",
        "externalId eq \"Ext%_1\" and displayName ne \"somebody\""
      })
  void findsByEachFilterItOffers(String filter) {
    var made =
        post(
            "okta",
            "/Users",
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],
             "userName":"Filtered@example.com","externalId":"Ext%_1",
             "displayName":"Fay o'Hara \\\\ \\"Q\\"","name":{"givenName":"Fay","familyName":"O'Hara"},
             "emails":[{"type":"home","value":"fay@home.example"},{"type":"work","value":"fay@work.example"}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"F-1"}}
            """);
    assertThat(made.status()).isIn(201, 409);
    user("okta", "other%s@example.com".formatted(Integer.toHexString(filter.hashCode())));
    var found = find("okta", "Users", filter);
    assertThat(found.status()).as(found.raw().body()).isEqualTo(200);
    assertThat(found.body().path("Resources").findValuesAsText("userName"))
        .containsExactly("Filtered@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "externalId eq \"EXT%_1\"", // it is case sensitive
        "externalId eq \"Ext__1\"",
        "userName eq \"x\\\" or userName pr or userName eq \\\"\"",
        "userName eq \"x' or '1'='1\"",
        "userName eq \"x'; drop table muster_scim_user; --\"",
        "id eq \"no-uuid\"",
        "emails[type eq \"home\"].value eq \"fay@work.example\""
      })
  void takesAValueForAValueWhateverIsInIt(String filter) {
    user("okta", "bystander%s@example.com".formatted(Integer.toHexString(filter.hashCode())));
    var found = find("okta", "Users", filter);
    assertThat(found.status()).as(found.raw().body()).isEqualTo(200);
    assertThat(found.body().path("totalResults").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nickName eq \"x\"",
        "shoeSize eq 43",
        "userName",
        "userName gt \"a\"",
        "active gt true",
        "emails.value co \"x\"",
        "emails[type eq \"work\" or value eq \"x\"]",
        "meta.created eq \"yesterday\"",
        "userName eq",
        "userName eq null",
        "userName eq \"a\" and and userName pr"
      })
  void saysWhichFiltersItOffersInsteadOfGuessing(String filter) {
    var refused = find("okta", "Users", filter);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
    assertThat(refused.text("/scimType")).isEqualTo("invalidFilter");
    assertThat(refused.text("/detail")).contains("userName", "externalId", "emails.value");
  }

  @Test
  void refusesAFilterOfAnyLength() {
    assertThat(find("okta", "Users", "userName eq \"%s\"".formatted("x".repeat(3000))).status())
        .isEqualTo(400);
    assertThat(find("okta", "Users", "(((((((((userName pr)))))))))").text("/scimType"))
        .isEqualTo("invalidFilter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"userName eq \"a\"", "userName pr", "id eq \"no-uuid\""})
  void countsEveryComparison(String comparison) {
    var twenty = String.join(" or ", Collections.nCopies(20, comparison));
    assertThat(find("okta", "Users", twenty).status()).isEqualTo(200);
    var refused = find("okta", "Users", twenty + " or " + comparison);
    assertThat(refused.text("/scimType")).isEqualTo("invalidFilter");
    assertThat(refused.text("/detail")).contains("more than 20 comparisons");
  }

  // users

  @Test
  void takesNamesOfAttributesAndUserNamesInAnyCase() {
    var made =
        post(
            "okta",
            "/Users",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"USERNAME\":\"Casey@Example.com\",\"Name\":{\"GivenName\":\"Casey\"}}");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(made.text("/userName")).isEqualTo("Casey@Example.com");
    assertThat(made.text("/name/givenName")).isEqualTo("Casey");
    var again =
        post(
            "okta",
            "/Users",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"cASEY@example.com\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("/scimType")).isEqualTo("uniqueness");
    var changed =
        patch(
            "okta",
            "/Users/" + made.id(),
            "{\"op\":\"REPLACE\",\"path\":\"DisplayName\",\"value\":\"C\"}");
    assertThat(changed.text("/displayName")).isEqualTo("C");
  }

  @Test
  void refusesTheNameOfAnotherWhenRenamed() {
    user("okta", "first@example.com");
    var second = user("okta", "second@example.com");
    var refused =
        patch(
            "okta",
            "/Users/" + second,
            "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"FIRST@example.com\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/scimType")).isEqualTo("uniqueness");
    assertThat(get("okta", "/Users/" + second).text("/userName")).isEqualTo("second@example.com");
  }

  @Test
  void showsOnlyTheAttributesThatAreAskedFor() {
    var id =
        post(
                "okta",
                "/Users",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"part@example.com\",\"displayName\":\"P\",\"title\":\"Clerk\",\"name\":{\"givenName\":\"P\",\"familyName\":\"Q\"}}")
            .id();
    var some = get("okta", "/Users/%s?attributes=displayName,name.givenName".formatted(id)).body();
    assertThat(fields(some))
        .contains("id", "displayName", "name")
        .doesNotContain("title", "active");
    assertThat(some.at("/name/familyName").isMissingNode()).isTrue();
    var rest = get("okta", "/Users/%s?excludedAttributes=title,name".formatted(id)).body();
    assertThat(fields(rest))
        .contains("id", "userName", "displayName")
        .doesNotContain("title", "name");
  }

  @Test
  void takesNullAndEmptyForNotThere() {
    var made =
        post(
            "entra",
            "/Users",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"empty@example.com\",\"active\":null,\"displayName\":null,\"emails\":[],\"roles\":[],\"name\":{\"givenName\":null}}");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(made.body().path("active").asBoolean()).isTrue();
    assertThat(fields(made.body())).doesNotContain("displayName", "emails", "roles");
    var path = "/Users/" + made.id();
    patch("entra", path, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"Clerk\"}");
    var cleared = patch("entra", path, "{\"op\":\"remove\",\"path\":\"title\"}");
    assertThat(fields(cleared.body())).doesNotContain("title");
  }

  @Test
  void ignoresWhatItDoesNotKnowInAWholeAndRefusesItInAPath() {
    var made =
        post(
            "okta",
            "/Users",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"urn:example:unknown\"],\"userName\":\"odd@example.com\",\"shoeSize\":43,\"urn:example:unknown\":{\"x\":1}}");
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    assertThat(made.raw().body()).doesNotContain("shoeSize", "urn:example");
    var refused =
        patch(
            "okta",
            "/Users/" + made.id(),
            "{\"op\":\"replace\",\"path\":\"shoeSize\",\"value\":44}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/scimType")).isEqualTo("invalidPath");
    var deactivated =
        patch(
            "okta",
            "/Users/" + made.id(),
            "{\"op\":\"Add\",\"path\":\"urn:example:unknown:tag\",\"value\":\"t\"},"
                + "{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}");
    assertThat(deactivated.status()).as(deactivated.raw().body()).isEqualTo(200);
    assertThat(deactivated.body().path("active").asBoolean()).isFalse();
  }

  @Test
  void keepsNoPassword() {
    var made =
        post(
            "okta",
            "/Users",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"quiet@example.com\",\"password\":\"hunter2hunter2\"}");
    assertThat(made.raw().body()).doesNotContain("hunter2");
    patch(
        "okta",
        "/Users/" + made.id(),
        "{\"op\":\"replace\",\"path\":\"password\",\"value\":\"hunter2hunter2\"}");
    assertThat(
            jdbc.sql("select string_agg(content, ' ') from muster_scim_user")
                .query(String.class)
                .single())
        .contains("quiet@example.com")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"replace\",\"path\":\"active\",\"value\":\"no\"}",
        "{\"op\":\"replace\",\"path\":\"active\",\"value\":null}",
        "{\"op\":\"remove\",\"path\":\"active\"}",
        "{\"op\":\"replace\",\"value\":{\"active\":\"maybe\"}}",
        "{\"op\":\"replace\",\"value\":{\"urn:ietf:params:scim:schemas:core:2.0:User:active\":7}}"
      })
  void neverTakesADeactivationForDoneThatItDidNotUnderstand(String operation) {
    var id =
        user("okta", "active%s@example.com".formatted(Integer.toHexString(operation.hashCode())));
    var refused = patch("okta", "/Users/" + id, operation);
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
    assertThat(refused.text("/scimType")).isEqualTo("invalidValue");
    assertThat(get("okta", "/Users/" + id).body().path("active").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}`",
        "`{\"op\":\"replace\",\"path\":\"active\",\"value\":\"false\"}`",
        "`{\"op\":\"replace\",\"path\":\"Active\",\"value\":[false]}`",
        "`{\"op\":\"add\",\"path\":\"active\",\"value\":false}`",
        "`{\"op\":\"replace\",\"value\":{\"Active\":\"False\"}}`",
        "`{\"op\":\"replace\",\"path\":\"urn:ietf:params:scim:schemas:core:2.0:User:active\",\"value\":false}`",
        "`{\"op\":\"replace\",\"value\":{\"urn:ietf:params:scim:schemas:core:2.0:User:active\":\"false\"}}`"
      })
  void understandsADeactivationInEveryFormOrSaysThatItDoesNot(String operation) {
    var id = user("okta", "off%s@example.com".formatted(Integer.toHexString(operation.hashCode())));
    var answer = patch("okta", "/Users/" + id, operation);
    var active = get("okta", "/Users/" + id).body().path("active").asBoolean();
    if (answer.status() == 200) {
      assertThat(active).isFalse();
    } else {
      assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    }
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  @Test
  void keepsAUserActiveWhenAWholeUpdateDoesNotSay() {
    var id = user("okta", "unsaid@example.com");
    var updated =
        put(
            "okta",
            "/Users/" + id,
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"unsaid@example.com\"}");
    assertThat(updated.status()).as(updated.raw().body()).isEqualTo(200);
    assertThat(updated.body().path("active").asBoolean()).isTrue();
  }

  // versions

  @Test
  void changesOnlyTheVersionTheClientHasSeen() {
    var id = user("okta", "versioned@example.com");
    var path = "/Users/" + id;
    var first = get("okta", path).etag();
    assertThat(first).isEqualTo("W/\"1\"");
    var rename = patchOf("{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"V\"}");
    var changed = send(token("okta"), "PATCH", path, rename, Map.of("If-Match", first));
    assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
    assertThat(changed.etag()).isEqualTo("W/\"2\"");
    assertThat(send(token("okta"), "PATCH", path, rename, Map.of("If-Match", first)).status())
        .isEqualTo(412);
    assertThat(send(token("okta"), "DELETE", path, null, Map.of("If-Match", first)).status())
        .isEqualTo(412);
    assertThat(
            send(token("okta"), "GET", path, null, Map.of("If-None-Match", changed.etag()))
                .status())
        .isEqualTo(304);
    assertThat(get("okta", path).body().at("/meta/version").asText()).isEqualTo("W/\"2\"");
    var whichever = Map.of("If-Match", "*");
    assertThat(send(token("okta"), "PATCH", path, rename, whichever).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "If-Match      | W/\"7\", W/\"1\"        | PATCH | 200",
        "If-Match      | W/\"7\",W/\"8\" , \"1\" | PATCH | 200",
        "If-Match      | , W/\"1\",             | PUT   | 200",
        "If-Match      | W/\"a,b\", W/\"2\"      | PATCH | 412",
        "If-Match      | W/\"7\", W/\"8\"        | DELETE| 412",
        "If-Match      | W/\"7\", W/\"8\"        | GET   | 412",
        "If-Match      | *                      | PATCH | 200",
        "If-Match      | 1                      | PATCH | 400",
        "If-Match      | W/\"1\" W/\"2\"         | PATCH | 400",
        "If-None-Match | W/\"7\", W/\"1\"        | GET   | 304",
        "If-None-Match | \"1\"                  | GET   | 304",
        "If-None-Match | *                      | GET   | 304",
        "If-None-Match | W/\"7\", W/\"8\"        | GET   | 200",
        "If-None-Match | W/\"7\", W/\"1\"        | PUT   | 412",
        "If-None-Match | *                      | PUT   | 412",
        "If-None-Match | W/\"7\"                | PATCH | 200"
      })
  void takesVersionsInLists(String header, String versions, String method, int status) {
    var name =
        "listed%s@example.com"
            .formatted(Integer.toHexString((header + versions + method).hashCode()));
    var path = "/Users/" + user("okta", name);
    var body =
        switch (method) {
          case "PATCH" -> patchOf("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"T\"}");
          case "PUT" ->
              "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\",\"title\":\"T\"}"
                  .formatted(name);
          default -> null;
        };
    var answer = send(token("okta"), method, path, body, Map.of(header, versions));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    if (status >= 400) {
      assertError(answer, status, status == 400 ? "invalidValue" : null);
      assertThat(answer.text("/detail")).contains("W/\"1\"", header);
    }
    if (status == 304) {
      assertThat(answer.etag()).isEqualTo("W/\"1\"");
    }
    var changed = status == 200 && !method.equals("GET");
    assertThat(get("okta", path).etag()).isEqualTo(changed ? "W/\"2\"" : "W/\"1\"");
  }

  @Test
  void looksAtTheVersionsOfBothHeadersAndOfWhatIsThere() {
    var path = "/Groups/" + group("Guarded");
    var headers = Map.of("If-Match", "W/\"1\"", "If-None-Match", "W/\"1\"");
    assertThat(send(token("okta"), "DELETE", path, null, headers).status()).isEqualTo(412);
    var match = Map.of("If-Match", "W/\"1\"");
    assertThat(send(token("okta"), "DELETE", path, null, match).status()).isEqualTo(204);
    assertThat(send(token("okta"), "DELETE", path, null, match).status()).isEqualTo(404);
    assertThat(send(token("okta"), "GET", "/Users?count=1", null, match).status()).isEqualTo(200);
  }

  @Test
  void makesAGroupAnotherVersionWhenAMemberIsDeleted() {
    var user = user("okta", "soon-gone@example.com");
    var group =
        post(
            "okta",
            "/Groups",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Left behind\",\"members\":[{\"value\":\"%s\"}]}"
                .formatted(user));
    var path = "/Groups/" + group.id();
    var before = get("okta", path).etag();
    delete("okta", "/Users/" + user);
    var seen = send(token("okta"), "GET", path, null, Map.of("If-None-Match", before));
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.body().path("members")).isEmpty();
  }

  @Test
  void doesNotCountAnUpdateThatChangesNothing() {
    var id = user("okta", "same@example.com");
    var again =
        put(
            "okta",
            "/Users/" + id,
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"same@example.com\",\"active\":true}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.etag()).isEqualTo("W/\"1\"");
  }

  // groups

  @Test
  void takesFiveHundredMembersInOnePatchAndFindsEachGroupOfAMember() {
    var members = members("crowd", 500);
    var group = group("Crowd");
    var all = patch("okta", "/Groups/" + group, add(members));
    assertThat(all.status()).as(all.raw().body()).isEqualTo(204);
    assertThat(values(get("okta", "/Groups/" + group).body())).containsExactlyElementsOf(members);
    assertThat(
            find("okta", "Groups", "members.value eq \"%s\"".formatted(members.get(250)))
                .body()
                .at("/Resources/0/id")
                .asText())
        .isEqualTo(group);
    var fewer =
        patch(
            "okta",
            "/Groups/" + group,
            "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}"
                .formatted(members.get(0)));
    assertThat(fewer.status()).isEqualTo(204);
    assertThat(values(get("okta", "/Groups/" + group).body()))
        .hasSize(499)
        .doesNotContain(members.get(0));
  }

  @Test
  void showsAGroupThatIsChangedOnlyToWhomAsksForIt() {
    var members = members("shown", 3);
    var path = "/Groups/" + group("Shown");
    var quiet = patch("okta", path, add(members));
    assertThat(quiet.status()).as(quiet.raw().body()).isEqualTo(204);
    assertThat(quiet.raw().body()).isEmpty();
    assertThat(quiet.etag()).isEqualTo("W/\"2\"");
    assertThat(quiet.raw().headers().firstValue("Location")).hasValue(base() + path);
    var again = patch("okta", path, add(members));
    assertThat(again.status()).as("what changes nothing").isEqualTo(204);
    assertThat(again.etag()).isEqualTo("W/\"2\"");

    var one = "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Shown %s\"}";
    var asked = patch("okta", path + "?attributes=displayName,members", one.formatted("once"));
    assertThat(asked.status()).as("RFC 7644, 3.5.2").isEqualTo(200);
    assertThat(asked.text("/displayName")).isEqualTo("Shown once");
    assertThat(values(asked.body())).containsExactlyElementsOf(members);
    var part = patch("okta", path + "?excludedAttributes=members", one.formatted("twice"));
    assertThat(part.status()).isEqualTo(200);
    assertThat(part.text("/displayName")).isEqualTo("Shown twice");
    assertThat(fields(part.body())).doesNotContain("members");
    assertError(patch("okta", path, one.formatted("").replace("displayName", "x")), 400, null);
    assertError(patch("entra", path, one), 404, null);
  }

  @ParameterizedTest
  @CsvSource({"remove,one", "Remove,other"})
  void removesNobodyWhereNobodyIsNamed(String op, String name) {
    var members = members("named-" + name, 2);
    var path = "/Groups/" + group("Named " + name);
    patch("okta", path, add(members));
    var nobody = "{\"op\":\"%s\",\"path\":\"members\",\"value\":[]}".formatted(op);
    var answer = patch("okta", path, nobody);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(204);
    assertThat(answer.etag()).isEqualTo("W/\"2\"");
    var rename =
        "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Renamed %s\"}".formatted(name);
    assertThat(patch("okta", path, nobody + "," + rename).status()).isEqualTo(204);
    var after = get("okta", path).body();
    assertThat(after.path("displayName").asText()).isEqualTo("Renamed " + name);
    assertThat(values(after)).containsExactlyElementsOf(members);
    assertError(patch("okta", "/Groups/b5d0a2a4-7f2e-4a0c-9f0e-0d8f0a1b2c3d", nobody), 404, null);

    var everybody = "{\"op\":\"%s\",\"path\":\"members\"}".formatted(op);
    assertThat(patch("okta", path, everybody).status()).isEqualTo(204);
    assertThat(values(get("okta", path).body())).isEmpty();
  }

  @Test
  void hasNothingAgainstChangesThatComeToNothing() {
    var id = user("okta", "idle@example.com");
    for (var nothing :
        List.of(
            "{\"op\":\"Add\",\"path\":\"urn:example:unknown:tag\",\"value\":\"t\"}",
            "{\"op\":\"remove\",\"path\":\"emails\",\"value\":[]}",
            "{\"op\":\"replace\",\"value\":{}}")) {
      var answer = patch("okta", "/Users/" + id, nothing);
      assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
      assertThat(answer.text("/userName")).isEqualTo("idle@example.com");
      assertThat(answer.etag()).isEqualTo("W/\"1\"");
    }
  }

  @Test
  void losesNoMemberWhenTwoPatchesMeet() throws Exception {
    var members = members("meeting", 40);
    var group = group("Meeting");
    var pool = Executors.newFixedThreadPool(4);
    try {
      var patches = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 40; i += 10) {
        var part = members.subList(i, i + 10);
        patches.add(() -> patch("okta", "/Groups/" + group, add(part)).status());
      }
      for (var answer : pool.invokeAll(patches, 60, TimeUnit.SECONDS)) {
        assertThat(answer.get()).isEqualTo(204);
      }
    } finally {
      pool.shutdownNow();
    }
    var after = get("okta", "/Groups/" + group);
    assertThat(Set.copyOf(values(after.body()))).isEqualTo(Set.copyOf(members));
    assertThat(after.etag()).isEqualTo("W/\"5\"");
  }

  @Test
  void makesOneUserWhenTwoCreationsMeet() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> create =
          () ->
              post(
                      "okta",
                      "/Users",
                      "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"raced@example.com\"}")
                  .status();
      var answers = new ArrayList<Integer>();
      for (var answer : pool.invokeAll(List.of(create, create, create, create))) {
        answers.add(answer.get());
      }
      assertThat(answers).containsExactlyInAnyOrder(201, 409, 409, 409);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void refusesAMemberThatIsNoUserAndLeavesTheGroupAsItWas() {
    var group = group("Strict");
    for (var stranger : List.of("nobody", "b5d0a2a4-7f2e-4a0c-9f0e-0d8f0a1b2c3d")) {
      var refused = patch("okta", "/Groups/" + group, add(List.of(stranger)));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("/scimType")).isEqualTo("invalidValue");
    }
    assertThat(get("okta", "/Groups/" + group).etag()).isEqualTo("W/\"1\"");
  }

  @Test
  void refusesASecondGroupOfOneNameUnlessItsExternalIdTellsThemApart() {
    var one =
        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Twins\"%s}";
    assertThat(post("entra", "/Groups", one.formatted("")).status()).isEqualTo(201);
    assertThat(post("entra", "/Groups", one.formatted("").replace("Twins", "TWINS")).status())
        .isEqualTo(409);
    assertThat(post("entra", "/Groups", one.formatted(",\"externalId\":\"x\"")).status())
        .isEqualTo(201);
  }

  // bounds and errors

  @Test
  void answersEveryErrorInTheWordsOfScim() {
    var id = user("okta", "errors@example.com");
    assertError(get("okta", "/Users/unknown"), 404, "");
    assertError(get("okta", "/Unknown"), 404, null);
    assertError(delete("okta", "/Users/b5d0a2a4-7f2e-4a0c-9f0e-0d8f0a1b2c3d"), 404, "");
    assertError(post("okta", "/Users", "{\"userName\":\"x\""), 400, "invalidSyntax");
    assertError(post("okta", "/Users", "[]"), 400, "invalidSyntax");
    assertError(
        post("okta", "/Users", "{\"userName\":\"a\",\"userName\":\"b\"}"), 400, "invalidSyntax");
    assertError(post("okta", "/Users", "{}"), 400, null);
    assertError(
        post("okta", "/Users", "{\"userName\":\"%s\"}".formatted("n".repeat(301))),
        400,
        "invalidValue");
    assertError(post("okta", "/Users", "{\"userName\":\"a\\u0000b\"}"), 400, "invalidValue");
    assertError(
        post("okta", "/Users", "{\"userName\":" + "[".repeat(40) + "]".repeat(40) + "}"),
        400,
        "invalidSyntax");
    assertError(
        send(token("okta"), "POST", "/Users", "<x/>", Map.of("Content-Type", "text/xml")), 415, "");
    assertError(post("okta", "/Users", " ".repeat(1_100_000)), 413, "");
    assertThat(send("okta", "HEAD", "/Users", null).status()).isEqualTo(405);
    assertError(
        patch("okta", "/Users/" + id, "{\"op\":\"explode\",\"path\":\"title\"}"), 400, null);
    assertError(send("okta", "PATCH", "/Users/" + id, "{\"Operations\":[]}"), 400, null);
    for (var op : List.of("Add", "replace")) {
      for (var path : List.of("title", "emails[type eq \\\"work\\\"].value")) {
        var operation = "{\"op\":\"%s\",\"path\":\"%s\",\"valwe\":\"x\"}".formatted(op, path);
        assertError(patch("okta", "/Users/" + id, operation), 400, "invalidValue");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST  | /Users  | {\"userName\":\"  \"}                | Attribute userName is empty. Send each attribute as /Schemas",
        "POST  | /Users  | {\"displayName\":\"x\"}              | Send each attribute as /Schemas",
        "POST  | /Users  | {\"userName\":{\"a\":1}}             | Send each attribute as /Schemas",
        "POST  | /Groups | {\"members\":[]}                     | Send each attribute as /Schemas",
        "PATCH | /Users  | {\"op\":\"replace\",\"path\":\"shoe\",\"value\":1}  | Write a path as /Schemas",
        "PATCH | /Users  | {\"op\":\"replace\",\"path\":\"userName\",\"value\":\" \"} | userName",
        "PATCH | /Users  | {\"op\":\"remove\"}                  | Send op add to make it, or leave this operation out.",
        "PATCH | /Users  | {\"op\":\"explode\",\"path\":\"title\"} | Send each attribute as /Schemas",
        "PUT   | /Users  | {\"userName\":\"\"}                  | Attribute userName is empty.",
        "GET   | /Users/b5d0a2a4-7f2e-4a0c-9f0e-0d8f0a1b2c3d | | Search for it by a filter",
        "GET   | /Houses |                                      | /Users and /Groups are here"
      })
  void saysWhatToDoAboutWhateverItRefuses(
      String method, String path, @org.jspecify.annotations.Nullable String body, String advice) {
    var schemas =
        "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:%s\"]"
            .formatted(path.startsWith("/G") ? "Group" : "User");
    var name =
        "advised%s@example.com".formatted(Integer.toHexString((method + path + body).hashCode()));
    var id = method.startsWith("P") && !method.equals("POST") ? "/" + user("okta", name) : "";
    var sent =
        body == null
            ? null
            : method.equals("PATCH") ? patchOf(body) : "{" + schemas + "," + body.substring(1);
    var refused = send("okta", method, path + id, sent);
    assertThat(refused.status()).as(refused.raw().body()).isBetween(400, 404);
    assertThat(refused.text("/detail")).contains(advice).endsWith(".");
    assertThat(refused.raw().body()).doesNotContain("regular expression");
  }

  @Test
  void boundsWhatAPatchMayAskFor() {
    var id = user("okta", "bounded@example.com");
    var one = "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"x\"}";
    var many = String.join(",", Collections.nCopies(1001, one));
    assertError(patch("okta", "/Users/" + id, many), 400, "invalidValue");
    var deep = "emails[" + "(".repeat(400) + "type pr" + ")".repeat(400) + "].value";
    assertError(patch("okta", "/Users/" + id, one.replace("title", deep)), 400, "invalidPath");
  }

  // one client and another

  @Test
  void letsNoClientSeeOrTouchWhatAnotherPushed() {
    var user = user("okta", "mine@example.com");
    var group =
        post(
                "okta",
                "/Groups",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Mine\",\"members\":[{\"value\":\"%s\"}]}"
                    .formatted(user))
            .id();
    for (var path : List.of("/Users/" + user, "/Groups/" + group)) {
      assertThat(get("entra", path).status()).isEqualTo(404);
      assertThat(delete("entra", path).status()).isEqualTo(404);
      assertThat(
              patch(
                      "entra",
                      path,
                      "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Theirs\"}")
                  .status())
          .isEqualTo(404);
    }
    assertThat(
            put(
                    "entra",
                    "/Users/" + user,
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"theirs@example.com\"}")
                .status())
        .isEqualTo(404);
    assertThat(
            find("entra", "Users", "userName eq \"mine@example.com\"")
                .body()
                .path("totalResults")
                .asInt())
        .isZero();
    assertThat(
            find("entra", "Groups", "members.value eq \"%s\"".formatted(user))
                .body()
                .path("totalResults")
                .asInt())
        .isZero();
    var theirs =
        post(
                "entra",
                "/Groups",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Theirs\"}")
            .id();
    assertThat(patch("entra", "/Groups/" + theirs, add(List.of(user))).status()).isEqualTo(400);
    assertThat(user("entra", "mine@example.com")).isNotEqualTo(user);
    assertThat(get("okta", "/Users/" + user).text("/groups/0/value")).isEqualTo(group);
  }

  private List<String> members(String name, int many) {
    return IntStream.range(0, many)
        .mapToObj(number -> user("okta", "%s%d@example.com".formatted(name, number)))
        .toList();
  }

  private String group(String name) {
    return post(
            "okta",
            "/Groups",
            "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"%s\"}"
                .formatted(name))
        .id();
  }

  private static String add(List<String> members) {
    return "{\"op\":\"add\",\"path\":\"members\",\"value\":[%s]}"
        .formatted(
            members.stream().map("{\"value\":\"%s\"}"::formatted).collect(Collectors.joining(",")));
  }

  private static List<String> values(JsonNode group) {
    return group.path("members").findValuesAsText("value");
  }

  private static List<String> fields(JsonNode json) {
    var names = new ArrayList<String>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void assertError(
      Answer answer, int status, @org.jspecify.annotations.Nullable String scimType) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.text("/schemas/0")).isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
    assertThat(answer.text("/status")).isEqualTo(String.valueOf(status));
    assertThat(answer.raw().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/scim+json");
    if (scimType != null) {
      assertThat(answer.text("/scimType")).isEqualTo(scimType);
    }
  }
}
