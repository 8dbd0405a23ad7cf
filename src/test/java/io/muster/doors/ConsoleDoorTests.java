package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleDoorTests {
  @ParameterizedTest
  @ValueSource(
      strings = {"/console", "/console/", "/console/cases/1", "/console/find?q=a%20b&before=7"})
  void leadsToAPageOfTheConsole(String page) {
    assertThat(ConsoleDoor.wanted(page)).isEqualTo(page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/consoles",
        "/camunda",
        "//host/console",
        "https://host/console",
        "/console\\x",
        "/console/\n",
        "/console/sign-in",
        " /console"
      })
  void leadsToTheFirstPageInsteadOfAnywhereElse(String page) {
    assertThat(ConsoleDoor.wanted(page)).isEqualTo("/console");
  }

  @Test
  void leadsToTheFirstPageWhereNoneWasWanted() {
    assertThat(ConsoleDoor.wanted(null)).isEqualTo("/console");
  }
}
