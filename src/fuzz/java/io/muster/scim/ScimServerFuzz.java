package io.muster.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.context.TestPropertySource;

/** Whatever a client sends, it is taken or refused with a reason, and then nothing has changed. */
@TestPropertySource(properties = "muster.scim.clients.entra.per-minute=100000000")
class ScimServerFuzz extends ScimWorld {
  private static final String CLIENT = "entra";
  private static final String SEARCH = "GET /Users";
  private static final List<String> CALLS =
      List.of("POST /Users", "PATCH /Users/%s", "PUT /Users/%s", "POST /Groups", SEARCH);

  private static final Set<String> HERE = Set.of("127.0.0.1", "localhost");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private String user = "";

  static Stream<byte[]> calls() {
    return Stream.of(
            "0{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"a@b.c\",\"active\":true,\"emails\":[{\"type\":\"work\",\"value\":\"a@b.c\",\"primary\":true}]}",
            "1{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"Add\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"x@y.z\"},{\"op\":\"Replace\",\"value\":{\"active\":\"False\"}}]}",
            "2{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"put@b.c\",\"name\":{\"givenName\":\"A\"}}",
            "3{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"Sales\",\"members\":[{\"value\":\"x\"}]}",
            "4userName eq \"a@b.c\" and (emails[type eq \"work\"].value sw \"x\" or not (active eq true))")
        .map(call -> call.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("calls")
  @FuzzTest
  void takesOrRefuses(byte[] input) {
    if (input.length == 0) {
      return;
    }
    // the test's own calls; whatever the service would fetch for a client is found
    BugDetectors.allowNetworkConnections((host, port) -> HERE.contains(host));
    if (user.isEmpty()) {
      user = user(CLIENT, "standing%d@example.com".formatted(NUMBER.incrementAndGet()));
    }
    var call = CALLS.get(Math.floorMod(input[0] - '0', CALLS.size()));
    var said = new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.UTF_8);
    var before = everything();
    var answer = call.equals(SEARCH) ? find(CLIENT, "Users", said) : write(call, said);
    assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 499);
    if (answer.status() >= 400) {
      assertThat(answer.text("/detail")).as(answer.raw().body()).isNotBlank();
      assertThat(everything()).isEqualTo(before);
    }
  }

  private Answer write(String call, String body) {
    int space = call.indexOf(' ');
    return send(CLIENT, call.substring(0, space), call.substring(space + 1).formatted(user), body);
  }

  private List<Map<String, Object>> everything() {
    return jdbc.sql(
            """
            select (select count(*) + coalesce(sum(version), 0) from muster_scim_user) as users,
                   (select count(*) + coalesce(sum(version), 0) from muster_scim_group) as groups,
                   (select count(*) from muster_scim_member) as members,
                   (select count(*) from muster_scim_change) as changes,
                   (select count(*) from muster_inbox where fate <> 'REFUSED') as events
            """)
        .query()
        .listOfRows();
  }
}
