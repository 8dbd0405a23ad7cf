package io.muster.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.process.DiagramNeed;
import io.muster.process.DiagramNeed.Kind;
import io.muster.process.ProcessVocabulary;
import io.muster.testing.WholeEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

/** What code relies on in the shipped diagrams is declared, and an edit without it is refused. */
class DeclaredNeedsTests extends WholeEngine {
  /** Tables that other bundles bring. */
  private static final Set<String> LIVE_TABLES =
      Set.of("connectionRouting", "expectedGroups", "policyAssignment");

  /** Words of others that happen to be ids, too. */
  private static final Set<String> COINCIDENCES = Set.of("returned");

  @Autowired private Gate gate;
  @Autowired private ObjectProvider<ProcessVocabulary> vocabularies;

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource({
    "onboarding/onboarding, hired",
    "onboarding/onboarding, preHireWindowOpens",
    "onboarding/onboarding, waitForRules",
    "onboarding/onboarding, personLeaves",
    "onboarding/onboarding, hireTakenBack",
    "onboarding/onboarding, deviceDue",
    "transfer/transfer, changed",
    "transfer/transfer, changeTakesEffect",
    "transfer/transfer, waitForRules",
    "transfer/transfer, waitForOtherCase",
    "transfer/transfer, personLeaves",
    "leave/leave, leaveStarted",
    "leave/leave, leaveBegins",
    "leave/leave, leaveNews",
    "leave/leave, personLeaves",
    "offboarding/offboarding, terminated",
    "offboarding/offboarding, effective",
    "offboarding/offboarding, deviceHeadStart",
    "offboarding/offboarding, leavingTakenBack",
    "offboarding/offboarding, personLeaves",
    "offboarding/offboarding, offboarded",
    "offboarding/offboarding, tellNotContained_devices",
    "offboarding/offboarding, tellNotContained_accounts",
    "offboarding/containAccounts, mustGoAtOnce",
    "offboarding/containAccounts, closeOutcomes_accounts",
    "offboarding/retireLeaver, closeOutcomes",
    "offboarding/offboardDevice, approveWipe",
    "directory-sync/directory-sync, scopeOutdated",
    "source-alarm/source-alarm, sourceWellAgain",
  })
  void refusesAShippedDiagramInWhichANameIsChanged(String diagram, String name) throws IOException {
    var process = diagram.substring(diagram.indexOf('/') + 1);
    assertThat(needed(process)).as("declared for " + process).contains(name);
    var files = files(diagram.substring(0, diagram.indexOf('/')));
    var file = "processes/%s.bpmn".formatted(diagram);
    var shipped = new String(files.get(file), StandardCharsets.UTF_8);
    var edited = shipped.replace("\"%s\"".formatted(name), "\"%sRenamed\"".formatted(name));
    assertThat(edited).isNotEqualTo(shipped);
    files.put(file, edited.getBytes(StandardCharsets.UTF_8));

    assertThat(gate.check(files, LIVE_TABLES, Map.of()))
        .filteredOn(problem -> problem.file().equals(file))
        .anySatisfy(
            problem ->
                assertThat(problem.what() + "; " + problem.remedy())
                    .contains("'" + name)
                    .containsAnyOf(
                        "keep it under this name, or draw it again: ", "give it one of"));
  }

  @Test
  void refusesItInTheEngineTooNamingProcessAndElement() throws IOException {
    var edited =
        Files.readString(Path.of("processes/onboarding/onboarding.bpmn"))
            .replace("\"hireTakenBack\"", "\"hireRevoked\"");

    assertThatThrownBy(
            () ->
                engine
                    .getRepositoryService()
                    .createDeployment()
                    .addString("onboarding.bpmn", edited)
                    .deploy())
        .isInstanceOf(RefusedDeployment.class)
        .hasMessageContaining(
            "'onboarding' (Onboarding: take a person in): has no event sub-process of its own that the message"
                + " 'hireTakenBack' starts and that interrupts the case")
        .hasMessageContaining("a hire that HR takes back before anything was done ends with it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onboarding", "transfer", "leave", "offboarding", "source-alarm"})
  void takesTheShippedDiagramsAsTheyAre(String bundle) throws IOException {
    assertThat(gate.check(files(bundle), LIVE_TABLES, Map.of())).isEmpty();
  }

  /** A name that only a diagram owns must not be relied on in silence. */
  @Test
  void codeNamesNoElementOfADiagramThatIsNotDeclared() throws IOException {
    var declared =
        vocabularies.stream()
            .flatMap(vocabulary -> needed(vocabulary.key()).stream())
            .collect(Collectors.toCollection(HashSet::new));
    vocabularies.forEach(
        vocabulary -> vocabulary.variables().forEach(variable -> declared.add(variable.name())));
    vocabularies.forEach(vocabulary -> declared.add(vocabulary.key()));

    var names = namesOfDiagrams();
    names.removeAll(COINCIDENCES);

    assertThat(namedInCode(names))
        .as("element ids and messages of diagrams in main code")
        .isNotEmpty()
        .allSatisfy(
            (name, places) -> assertThat(declared).as("%s in %s", name, places).contains(name));
  }

  private static Set<String> namesOfDiagrams() throws IOException {
    var names = new TreeSet<String>();
    for (var file : shipped(".bpmn")) {
      for (var element : Xml.all(Xml.read(Files.readAllBytes(file)))) {
        var kind = String.valueOf(element.getLocalName());
        if (kind.endsWith("Event") || kind.equals("userTask") || kind.equals("subProcess")) {
          names.add(element.getAttribute("id"));
        } else if (kind.equals("message")) {
          names.add(element.getAttribute("name"));
        }
      }
    }
    return names;
  }

  private static Map<String, List<String>> namedInCode(Set<String> names) throws IOException {
    var found = new TreeMap<String, List<String>>();
    var literal = Pattern.compile("\"([A-Za-z_]+)\"");
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      for (var source : sources.filter(each -> each.toString().endsWith(".java")).toList()) {
        literal
            .matcher(Files.readString(source))
            .results()
            .map(hit -> hit.group(1))
            .filter(names::contains)
            .forEach(
                name ->
                    found
                        .computeIfAbsent(name, first -> new ArrayList<>())
                        .add(source.getFileName().toString()));
      }
    }
    return found;
  }

  private Set<String> needed(String process) {
    return vocabularies.stream()
        .filter(vocabulary -> vocabulary.key().equals(process))
        .flatMap(vocabulary -> vocabulary.needs().stream())
        .flatMap(DeclaredNeedsTests::names)
        .collect(Collectors.toSet());
  }

  private static Stream<String> names(DiagramNeed need) {
    return need.kind() == Kind.STEP_IDS ? need.ids().stream() : Stream.of(need.name());
  }

  private static Map<String, byte[]> files(String bundle) throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (var file : shipped(".bpmn", ".dmn", ".form")) {
      if (file.startsWith(Path.of("processes", bundle))
          || file.startsWith(Path.of("forms", bundle))) {
        files.put(file.toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static List<Path> shipped(String... endings) throws IOException {
    try (var processes = Files.walk(Path.of("processes"));
        var forms = Files.walk(Path.of("forms"))) {
      return Stream.concat(processes, forms)
          .filter(file -> Stream.of(endings).anyMatch(ending -> file.toString().endsWith(ending)))
          .toList();
    }
  }
}
