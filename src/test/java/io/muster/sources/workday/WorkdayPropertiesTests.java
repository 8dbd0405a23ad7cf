package io.muster.sources.workday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkdayPropertiesTests {
  private static final Map<String, String> GOOD =
      Map.of(
          "url", "https://wd5-services1.myworkday.com",
          "tenant", "acme",
          "user", "ISU_Muster",
          "password", "a secret");

  @Test
  void needsNoMoreThanAHostATenantAUserAndAPassword() {
    assertThatCode(() -> WorkdayWorld.properties(GOOD).check()).doesNotThrowAnyException();
  }

  @Test
  void namesAllThatIsMissingOrWrongAtOnceBeforeAnythingStarts() {
    var settings = new HashMap<String, String>();
    settings.put("muster.workday.connections.acme.url", "http://wd5-services1.myworkday.com");
    settings.put("muster.workday.connections.acme.version", "40");
    settings.put("muster.workday.connections.acme.page-size", "1000");
    assertThat(
            new WorkdayDemands().problems(new Binder(new MapConfigurationPropertySource(settings))))
        .singleElement()
        .asString()
        .contains(
            "acme.url must begin with https://",
            "acme.tenant is",
            "acme.user is",
            "acme.password is",
            "acme.version is one of",
            "acme.page-size is 1 to 999");
  }

  @Test
  void wantsTheAddressOfAReportThatIsToBeRead() {
    var settings = new HashMap<>(GOOD);
    settings.put("read-by", "report");
    assertThatThrownBy(() -> WorkdayWorld.properties(settings).check())
        .hasMessageContaining("report.owner and report.name");
  }

  @Test
  void wantsAClientForARefreshToken() {
    var settings = new HashMap<>(GOOD);
    settings.remove("password");
    settings.put("refresh-token", "another secret");
    assertThatThrownBy(() -> WorkdayWorld.properties(settings).check())
        .hasMessageContaining("client-id and client-secret")
        .hasMessageNotContaining("another secret");
  }

  @Test
  void showsNoSecretWhenItIsPrinted() {
    assertThat(WorkdayWorld.properties(GOOD).toString()).doesNotContain("a secret");
  }

  @Test
  void remembersHowFarItReadAndReadsAllAgainWhereThatCannotBeUnderstood() {
    var mark =
        new WindowCursor(
            WorkdayWorld.BEGIN, null, WorkdayWorld.BEGIN.plusSeconds(1), WorkdayWorld.BEGIN, -7);
    assertThat(WindowCursor.of(mark.text())).isEqualTo(mark);
    assertThat(WindowCursor.of("something else")).isNull();
    assertThat(WindowCursor.of("a b c d e")).isNull();
  }
}
