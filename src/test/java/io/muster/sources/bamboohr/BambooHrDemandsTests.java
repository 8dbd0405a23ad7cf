package io.muster.sources.bamboohr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BambooHrDemandsTests {
  @Test
  void wantsNothingWhereNoCompanyIsNamed() {
    assertThat(problems(Map.of())).isEmpty();
  }

  @Test
  void isContentWithADomainAndAKey() {
    assertThat(problems(Map.of("company-domain", "acme", "api-key", "k"))).isEmpty();
    assertThat(
            SimulatedBambooHr.connection("hr", Map.of("company-domain", "acme", "api-key", "k"))
                .base())
        .hasToString("https://acme.bamboohr.com/api");
  }

  @Test
  void isContentWithAnAppInPlaceOfTheKeyWhoseTokensAreAtTheCompanysOwnAddress() {
    var app =
        Map.of(
            "company-domain", "acme", "client-id", "i", "client-secret", "s", "refresh-token", "r");
    assertThat(problems(app)).isEmpty();
    assertThat(SimulatedBambooHr.connection("hr", app).tokenAt())
        .hasToString("https://acme.bamboohr.com/token.php?request=token");
    var byGateway = new HashMap<>(app);
    byGateway.put("url", "https://api.bamboohr.com/api/gateway.php/acme");
    assertThat(SimulatedBambooHr.connection("hr", byGateway).tokenAt())
        .hasToString("https://acme.bamboohr.com/token.php?request=token");
    byGateway.remove("company-domain");
    assertThat(problems(byGateway)).singleElement().asString().contains("company-domain must");
    var both = new HashMap<>(app);
    both.put("api-key", "k");
    assertThat(problems(both)).singleElement().asString().contains("set one of them");
  }

  @Test
  void saysAllThatIsMissingAtOnce() {
    assertThat(problems(Map.of("poll", "5m")))
        .singleElement()
        .asString()
        .contains("hr.company-domain must", "hr.api-key is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          company-domain       | acme.bamboohr.com       | before .bamboohr.com
          url                  | http://hr.example.com   | must begin with https://
          url                  | https://k@hr.example.com | scheme, host and path
          api-key              | ' '                     | api-key is missing
          webhook-keys[0]      | ' '                     | webhook-keys[0] is empty
          poll                 | 0s                      | must be a second or longer
          page-size            | 5000                    | 1 to 1000
          conversion-gap       | 99                      | 0 to 31 days
          client-id            | an-app                  | are needed together
          """)
  void saysWhatIsWrongAndWhatToDo(String name, String value, String said) {
    var settings = new HashMap<String, String>();
    settings.put("company-domain", "acme");
    settings.put("api-key", "a-key");
    settings.put(name, value);
    assertThat(problems(settings))
        .singleElement()
        .asString()
        .contains(said)
        .doesNotContain("a-key ");
  }

  private static List<String> problems(Map<String, String> settings) {
    var all = new HashMap<String, String>();
    settings.forEach((key, value) -> all.put("muster.bamboohr.connections.hr." + key, value));
    return new BambooHrDemands().problems(new Binder(new MapConfigurationPropertySource(all)));
  }
}
