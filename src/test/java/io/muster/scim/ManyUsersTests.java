package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand users and groups, found by the database and not in memory. */
class ManyUsersTests extends ScimWorld {
  private static final int MANY = 10_000;

  @BeforeEach
  void tenThousand() {
    jdbc.sql(
            """
            insert into muster_scim_user (id, client, user_name_key, external_id, employee_number,
              active, mails, content, version, created_at, changed_at)
            select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'entra',
              'many' || n || '@example.com', 'ext' || n, 'N' || n, true,
              array['*|many' || n || '@example.com', 'work|many' || n || '@example.com'],
              '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Many' || n ||
                '@example.com","externalId":"ext' || n || '","active":true}',
              1, now(), now()
            from generate_series(1, ?) n on conflict do nothing
            """)
        .param(MANY)
        .update();
    jdbc.sql(
            """
            insert into muster_scim_group (id, client, display_name, external_id, content, version,
              created_at, changed_at)
            select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'entra',
              'Many ' || n, 'ext' || n, '{"displayName":"Many ' || n || '"}', 1, now(), now()
            from generate_series(1, ?) n on conflict do nothing
            """)
        .param(MANY)
        .update();
    jdbc.sql(
            """
            insert into muster_scim_member (group_id, user_id)
            select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid,
                   ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
            from generate_series(1, ?) n on conflict do nothing
            """)
        .param(MANY)
        .update();
    for (var table : List.of("muster_scim_user", "muster_scim_group", "muster_scim_member")) {
      jdbc.sql("analyze " + table).update();
    }
  }

  @Test
  void listsThemAllInPagesOfBoundedSize() {
    var seen = new HashSet<String>();
    var total = get("entra", "/Users?count=0").body().path("totalResults").asInt();
    assertThat(total).isGreaterThanOrEqualTo(MANY);
    for (int start = 1; start <= total; start += 200) {
      var page = get("entra", "/Users?startIndex=%d&count=5000".formatted(start)).body();
      assertThat(page.path("Resources").size()).isLessThanOrEqualTo(200);
      page.path("Resources").forEach(user -> seen.add(user.path("id").asText()));
    }
    assertThat(seen).hasSize(total);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Users  | userName eq \"MANY7777@example.com\"                     | muster_scim_user_name",
        "Users  | userName eq \"MANY7777@example.com\" and active eq true  | muster_scim_user_name",
        "Users  | externalId eq \"ext7777\"                                | muster_scim_user_external",
        "Users  | emails.value eq \"MANY7777@example.com\"                 | muster_scim_user_mails",
        "Users  | emails[type eq \"work\"].value eq \"many7777@example.com\" | muster_scim_user_mails",
        "Users  | id eq \"00000000-0000-4000-8000-000000007777\"           | muster_scim_user_pkey",
        "Users  | urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"n7777\" | muster_scim_user_number",
        "Groups | displayName eq \"MANY 7777\"                             | muster_scim_group_name",
        "Groups | externalId eq \"ext7777\"                                | muster_scim_group_external",
        "Groups | id eq \"00000000-0000-4000-9000-000000007777\"           | muster_scim_group_pkey",
        "Groups | members.value eq \"00000000-0000-4000-8000-000000007777\" | muster_scim_member_user"
      })
  void findsOneByAnIndex(String type, String filter, String index) {
    var sent =
        SentSql.during(
            () ->
                assertThat(find("entra", type, filter).body().path("totalResults").asInt())
                    .isEqualTo(1));
    var table = type.equals("Users") ? "muster_scim_user" : "muster_scim_group";
    var searches = sent.stream().filter(one -> one.sql().contains(" from " + table)).toList();
    assertThat(searches).as("the list and how many there are").hasSize(2);
    for (var search : searches) {
      assertThat(search.plan(jdbc))
          .as(search.sql())
          .contains(index)
          .doesNotContain("Seq Scan on muster_scim");
    }
    assertThat(sent)
        .filteredOn(one -> one.sql().contains("muster_scim_member") && one.isComplete())
        .allSatisfy(one -> assertThat(one.plan(jdbc)).doesNotContain("Seq Scan on muster_scim"));
  }

  @Test
  void readsAPageByTheIndexOfItsOrder() {
    var sent = SentSql.during(() -> get("entra", "/Users?startIndex=401&count=100"));
    assertThat(sent)
        .filteredOn(one -> one.sql().startsWith("select * from muster_scim_user"))
        .singleElement()
        .satisfies(one -> assertThat(one.plan(jdbc)).contains("muster_scim_user_order"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}",
        "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}",
        "{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}",
        "{\"op\":\"replace\",\"path\":\"externalId\",\"value\":\"%s\"}"
      })
  void aChangeOfAGroupReadsNoneOfItsOtherMembers(String operation) {
    var small = group(10);
    var large = group(MANY - 1);
    var one = "00000000-0000-4000-8000-000000010000";
    var inSmall = SentSql.during(() -> change(small, operation.formatted(one)));
    var inLarge = SentSql.during(() -> change(large, operation.formatted(one)));
    assertThat(inLarge).hasSameSizeAs(inSmall).hasSizeLessThan(15);
    assertThat(inLarge)
        .as("none asks for all members")
        .noneMatch(sent -> sent.sql().contains("order by m.number"));
  }

  @Test
  void aThousandRemovalsInOneRequestCostWhatOneDoes() {
    var group = group(MANY);
    var removals =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(
                number ->
                    "{\"op\":\"remove\",\"path\":\"members[value eq \\\"00000000-0000-4000-8000-%012d\\\"]\"}"
                        .formatted(number))
            .collect(Collectors.joining(","));
    var sent = SentSql.during(() -> change(group, removals));
    assertThat(sent).hasSizeLessThan(15);
    assertThat(
            jdbc.sql("select count(*) from muster_scim_member where group_id = ?::uuid")
                .param(group)
                .query(Integer.class)
                .single())
        .isEqualTo(MANY - 1_000);
  }

  private void change(String group, String operations) {
    assertThat(patch("entra", "/Groups/" + group, operations).status()).isEqualTo(204);
  }

  /** A group with so many of the users in it. */
  private String group(int members) {
    var id =
        post("entra", "/Groups", "{\"displayName\":\"Sized %s\"}".formatted(UUID.randomUUID()))
            .id();
    jdbc.sql(
            """
            insert into muster_scim_member (group_id, user_id)
            select ?::uuid, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
            from generate_series(1, ?) n
            """)
        .params(id, members)
        .update();
    return id;
  }
}
