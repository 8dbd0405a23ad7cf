package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testing.Postgres;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class PeopleSearchTests {
  private static final JdbcClient JDBC = JdbcClient.create(Postgres.dataSource());
  private final Workforce workforce =
      new JdbcWorkforce(
          JDBC,
          new JdbcLegalHolds(JDBC, event -> {}, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
          Clock.systemUTC());
  private final PeopleSearch search = new JdbcPeopleSearch(JDBC);

  @BeforeEach
  void people() {
    know("0042", "Ada", "Byron", "ada.byron@example.com");
    know("0042", "Ada", "Lovelace", "ada.lovelace@example.com");
    know("E_1", "Grace", "100% Hopper", "grace@example.com");
    know("EX1", "Zoë", "Ädler", "zoe@example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "0042, 0042",
    "004, 0042",
    "ada, 0042",
    "LOVE, 0042",
    "ada lovel, 0042",
    "ada.lovelace@, 0042",
    "byron@, ''",
    "ada byron, 0042",
    "ada.byron@, 0042",
    "e_, E_1",
    "100%, E_1",
    "äd, EX1",
    "'  zoë ', EX1",
    "nobody, ''"
  })
  void findsPeopleByHowAnythingKnownOfThemBegins(String text, String found) {
    assertThat(search.startingWith(text, 5))
        .extracting(match -> match.employee().value())
        .isEqualTo(found.isEmpty() ? List.of() : List.of(found));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "%", "_", "\\"})
  void findsNobodyByNothing(String text) {
    assertThat(search.startingWith(text, 5)).isEmpty();
  }

  @Test
  void findsNoMoreThanAskedForAndWhoseNumberItIsFirst() {
    know("GRACE", "Zora", "Zola", "zora@example.com");
    assertThat(search.startingWith("grace", 2))
        .extracting(match -> match.employee().value())
        .containsExactly("GRACE", "E_1");
    assertThat(search.startingWith("grace", 1)).hasSize(1);
  }

  @Test
  void namesThoseItKnows() {
    var names = search.named(List.of(new EmployeeId("0042"), new EmployeeId("unknown")));
    assertThat(names).containsOnlyKeys(new EmployeeId("0042"));
    assertThat(names.values()).extracting(PeopleSearch.Match::name).containsExactly("Ada Lovelace");
    assertThat(search.named(List.of())).isEmpty();
  }

  private void know(String number, String given, String family, String email) {
    workforce.know(
        new Worker(
            new EmployeeId(number),
            given,
            family,
            email,
            "IT",
            "Agent",
            "Berlin",
            null,
            null,
            ZoneOffset.UTC,
            LocalDate.EPOCH,
            false));
  }
}
