package io.muster.lifecycle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every text that tells a person how to get a case going again, and the test that does what it
 * says. A text that no test walks fails here; so does a walk whose text is gone.
 */
class RemedyTextsTests {
  private static final Path MAIN = Path.of("src/main/java/io/muster");
  private static final Path TESTS = Path.of("src/test/java/io/muster");
  private static final Set<String> MODULES = Set.of("lifecycle", "directory", "devices");

  private static final Pattern COMMENT = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern THROWN =
      Pattern.compile(
          "new (?:RemoteFailure\\.)?(?:Refused|Misconfigured)\\((.*?);\\n", Pattern.DOTALL);
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final String INCIDENT =
      "RemediesTests#tellsWhoeverSendsAnEventOfAnIncidentAndGoesOnOnceItsRetriesAreSet";
  private static final String REFUSED_ACCOUNT =
      "OnboardingProcessTests#asksForHelpWhileAnotherPersonHoldsTheAddress";
  private static final String SYNC_ASKS =
      "DirectorySyncProcessTests#asksForHelpWhileASelectedGroupIsMissing";
  private static final String DEVICE_GONE =
      "DeviceDecisionTests#hasNothingToWipeWhereTheDeviceIsGone";
  private static final String PLAN_ANEW =
      "DeviceDecisionTests#looksAgainAtADeviceWhoseWipeWasRefused";
  private static final String NAMED_DEVICE =
      "KeepDeviceProcessTests#asksWhoseTheDevicesOfANamesakeAreAfterEverythingClearIsShut";

  /** What a text says, as a pattern, and the test that does it. */
  private static final Map<String, String> WALKS = new LinkedHashMap<>();

  static {
    // tables
    WALKS.put(
        "connection-routing.dmn decides",
        "RemediesTests#goesOnInTransferOnceTheTableThatRoutedToNoConnectionIsCorrected");
    WALKS.put(
        "have the table route|mend the routing table|or mend %s.domains",
        "RemediesTests#routesThePersonToWhereTheirAccountIsOnceTheTableSaysSo");
    WALKS.put(
        "mend the table that names it", "RemediesTests#goesOnOnceTheTableNamesAGroupThatIsThere");
    WALKS.put("or mend the name", "RemediesTests#goesOnOnceTheTableNamesAPolicyThatIsThere");
    WALKS.put("Correct the table, then look again|Look again\\.", PLAN_ANEW);
    // HR
    WALKS.put(
        "give another address|have HR give the person one",
        "RemediesTests#takesTheOtherAddressThatHrGivesWhereTheFirstIsTaken");
    WALKS.put(
        "Have the hire sent again",
        "RemediesTests#makesAnAccountAnewOnceTheHireIsSentAgainAfterTheReturn");
    WALKS.put(
        "Check the number with HR",
        "ContainmentProcessTests#asksWhoALeaverIsWhomNobodyKnowsAndLooksAgain");
    WALKS.put("Does the person stay under another number", PLAN_ANEW);
    // accounts
    WALKS.put("write the number on it", "RemediesTests#takesTheAccountOnceItBearsTheNumber");
    WALKS.put(
        "Leave it on one of them", "RemediesTests#takesTheOneAccountThatIsLeftOfTwoWithTheNumber");
    WALKS.put(
        "Try again: a new one is made", "RemediesTests#makesAnAccountAnewThatWasDeletedOnTheWay");
    WALKS.put(
        "on premises|Active Directory|keeps its own %s|Take them out of some|attributes.employee-number",
        REFUSED_ACCOUNT);
    WALKS.put(
        "is protected|is the administrator in whose name|suspends only accounts in use",
        "ContainmentProcessTests#bringsARefusedSuspensionToAPersonAndBelievesOnlyWhatItSees");
    WALKS.put(
        "disable it in the Active Directory",
        "ContainmentProcessTests#goesOnOnceTheAccountWasDisabledByHand");
    WALKS.put(
        "refused %s \\(%d\\)%s. %s|nothing for|has no end|than Google shows|link to go on",
        REFUSED_ACCOUNT);
    WALKS.put(
        "Convert it to an internal user",
        "EntraHabitsTests#takesNoGuestForAnEmployeesAccountUntilItIsConverted");
    WALKS.put(
        "Google itself suspended account",
        "GoogleHabitsTests#changesNothingOfWhatGoogleItselfShut");
    WALKS.put(
        "Recently deleted",
        "GoogleHabitsTests#takesTheDeletedAccountThatWasRestoredAndBearsTheNumber");
    // groups and policies
    WALKS.put(
        "Make it an assigned group", "OnboardingProcessTests#bringsARefusedMembershipToAPerson");
    WALKS.put(
        "Make one in the portal|Archive all but one",
        "OnboardingProcessTests#bringsAMissingPolicyToAPersonAndGoesOnWhenItIsThere");
    WALKS.put(
        "Keep one of them|Look at it in the portal",
        "RemediesTests#takesTheOneDeviceUserThatIsLeft");
    WALKS.put(
        "Leave the name to one of them|Name the one that is meant|is gone from|sync of %s runs|"
            + "There is no group '%s' in %s. Mend|Select smaller|select smaller|Two directories",
        SYNC_ASKS);
    // devices
    WALKS.put("no longer managed|not in the fleet any more", DEVICE_GONE);
    WALKS.put("Correct the number|is no device number|none of those asked about", NAMED_DEVICE);
    WALKS.put(
        "left device management",
        "WipeProcessTests#asksAboutADeviceThatLeftManagementBeforeItWasWiped");
    WALKS.put("can be ordered anew", "WipeProcessTests#bringsAFailedWipeToAPerson");
    WALKS.put(
        "disenrol it by hand",
        "WipeProcessTests#goesOnFromAWipeThatIsOutOnlyOnceItCannotFireAnyMore");
    WALKS.put(
        "could not be taken out of the groups",
        "RetireProcessTests#asksAboutGroupsThatTheFleetRefusedToEmpty");
    WALKS.put(
        "Not everything is|cannot be known to be|no wipe plan|no wipe warrant|No wipe was ordered|"
            + "Nobody can agree to it",
        PLAN_ANEW);
    WALKS.put(
        "This offboarding cannot end",
        "RetireProcessTests#endsNoCaseWhoseWipeMayStillFireThoughAnAdministratorMovedItOn");
    // incidents
    WALKS.put("retries of this step to 1", INCIDENT);
    WALKS.put(
        "(?:Check|Set|See that|set|Grant the app|Add a new one) .*(?:muster\\.|%1\\$s|permission|url)",
        INCIDENT);
    WALKS.put(
        "does not let us|gives us no token|accepts none of our|no token in the name|"
            + "with a redirect|knows no such call",
        INCIDENT);
  }

