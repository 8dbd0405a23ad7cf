package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import io.muster.sources.SourceHealthRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What the pages say, and how they answer whoever is not signed in or asks for nonsense. */
class ConsolePagesTests extends ConsoleStage {
  private static final String SCRIPT = "<script>alert(1)</script>";

  @Autowired private LegalHolds holds;
  @Autowired private SourceHealthRecorder news;

  private Worker leaver;
  private ProcessInstance offboarding;

  @BeforeAll
  void aLeaverWithAHostileName() {
    leaver = worker("PAGE-1", SCRIPT, "O'Hara & \"Sons\"");
    known.saw(leaver.id(), fleet.read(laptopOf(leaver)).orElseThrow());
    offboarding = fired(leaver);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console",
        "/console/find?q=PAGE",
        "/console/find?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/console/people/PAGE-1",
        "/console/events?employee=PAGE-1",
        "/console/events?employee=%3Cscript%3Ealert(1)%3C/script%3E",
        "/console/leavers"
      })
  void writesHostileTextAsText(String path) throws Exception {
    assertThat(page(Role.ADMINISTRATOR, path)).doesNotContain(SCRIPT);
    assertThat(page(Role.ADMINISTRATOR, "/console/cases/" + offboarding.getId()))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain(SCRIPT);
  }

  @Test
  void noTemplateWritesMarkupThatCameFromElsewhere() throws Exception {
    try (var templates = Files.walk(Path.of("src/main/resources/templates"))) {
      assertThat(templates.filter(Files::isRegularFile).map(ConsolePagesTests::read))
          .isNotEmpty()
          .noneMatch(
              text -> text.contains("utext") || text.contains("[(") || text.contains(" style="))
          .noneMatch(text -> text.matches("(?s).*\\son[a-z]+=.*"));
    }
  }

  @Test
  void allowsNoScriptAndNoStyleWithinAPage() throws Exception {
    var answer = as(Role.AUDITOR).get("/console");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
  }

  @Test
  void asksWhoeverIsNotSignedInToSignInAndThenShowsThePage() throws Exception {
    var stranger = new ConsoleVisitor(port);
    var answer = stranger.get("/console/people/PAGE-1?x=1");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .hasValueSatisfying(
            to ->
                assertThat(to)
                    .endsWith("/console/sign-in?to=%2Fconsole%2Fpeople%2FPAGE-1%3Fx%3D1"));
    var signedIn = stranger.signIn(nameOf(Role.AUDITOR), password(), "/console/people/PAGE-1?x=1");
    assertThat(signedIn.statusCode()).isEqualTo(302);
    assertThat(signedIn.headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/console/people/PAGE-1?x=1"));
    assertThat(stranger.get("/console/people/PAGE-1").statusCode()).isEqualTo(200);
  }

  @Test
  void signsInToTasklistAtOnceAndOutAgain() throws Exception {
    var visitor = new ConsoleVisitor(port);
    var tasks = "/camunda/api/engine/engine/webapps/task/count";
    assertThat(visitor.get(tasks, "Accept", "application/json").statusCode()).isEqualTo(401);
    visitor.signIn(nameOf(Role.APPROVER), password(), "");
    assertThat(visitor.get(tasks, "Accept", "application/json").statusCode()).isEqualTo(200);
    visitor.post("/console/sign-out", "_csrf=" + visitor.token());
    assertThat(visitor.get(tasks, "Accept", "application/json").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console/nowhere", "/console/people/PAGE-1"})
  void signsOutFromWhicheverPage(String from) throws Exception {
    var visitor = new ConsoleVisitor(port);
    visitor.signIn(nameOf(Role.AUDITOR), password(), "");
    var token =
        Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(visitor.get(from).body());
    assertThat(token.find()).as("the form has a token").isTrue();
    // as a browser does before anybody can click
    assertThat(visitor.get("/console/assets/console.css").statusCode()).isEqualTo(200);
    var out = visitor.post("/console/sign-out", "_csrf=" + token.group(1));
    assertThat(out.headers().firstValue("Location"))
        .hasValueSatisfying(page -> assertThat(page).endsWith("/console/sign-in?out"));
    assertThat(visitor.get("/console/sign-in?out").body()).contains("You have signed out");
    assertThat(visitor.get("/console").statusCode()).isEqualTo(302);
  }

  @Test
  void sendsAPartOfAPageToTheSignInAsAWhole() throws Exception {
    var answer = new ConsoleVisitor(port).get("/console/find?q=a", "HX-Request", "true");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/console/sign-in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/console\\..\\evil",
        "/consolex",
        "/camunda",
        "/console/sign-in?to=/console",
        "/console/x\r\nSet-Cookie: a=b"
      })
  void leadsNowhereElseAfterSigningIn(String to) throws Exception {
    var answer = new ConsoleVisitor(port).signIn(nameOf(Role.AUDITOR), password(), to);
    assertThat(answer.headers().firstValue("Location"))
        .hasValueSatisfying(page -> assertThat(page).endsWith("/console"));
    assertThat(answer.headers().firstValue("Location").orElseThrow()).doesNotContain("evil");
  }

  @Test
  void letsNobodyInWithAWrongPasswordOrWithoutTheToken() throws Exception {
    var stranger = new ConsoleVisitor(port);
    var wrong = stranger.signIn(nameOf(Role.AUDITOR), "wrong-password", "");
    assertThat(wrong.headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/console/sign-in?failed"));
    assertThat(stranger.get("/console").statusCode()).isEqualTo(302);
    var forged =
        stranger.post(
            "/console/sign-in", "name=%s&password=%s".formatted(nameOf(Role.AUDITOR), password()));
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(stranger.get("/console").statusCode()).isEqualTo(302);
  }

  @Test
  void forgetsWhoSignsOutAndWhoLosesAGroup() throws Exception {
    person("passing", Role.AUDITOR);
    var visitor = new ConsoleVisitor(port);
    visitor.signIn("passing", password(), "");
    assertThat(visitor.get("/console/events").statusCode()).isEqualTo(200);
    engine.getIdentityService().deleteMembership("passing", Role.AUDITOR.group());
    assertThat(visitor.get("/console/events").statusCode()).isEqualTo(403);
    visitor.post("/console/sign-out", "_csrf=" + visitor.token());
    assertThat(visitor.get("/console").statusCode()).isEqualTo(302);
  }

  @ParameterizedTest
  @CsvSource({
    "/console/nothing-here, There is no such page",
    "/console/nothing/here/at/all, There is no such page",
    "/console/cases/unknown, There is no such case",
    "/console/people/NOBODY, Nobody has this number",
    "/console/people/%20, Nobody has this number",
    "/console/events?before=abc, There is no such page"
  })
  void saysOnAPageWhatIsNotThere(String path, String words) throws Exception {
    var answer = as(Role.AUDITOR).get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(answer.body()).contains(words, "To the page Today");
  }

  @Test
  void findsAPersonByWhateverIsKnown() throws Exception {
    var serial = known.devicesOf(leaver.id()).get(0).serial();
    var account = okta.find(leaver.id()).orElseThrow().id().value();
    for (var text :
        new String[] {
          "page-1", "PAGE-", "o'h", "page-1@EXAMPLE", account, serial, serial.substring(0, 3)
        }) {
      var found =
          page(Role.OPERATOR, "/console/find?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
      assertThat(found).as(text).contains("/console/people/PAGE-1");
    }
    assertThat(page(Role.OPERATOR, "/console/find?q=" + offboarding.getId()))
        .contains("/console/cases/" + offboarding.getId());
    assertThat(page(Role.OPERATOR, "/console/find?q=%25")).contains("Nobody is found");
    assertThat(page(Role.OPERATOR, "/console/find?q=")).contains("Type how it begins");
    assertThat(as(Role.OPERATOR).get("/console/find?q=page-1", "HX-Request", "true").body())
        .contains("/console/people/PAGE-1")
        .doesNotContain("<html");
  }

  @Test
  void saysOfAPersonWhatHrSaidAndWhatWasDecidedAndWhy() throws Exception {
    holds.place(leaver.id(), "counsel", "A claim is expected.");
    var person = page(Role.AUDITOR, "/console/people/PAGE-1");
    assertThat(person)
        .contains("Terminated", "started a case", "Involuntary", "Developer, Engineering")
        .contains("What happens to a leaver&#39;s device", "because")
        .contains("A claim is expected.", "legal hold")
        .contains("Approve the wipe", "waits for");
  }

  @Test
  void showsACaseWhileItRuns() throws Exception {
    var running = page(Role.AUDITOR, "/console/cases/" + offboarding.getId());
    assertThat(running)
        .contains("Where it stands", "Account disabled", "Device locked", "observed")
        .contains("device.lock", "containDevices", "data-here=");
    var diagram = as(Role.AUDITOR).get("/console/cases/" + offboarding.getId() + "/diagram.bpmn");
    assertThat(diagram.statusCode()).isEqualTo(200);
    assertThat(diagram.body()).contains("<bpmn:process id=\"offboarding\"");
    assertThat(diagram.headers().firstValue("Content-Type").orElse("")).contains("xml");
  }

  @Test
  void showsACaseAfterItsEndWithWhoAnsweredWhat() throws Exception {
    var another = worker("PAGE-2", "Ended", "Case");
    laptopOf(another);
    var ended = fired(another);
    walk.complete(walk.task(ended, "approveWipe"), "approver", "approve");
    pass(ended, Duration.ofHours(1));
    assertThat(walk.runs(ended)).as("it still runs").isFalse();
    var after = page(Role.AUDITOR, "/console/cases/" + ended.getId());
    assertThat(after)
        .contains("Offboarded", "oneapprover", "seen to", "Approve the wipe")
        .contains("Device wiped", "Complete")
        .doesNotContain("Where it stands");
    assertThat(page(Role.AUDITOR, "/console")).contains("Ended Case", "Offboarded");
  }

  @Test
  void filtersEventsByWhatStandsInTheAddress() throws Exception {
    inbox.refuse("payroll", "bad-1", "PAGE-9", "{}", "Field startDate is missing.");
    assertThat(page(Role.HR, "/console/events?fate=refused&source=payroll"))
        .contains("Field startDate is missing.", "PAGE-9")
        .doesNotContain("leave-PAGE-1");
    assertThat(page(Role.HR, "/console/events?kind=worker.terminated&employee=PAGE-1"))
        .contains("leave-PAGE-1")
        .doesNotContain("bad-1");
    assertThat(page(Role.HR, "/console/events?kind=worker.hired&employee=PAGE-1"))
        .contains("Nothing that came in fits.");
    assertThat(page(Role.HR, "/console/events?fate=nonsense"))
        .contains("Nothing can be like that")
        .doesNotContain("leave-PAGE-1");
  }

  @Test
  void leafsThroughEventsPageByPage() throws Exception {
    for (int number = 0; number < 51; number++) {
      inbox.refuse("leafed", "leaf-%02d".formatted(number), null, "{}", "no");
    }
    var first = page(Role.HR, "/console/events?source=leafed");
    assertThat(first).contains("leaf-50", "leaf-01", "Older events").doesNotContain("leaf-00");
    var older = Pattern.compile("href=\"(/console/events\\?[^\"]*before=[^\"]*)\"").matcher(first);
    assertThat(older.find()).isTrue();
    assertThat(page(Role.HR, older.group(1).replace("&amp;", "&")))
        .contains("leaf-00")
        .doesNotContain("leaf-01", "Older events");
  }

  @Test
  void showsSourcesInTroubleToThoseWhoSeeThem() throws Exception {
    news.failed("sick-feed", "It answered 500.");
    walk.set(walk.now().plus(Duration.ofMinutes(31)));
    for (var role : Role.values()) {
      var shown = page(role, "/console").contains("sick-feed");
      assertThat(shown)
          .as("%s", role)
          .isEqualTo(
              EnumSet.of(Role.HR, Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR).contains(role));
    }
    news.heard("sick-feed");
    assertThat(page(Role.HR, "/console")).doesNotContain("sick-feed");
  }

  @Test
  void listsLeaversWithTheirTimes() throws Exception {
    var leavers = page(Role.OPERATOR, "/console/leavers?days=30");
    assertThat(leavers).contains("PAGE-1", "after", "Account disabled", "95 % of them within");
    assertThat(page(Role.OPERATOR, "/console/leavers?days=0")).contains("Left in <span>1</span>");
    assertThat(page(Role.OPERATOR, "/console/leavers?days=367"))
        .contains("Left in <span>366</span>");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
