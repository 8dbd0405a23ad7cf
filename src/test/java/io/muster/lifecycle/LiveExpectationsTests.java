package io.muster.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.preflight.Expectations;
import io.muster.preflight.Expectations.LoginWindow;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ProcessTest
class LiveExpectationsTests {
  @Autowired private Expectations expected;

  @Test
  void readsFromTheTablesWhichLoginWindowThePeopleOfEachRoutedConnectionGet() {
    assertThat(expected.connections()).containsExactly("okta");
    assertThat(expected.loginWindows())
        .as("nobody is routed to the other directory")
        .containsExactly(
            new LoginWindow("okta", "directory in memory", "macos", "Hexnode Access for Mac"),
            new LoginWindow(
                "okta", "directory in memory", "windows", "Hexnode Access for Windows"));
  }
}
