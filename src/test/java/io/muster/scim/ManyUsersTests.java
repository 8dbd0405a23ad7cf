package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten thousand users, found by the database and not in memory. */
class ManyUsersTests extends ScimWorld {
  private static final int MANY = 10_000;

  @BeforeEach
  void tenThousand() {
    jdbc.sql(
            """
            insert into muster_scim_user (id, client, user_name_key, external_id, active, mails,
              content, version, created_at, changed_at)
            select gen_random_uuid(), 'entra', 'many' || n || '@example.com', 'ext' || n, true,
              array['*|many' || n || '@example.com', 'work|many' || n || '@example.com'],
              '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Many' || n ||
                '@example.com","externalId":"ext' || n || '","active":true}',
              1, now(), now()
            from generate_series(1, ?) n on conflict do nothing
            """)
        .param(MANY)
        .update();
    jdbc.sql("analyze muster_scim_user").update();
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

  @Test
  void findsOneByAnIndex() {
    var found = find("entra", "Users", "userName eq \"MANY7777@example.com\"");
    assertThat(found.body().path("totalResults").asInt()).isEqualTo(1);
    assertThat(found.text("/Resources/0/userName")).isEqualTo("Many7777@example.com");

    assertThat(plan("user_name_key = 'many7777@example.com'")).contains("muster_scim_user_name");
    assertThat(plan("external_id = 'ext7777'")).contains("muster_scim_user_external");
    assertThat(plan("mails @> array['work|many7777@example.com']"))
        .contains("muster_scim_user_mails");
    for (var filter :
        List.of("user_name_key = 'many7777@example.com'", "external_id = 'ext7777'")) {
      assertThat(plan(filter)).doesNotContain("Seq Scan");
    }
  }

  private String plan(String condition) {
    return String.join(
        "\n",
        jdbc.sql(
                "explain (analyze, costs off, timing off, summary off) select * from muster_scim_user where client = 'entra' and %s order by number offset 0 limit 100"
                    .formatted(condition))
            .query(String.class)
            .list());
  }
}
