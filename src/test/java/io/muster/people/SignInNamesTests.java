package io.muster.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Under which names a person is recognised. */
class SignInNamesTests {
  private static final EmployeeId ADA = new EmployeeId("0042");
  private static final SignInNames NAMES = SignInNames.of(ADA, new Ada());

  @Test
  void aPersonIsKnownByNumberAddressesLoginsAndWhatStandsBeforeTheAtSign() {
    for (var name :
        List.of(
            "0042",
            "42",
            "ada.king@example.com",
            "Ada.King@Example.com ",
            "ada.king+it@example.com",
            "ada.lovelace@example.com",
            "ADA.LOVELACE",
            "ada.king",
            "adm-ada@corp.example.com",
            "adm-ada")) {
      assertThat(NAMES.includeAnyOf(List.of("somebody", name))).as(name).isTrue();
    }
  }

  @Test
  void othersAreNotTakenForThePerson() {
    for (var name :
        List.of(
            "",
            " ",
            "421",
            "4",
            "0",
            "ada",
            "lovelace",
            "grace.hopper@example.com",
            "ada.king@other.com",
            "private",
            "@example.com",
            "+it")) {
      assertThat(NAMES.includeAnyOf(List.of(name))).as(name).isFalse();
    }
    assertThat(NAMES.includeAnyOf(List.of())).isFalse();
  }

  @Test
  void ofSomebodyHrNeverToldUsAboutTheNumberIsKnown() {
    var nobody = new SignInNames(Set.of("e7"), Set.of());
    assertThat(nobody.includeAnyOf(List.of("e7"))).isTrue();
    assertThat(nobody.includeAnyOf(List.of("ada", ""))).isFalse();
  }

  private static final class Ada implements Workforce {
    @Override
    public Optional<Worker> find(EmployeeId employee) {
      return Optional.of(
          new Worker(
              employee,
              "Ada",
              "King",
              "ada.king@example.com",
              "Engineering",
              "Engineer",
              "Berlin",
              null,
              null,
              ZoneId.of("Europe/Berlin"),
              LocalDate.of(2020, 1, 1),
              false));
    }

    @Override
    public void know(Worker worker) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long employed() {
      return 1;
    }

    @Override
    public Set<String> addressesOf(EmployeeId employee) {
      return Set.of("ada.king@example.com", "ada.lovelace@example.com", "private@home.example");
    }

    @Override
    public Set<String> loginsOf(EmployeeId employee) {
      return Set.of("adm-ada@corp.example.com", " ");
    }
  }
}
