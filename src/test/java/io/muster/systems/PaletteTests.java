package io.muster.systems;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.process.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** What Camunda Modeler offers for every diagram can be drawn as it is. */
class PaletteTests {
  private static final Path TEMPLATES = Path.of(".camunda/element-templates/general.json");
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "property", Set.of("String", "Text", "Hidden", "Dropdown", "Boolean"),
          "camunda:property", Set.of("String", "Hidden", "Dropdown"),
          "camunda:outputParameter", Set.of("String", "Hidden", "Dropdown"),
          "camunda:inputParameter", Set.of("String", "Text", "Hidden", "Dropdown"),
          "camunda:in", Set.of("String", "Hidden", "Dropdown"),
          "camunda:in:businessKey", Set.of("String", "Hidden", "Dropdown"),
          "camunda:out", Set.of("String", "Hidden", "Dropdown"),
          "camunda:errorEventDefinition", Set.of("String", "Hidden", "Dropdown"),
          "camunda:executionListener", Set.of("Hidden"));
  private static final Set<String> SETTINGS =
      Set.of("system", "method", "path", "body", "success", "outputs", "waitTask", "answerWithin");

  @ParameterizedTest(name = "{0}")
  @MethodSource("templates")
  void everyOneIsNamedDescribedAndHasAnIcon(String id, JsonNode template) {
    assertThat(id).startsWith("io.muster.");
    assertThat(template.path("name").asText()).isNotBlank();
    assertThat(template.path("description").asText()).isNotBlank();
    assertThat(template.at("/icon/contents").asText()).startsWith("data:image/svg+xml;base64,");
    assertThat(template.at("/category/id").asText()).isEqualTo("io.muster.general");
    assertThat(template.path("appliesTo")).contains(template.at("/elementType/value"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void everyCallCanBeUsedAsItIsOfferedOnceItsSystemIsNamed(String id, JsonNode template) {
    var settings = values(template, "camunda:property");
    assertThat(settings.keySet()).isEqualTo(SETTINGS);
    settings.computeIfPresent("system", (name, value) -> value.isEmpty() ? "desk" : value);

    var read = CallSettings.of(settings);

    assertThat(read.names()).allMatch(CaseValues::isKnown);
    assertThat(values(template, "property"))
        .containsEntry("camunda:delegateExpression", "${callSystem}")
        .containsEntry("camunda:asyncBefore", "true");
    assertThat(template.path("description").asText()).contains("refused", "unreachable");
  }

  /**
   * As the published schema of element templates has it; Modeler leaves out a template that breaks
   * it. All else the schema demands is checked by hand with its validator.
   */
  @Test
  void everyPropertyIsOfATypeThatModelerTakesForIt() throws IOException {
    var seen = new HashSet<String>();
    try (var files = Files.list(TEMPLATES.resolveSibling(""))) {
      for (var file : files.sorted().toList()) {
        for (var template : new ObjectMapper().readTree(file.toFile())) {
          for (var property : template.path("properties")) {
            var binding = property.at("/binding/type").asText();
            seen.add(binding);
            assertThat(TYPES.getOrDefault(binding, Set.of()))
                .as("%s, %s", template.path("id"), property.path("binding"))
                .contains(property.path("type").asText());
          }
        }
      }
    }
    assertThat(seen).contains("camunda:property", "property");
  }

  @Test
  void offersEveryGeneralStep() throws IOException {
    var offered = new HashSet<String>();
    templates()
        .map(arguments -> (JsonNode) arguments.get()[1])
        .map(template -> values(template, "property").get("camunda:delegateExpression"))
        .filter(java.util.Objects::nonNull)
        .forEach(bean -> offered.add(bean.substring(2, bean.length() - 1)));

    assertThat(offered).containsExactlyInAnyOrderElementsOf(steps());
  }

  @Test
  void whatWaitsGoesOnByAJob() throws IOException {
    var wait =
        templates()
            .filter(arguments -> arguments.get()[0].equals("io.muster.waitForSystem"))
            .map(arguments -> (JsonNode) arguments.get()[1])
            .findFirst()
            .orElseThrow();

    assertThat(values(wait, "property")).containsEntry("camunda:asyncAfter", "true");
    assertThat(values(wait, "camunda:property")).containsOnlyKeys("outputs");
    assertThat(wait.path("description").asText()).contains(CallBackDelivery.MESSAGE);
  }

  private static Map<String, String> values(JsonNode template, String binding) {
    var values = new TreeMap<String, String>();
    for (var property : template.path("properties")) {
      if (binding.equals(property.at("/binding/type").asText())) {
        values.put(property.at("/binding/name").asText(), property.path("value").asText());
      }
    }
    return values;
  }

  static Stream<Arguments> templates() throws IOException {
    return StreamSupport.stream(
            new ObjectMapper().readTree(TEMPLATES.toFile()).spliterator(), false)
        .map(template -> Arguments.of(template.path("id").asText(), template));
  }

  static Stream<Arguments> calls() throws IOException {
    return templates()
        .filter(
            arguments ->
                ((JsonNode) arguments.get()[1])
                    .at("/elementType/value")
                    .asText()
                    .equals("bpmn:ServiceTask"));
  }

  /** The bean names of the steps of this package, as Spring derives them. */
  private static Set<String> steps() {
    var beans = new DefaultListableBeanFactory();
    var scanner = new ClassPathBeanDefinitionScanner(beans, false);
    scanner.addIncludeFilter(new AssignableTypeFilter(Step.class));
    scanner.setIncludeAnnotationConfig(false);
    scanner.scan("io.muster.systems");
    return Set.of(beans.getBeanDefinitionNames());
  }
}
