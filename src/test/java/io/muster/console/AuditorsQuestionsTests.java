package io.muster.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.doors.Role;
import io.muster.people.LegalHolds;
import io.muster.people.Worker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Three questions, answered by somebody who has only the console: begins at the first page, looks a
 * person up, and follows links.
 */
class AuditorsQuestionsTests extends ConsoleStage {
  private static final Pattern LINK = Pattern.compile("href=\"(/console/[^\"]+)\"");

  @Autowired private LegalHolds holds;

  private Worker declined;
  private Worker agreed;
  private Worker held;
  private String serial;

  @BeforeAll
  void peopleWhoLeft() {
    declined = worker("ASK-1", "Declined", "Laptop");
    laptopOf(declined);
    answer(fired(declined), "decline", "Counsel needs the disk until May.");
    agreed = worker("ASK-2", "Agreed", "Laptop");
    serial = fleet.read(laptopOf(agreed)).orElseThrow().serial();
    answer(fired(agreed), "approve", "Compared with the asset list.");
    held = worker("ASK-3", "Held", "Laptop");
    laptopOf(held);
    holds.place(held.id(), "counsel", "Case 77 of the court");
    pass(fired(held), Duration.ofHours(1));
  }

  private void answer(ProcessInstance case_, String decision, String why) {
    walk.complete(
        walk.task(case_, "approveWipe"), "approver", Map.of("decision", decision, "comment", why));
    pass(case_, Duration.ofHours(1));
  }

  @Test
  void whyWasItNotWiped() throws Exception {
    var asked = caseOf("ASK-1", "Declined Laptop");
    assertThat(section(asked, "wipes"))
        .contains(
            "Declined", "by oneapprover", "Counsel needs the disk until May.", "none went out");
    // of the other, the table says so, and its rule in its author's words
    var person = person("ASK-3", "Held Laptop");
    assertThat(section(person, "holds")).contains("stands", "counsel", "Case 77 of the court");
    assertThat(section(person, "decisions"))
        .contains("What happens to a leaver&#39;s device")
        .containsIgnoringCase("legal hold");
    assertThat(caseOf("ASK-3", "Held Laptop")).doesNotContain(">Complete<");
  }

  @Test
  void whoAgreedSeeingWhat() throws Exception {
    var asked = caseOf("ASK-2", "Agreed Laptop");
    assertThat(section(asked, "answers"))
        .contains("oneapprover", "approve", "Compared with the asset list.")
        .contains("What each of them was shown", serial, "Agreed Laptop");
    assertThat(section(asked, "wipes")).contains("Approved", "by oneapprover", serial);
    // the same is in the pack that proves it
    assertThat(asked).contains("Download the pack");
  }

  @Test
  void whatSomebodyWasShownIsForThoseWhoMayReadAllOfIt() throws Exception {
    var path = link(page(Role.AUDITOR, "/console/people/ASK-2"), "Offboarding");
    for (var role : Role.values()) {
      var answer = as(role).get(path);
      var reads = role == Role.AUDITOR || role == Role.ADMINISTRATOR;
      assertThat(answer.body().contains("What each of them was shown"))
          .as("%s", role)
          .isEqualTo(reads);
    }
  }

  @Test
  void whoLeftLastMonthAndWhenWasEachSecured() throws Exception {
    var first = page(Role.AUDITOR, "/console");
    var leavers = page(Role.AUDITOR, link(first, "Leavers"));
    for (var name : new String[] {"Declined Laptop", "Agreed Laptop", "Held Laptop"}) {
      var row = row(leavers, name);
      // when the employment ended, after how long, and when
      assertThat(row).containsPattern("after (\\d+ (ms|s|min)|less|[\\d.]+ s)");
      assertThat(row).containsPattern("(?s)data-label=\"Secured\".*\\d\\d:\\d\\d");
      assertThat(row).contains("data-label=\"Ended\"");
    }
    assertThat(page(Role.AUDITOR, link(first, "Audit"))).contains("The three counts");
  }

  private String person(String number, String name) throws Exception {
    var first = page(Role.AUDITOR, "/console");
    assertThat(first).contains("action=\"/console/find\"");
    var found = page(Role.AUDITOR, "/console/find?q=" + number.toLowerCase(Locale.ROOT));
    return page(Role.AUDITOR, link(found, name));
  }

  private String caseOf(String number, String name) throws Exception {
    return page(Role.AUDITOR, link(person(number, name), "Offboarding"));
  }

  /** Where the link of these words leads. */
  private static String link(String page, String words) {
    var before = page.substring(0, page.indexOf(">" + words + "<"));
    var links = LINK.matcher(before);
    var last = "";
    while (links.find()) {
      last = links.group(1);
    }
    assertThat(last).as("a link '%s'", words).isNotEmpty();
    return last;
  }

  private static String section(String page, String id) {
    var start = page.indexOf("aria-labelledby=\"%s\"".formatted(id));
    assertThat(start).as("a section %s", id).isPositive();
    return page.substring(start, page.indexOf("</section>", start));
  }

  private static String row(String page, String name) {
    var at = page.indexOf(name);
    assertThat(at).as(name).isPositive();
    return page.substring(page.lastIndexOf("<tr", at), page.indexOf("</tr>", at));
  }
}