  @Test
  void isWalkedByATest() throws IOException {
    var walks = WALKS.keySet().stream().map(Pattern::compile).toList();
    var unwalked = new TreeMap<String, String>();
    texts()
        .forEach(
            (text, file) -> {
              if (walks.stream().noneMatch(walk -> walk.matcher(text).find())) {
                unwalked.put(text, file);
              }
            });
    assertThat(unwalked).as("texts that no test does what they say of").isEmpty();
  }

  @Test
  void walksOnlyWhatIsStillSaid() throws IOException {
    var texts = texts().keySet();
    var stale =
        WALKS.keySet().stream()
            .flatMap(walk -> Stream.of(walk.split("\\|(?![^(]*\\))")))
            .filter(
                walk ->
                    texts.stream().noneMatch(text -> Pattern.compile(walk).matcher(text).find()))
            .toList();
    assertThat(stale).as("what is said nowhere any more").isEmpty();
  }

  @Test
  void namesTestsThatAreThere() throws IOException {
    for (var walk : Set.copyOf(WALKS.values())) {
      var parts = walk.split("#", -1);
      assertThat(sources(TESTS).filter(file -> file.endsWith(parts[0] + ".java")))
          .as(walk)
          .singleElement()
          .satisfies(file -> assertThat(read(file)).contains("void " + parts[1] + "("));
    }
  }

  /** "Try again" of each form is answered by some test, and by none that only sees it refused. */
  @Test
  void answersTryAgainOnEveryFormThatOffersIt() throws IOException {
    var tests = sources(TESTS).map(RemedyTextsTests::read).collect(joining("\n"));
    var unanswered = new TreeSet<String>();
    for (var form : files(Path.of("forms"), ".form")) {
      var offers =
          new ObjectMapper().readTree(form.toFile()).findValuesAsText("value").contains("tryAgain");
      var key = form.getFileName().toString().replace(".form", "");
      var answered =
          Pattern.compile(
              "\""
                  + key
                  + "\"\\),?\\s*(\"operator\",\\s*)?\"tryAgain\"|\""
                  + key
                  + "\",\\s*\"tryAgain\"");
      if (offers && !answered.matcher(tests).find()) {
        unanswered.add(key);
      }
    }
    assertThat(unanswered).isEmpty();
  }

  /** Each text that a call of a case can be refused with, and where it stands. */
  private static Map<String, String> texts() throws IOException {
    var texts = new TreeMap<String, String>();
    for (var file : files(MAIN, ".java")) {
      if (!MODULES.contains(MAIN.relativize(file).getName(0).toString())) {
        continue;
      }
      var thrown = THROWN.matcher(COMMENT.matcher(read(file)).replaceAll(""));
      while (thrown.find()) {
        var text =
            TEXT.matcher(thrown.group(1)).results().map(it -> it.group(1)).collect(joining());
        if (text.length() > 3) {
          texts.put(text, file.getFileName().toString());
        }
      }
    }
    assertThat(texts).hasSizeGreaterThan(60);
    return texts;
  }

  private static Stream<Path> sources(Path root) throws IOException {
    return files(root, ".java").stream();
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
